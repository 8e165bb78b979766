"""Count the answers that differ between ways to run the model, over every gold question.

    python -m benchmarks.agreement
    python -m benchmarks.agreement --emulator "qemu-x86_64 -cpu Haswell" --library seeds

Each way builds the shows anew and is asked every question of them by the command itself. What is counted
against torch: labels, counts (how many reviewers are positive, mixed, negative), quotes (of all that torch
shows, those that the other doesn't show with the same stance), refusals. ``--emulator`` is put before
the interpreter for one more way: a processor with other features, hours of work for all shows.
Exits with 1 when full precision differs from torch in a label, a count or a refusal.
"""

import argparse
import json
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
_UNASKED = {"missions-polarity.jsonl", "missions-spoilers.jsonl"}
"""Gold of sentences rather than questions."""
_COUNTS = ("positive", "mixed", "negative")

Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Way:
    """How texts are read at build time and how questions are, by WORTHWATCH_ENCODER's words."""

    name: str
    build: str
    ask: str
    emulated: bool = False


TORCH = Way("torch", "torch", "torch")
FULL = Way("full precision", "onnx", "onnx")
WAYS = (
    TORCH,
    FULL,
    Way("questions in bytes", "onnx", "onnx-int8"),
    Way("all in bytes", "onnx-int8", "onnx-int8"),
)
EMULATED = Way("full precision, emulated", "onnx", "onnx", emulated=True)


@dataclass(frozen=True, slots=True)
class Difference:
    """How many answers differ from torch's, and how many of all its quotes are missing."""

    labels: int
    counts: int
    quotes: int
    shown: int
    refusals: int

    @property
    def is_none(self) -> bool:
        """Whether nothing that is counted or refused differs."""
        return not (self.labels or self.counts or self.refusals)


@dataclass(frozen=True, slots=True)
class Gold:
    """The questions about each show of a folder of shows."""

    seeds: Path
    questions: Mapping[str, Sequence[str]]


class Asker:
    """Builds and asks by the command, each way with a data folder of its own."""

    def __init__(self, folder: Path, emulator: Sequence[str] = ()) -> None:
        self._folder = folder
        self._emulator = emulator

    def answers(self, gold: Gold, way: Way) -> Iterator[Answer]:
        """Yield the answer to each question, show by show."""
        data = self._folder / f"{gold.seeds.name}-{way.build}{'-emulated' * way.emulated}"
        data.mkdir(exist_ok=True)
        models = self._folder / "models"
        models.mkdir(exist_ok=True)
        if not (data / "models").exists():
            (data / "models").symlink_to(models)
        settings = {"WORTHWATCH_SEEDS": str(gold.seeds), "WORTHWATCH_DATA": str(data)}
        self._run(way, ["index", "build"], {**settings, "WORTHWATCH_ENCODER": way.build})
        for show, questions in gold.questions.items():
            command = ["ask", "-", "--json", "--show", show]
            settings["WORTHWATCH_ENCODER"] = way.ask
            for line in self._run(way, command, settings, "\n".join(questions)).splitlines():
                yield json.loads(line)

    def _run(self, way: Way, command: Sequence[str], settings: Mapping[str, str], asked: str = "") -> str:
        done = subprocess.run(  # noqa: S603 (our own command)
            [*(self._emulator if way.emulated else ()), sys.executable, "-m", "bot", *command],
            input=asked,
            env={**os.environ, **settings, "HF_HUB_OFFLINE": "1"},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"worthwatch {' '.join(command)}, {way.name}:\n{done.stderr}")
        return done.stdout


def difference(answers: Sequence[Answer], right: Sequence[Answer]) -> Difference:
    """Return how answers differ from the right ones, both in the order of the questions."""
    pairs = list(zip(answers, right, strict=True))
    return Difference(
        labels=sum(_verdict(one, "label") != _verdict(other, "label") for one, other in pairs),
        counts=sum(_verdict(one, *_COUNTS) != _verdict(other, *_COUNTS) for one, other in pairs),
        quotes=sum(len(_quotes(other) - _quotes(one)) for one, other in pairs),
        shown=sum(len(_quotes(other)) for _, other in pairs),
        refusals=sum(one["answered"] != other["answered"] for one, other in pairs),
    )


def _verdict(answer: Answer, *names: str) -> list[Any]:
    verdict = answer["verdict"] or {}
    return [verdict.get(name) for name in names]


def _quotes(answer: Answer) -> set[tuple[Any, ...]]:
    return {tuple(quote[name] for name in ("review", "start", "end", "stance")) for quote in answer["quotes"]}


def gold_of_seeds() -> Gold:
    """Return every gold question about the seeds."""
    files = [path for path in sorted((ROOT / "evals").glob("missions-*.jsonl")) if path.name not in _UNASKED]
    return Gold(ROOT / "seeds", {"missions": [question for path in files for question in _questions(path)]})


def gold_of_shows() -> Gold:
    """Return every gold question about the seven held-out shows."""
    folder = ROOT / "evals" / "shows"
    return Gold(
        folder, {path.parent.name: _questions(path) for path in sorted(folder.glob("*/questions.jsonl"))}
    )


def _questions(path: Path) -> list[str]:
    return [json.loads(line)["question"] for line in path.read_text(encoding="utf-8").splitlines()]


def _row(way: Way, asked: int, found: Difference) -> str:
    share = f"{found.quotes} of {found.shown} ({found.quotes / found.shown:.1%})"
    return f"| {way.name} | {asked} | {found.labels} | {found.counts} | {share} | {found.refusals} |"


def main() -> None:
    """Ask, compare and print a table; exit with 1 where full precision differs from torch."""
    libraries = {"seeds": gold_of_seeds, "shows": gold_of_shows}
    parser = argparse.ArgumentParser(
        description="Count the answers that differ between ways to run the model."
    )
    parser.add_argument("--library", choices=libraries, action="append", help="only these shows")
    parser.add_argument(
        "--emulator", type=shlex.split, default=[], help="a command that runs the interpreter"
    )
    options = parser.parse_args()
    asked = [libraries[name]() for name in options.library or libraries]
    ways = (*WAYS, EMULATED) if options.emulator else WAYS
    right: list[Answer] = []
    same = True
    print("| way | questions | labels | counts | quotes | refusals |\n| --- | --: | --: | --: | --: | --: |")
    with tempfile.TemporaryDirectory() as folder:
        asker = Asker(Path(folder), options.emulator)
        for way in ways:
            answers = [answer for gold in asked for answer in asker.answers(gold, way)]
            right = right or answers
            found = difference(answers, right)
            print(_row(way, len(answers), found), flush=True)
            same &= found.is_none or way.ask == "onnx-int8"
    sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()
