"""Measure one show of a million passages, from its reviews to its answers.

    .venv-bench/bin/python -m benchmarks.large build FOLDER [--passages 1000000]
    .venv-bench/bin/python -m benchmarks.large ask FOLDER

The passages are made of two real sentences each and their vectors mixed (see ``synthetic.py``), as the
model would take the better part of an hour for so many; everything else is as it would be. ``ask`` is a
process of its own: it prints milliseconds of a question, the first one apart, and what is in memory.
FOLDER needs 8 GB.
"""

import argparse
import json
import time
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles

import benchmarks.as_served  # noqa: F401 (first: see there)
from benchmarks.synthetic import MixingEncoder, write_large_show
from benchmarks.systems import wiring
from benchmarks.tasks import questions, resident
from bot.answering.base import Answerer
from bot.app.wiring import Wiring
from index import Builder

SLUG = "large"


def build(folder: Path, passages: int) -> dict[str, float]:
    """Write and index the show; the model is exported first."""
    parts = _parts(folder)
    if parts.needs_export:
        parts.export()
    show = write_large_show(folder / "seeds" / SLUG, passages)
    encoder = MixingEncoder(parts.encoder)
    builder = Builder(encoder, replace(parts.builder.annotator, feeler=encoder))
    report = builder.build(show, parts.library.shelf(SLUG))
    return {"passages": report.passages, "seconds": report.seconds, "resident_mb": resident()}


def ask(folder: Path) -> dict[str, object]:
    """Ask every question twice, the second time worded otherwise, and time the second."""
    answerer = _parts(folder).answerer
    started = time.perf_counter()
    answerer.ask("Is it any good?", show=SLUG)
    first = (time.perf_counter() - started) * 1000
    taken = []
    for lead in ("", "so, "):
        taken = [_milliseconds(answerer, f"{lead}{question}") for question in questions()]
    twentieths = quantiles(taken, n=20, method="inclusive")
    return {
        "questions": len(taken),
        "first_ms": round(first, 1),
        "p50": round(median(taken), 1),
        "p95": round(twentieths[-1], 1),
        "slowest": round(max(taken), 1),
        "resident_mb": resident(),
    }


def _milliseconds(answerer: Answerer, question: str) -> float:
    started = time.perf_counter()
    answerer.ask(question, show=SLUG)
    return (time.perf_counter() - started) * 1000


def _parts(folder: Path) -> Wiring:
    return wiring(folder / "data", folder / "seeds")


def main() -> None:
    """Do one of the two and print what was found."""
    parser = argparse.ArgumentParser(description="Measure one very large show.")
    parser.add_argument("task", choices=("build", "ask"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, default=1_000_000)
    options = parser.parse_args()
    found = build(options.folder, options.passages) if options.task == "build" else ask(options.folder)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
