"""Measure Worthwatch's speed and memory beside LangChain + FAISS and txtai, in one run.

    make bench
    .venv-bench/bin/python -m benchmarks.speed --million --chart docs/benchmarks.svg
    .venv-bench/bin/python -m benchmarks.speed --check earlier.json

Every measurement has a process of its own, and the systems take turns, so that what else the machine
does falls on all of them. All have the same reviews, questions and model files, and all cores; figures
are medians. ``--check`` compares the ratios with an earlier run's and fails when one got worse by more
than 30 %. This process imports nothing large: a child's peak of memory begins with its parent's.
Needs Linux.
"""

import argparse
import datetime as dt
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from importlib.metadata import version
from itertools import product
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks.report import check, ratios, tables
from benchmarks.runner import Runner
from benchmarks.systems import LANGCHAIN, OURS, ROOT, SYSTEMS, TXTAI
from benchmarks.tasks import SYNTHETIC

COLD_ROUNDS = 5
ROUNDS = 3
"""Rounds of everything else that the systems take turns in."""
MILLION = 1_000_000
VECTORS = 10_000
PACKAGES = (
    "worthwatch", "onnxruntime", "faiss-cpu", "tantivy", "numpy", "torch", "sentence-transformers",
    "transformers", "langchain-community", "langchain-core", "txtai",
)  # fmt: skip


def measure(
    runner: Runner, save: Callable[[Mapping[str, Any]], None], *, passages: int, million: bool
) -> dict[str, Any]:
    """Return everything that is measured, saved after each part: some take minutes."""
    for system in SYSTEMS:
        _say(f"building {system}")
        runner.task("build", system, runner.index_of(system), ours=system == OURS)
    parts = {
        "cold": lambda: cold(runner),
        "warm": lambda: warm(runner),
        "memory": lambda: memory(runner),
        "encoding": lambda: encoding(runner),
        "index": lambda: index(runner, passages),
        "larger": lambda: larger(runner),
        "vectors": lambda: vectors(runner, (VECTORS, MILLION) if million else (VECTORS,)),
    }
    found: dict[str, Any] = {
        "date": f"{dt.datetime.now(dt.UTC):%Y-%m-%d}",
        "machine": machine(),
        "versions": {name: version(name) for name in PACKAGES},
    }
    for name, part in parts.items():
        found[name] = part()
        save(found)
    found["ratios"] = ratios(found)
    save(found)
    return found


def cold(runner: Runner) -> dict[str, dict[str, float]]:
    """Return each system's median seconds and peak MB from a fresh process to its first answer."""
    _say("asking fresh processes")
    for system in SYSTEMS:  # so that all files are in the machine's memory
        runner.cold(system)
    runs: dict[str, list[tuple[float, float]]] = {system: [] for system in SYSTEMS}
    for _, system in product(range(COLD_ROUNDS), SYSTEMS):
        runs[system].append(runner.cold(system))
    return {
        system: {"seconds": median(one for one, _ in own), "peak_mb": median(peak for _, peak in own)}
        for system, own in runs.items()
    }


def warm(runner: Runner) -> dict[str, dict[str, dict[str, float]]]:
    """Return each system's speed by threads that ask at once, the median of the rounds."""
    runs: dict[str, dict[str, list[dict[str, float]]]] = {system: {} for system in SYSTEMS}
    for turn, system in product(range(ROUNDS), SYSTEMS):
        _say(f"asking {system}, round {turn + 1}")
        done = runner.task("warm", system, runner.index_of(system), ours=system == OURS)
        for threads, own in done.items():
            figures = _percentiles(own["milliseconds"])
            figures["per_second"] = len(own["milliseconds"]) / own["seconds"]
            runs[system].setdefault(threads, []).append(figures)
    return {
        system: {threads: _medians(figures) for threads, figures in own.items()}
        for system, own in runs.items()
    }


def memory(runner: Runner) -> dict[str, float]:
    """Return Worthwatch's resident MB by questions answered."""
    _say("asking a thousand questions")
    found: dict[str, float] = runner.task("memory", runner.index_of(OURS), ours=True)
    return found


def encoding(runner: Runner) -> dict[str, dict[str, float]]:
    """Return how many sentences a second our encoder and sentence-transformers' own take."""
    runs: dict[str, list[dict[str, float]]] = {OURS: [], "sentence-transformers": []}
    for turn, (encoder, own) in product(range(ROUNDS), runs.items()):
        _say(f"encoding with {encoder}, round {turn + 1}")
        own.append(runner.task("encode", encoder, runner.index_of(OURS), ours=encoder == OURS))
    return {encoder: _medians(own) for encoder, own in runs.items()}


def index(runner: Runner, passages: int) -> dict[str, float]:
    """Return the seconds that a synthetic show's index takes, first and unchanged."""
    _say(f"indexing {passages:,} passages, twice")
    found: dict[str, float] = runner.task("index", runner.index_of(OURS), passages, ours=True)
    return found


def larger(runner: Runner) -> dict[str, dict[str, float]]:
    """Return each system's milliseconds of a question on the synthetic show that ours was indexed with."""
    show = runner.index_of(OURS) / SYNTHETIC / SYNTHETIC
    folders = {OURS: runner.index_of(OURS)}
    for system in (LANGCHAIN, TXTAI):
        _say(f"building {system} for the synthetic show")
        folders[system] = runner.index_of(f"{system} {SYNTHETIC}")
        runner.task("build", system, folders[system], show)
    runs: dict[str, list[dict[str, float]]] = {system: [] for system in folders}
    for turn, (system, folder) in product(range(ROUNDS), folders.items()):
        _say(f"asking {system} of the synthetic show, round {turn + 1}")
        done = runner.task("warm", system, folder, show, 1, ours=system == OURS)
        runs[system].append(_percentiles(done["1"]["milliseconds"]))
    return {system: _medians(own) for system, own in runs.items()}


def vectors(runner: Runner, sizes: tuple[int, ...]) -> dict[str, dict[str, dict[str, Any]]]:
    """Return what our vectors and FAISS's exact ones take, by the number of synthetic passages."""
    runner.task("real", runner.folder, runner.index_of(OURS), ours=True)
    return {str(size): _vectors(runner, size) for size in sizes}


def machine() -> dict[str, str | int]:
    """Return what the measuring was done on."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return {
        "cpus": os.cpu_count() or 1,
        "model": models[0] if models else platform.machine(),
        "system": platform.system(),
        "python": platform.python_version(),
    }


def main() -> None:
    """Measure, save and print; exit with 1 when a ratio got worse."""
    parser = argparse.ArgumentParser(description="Measure Worthwatch's speed beside its peers'.")
    parser.add_argument("--passages", type=int, default=10_000, help="passages of the synthetic show")
    parser.add_argument("--million", action="store_true", help="search a million vectors too")
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results.json", help="the figures")
    parser.add_argument("--chart", type=Path, help="draw the main figures as an SVG file")
    parser.add_argument("--results", type=Path, help="print and draw an earlier run's, measuring nothing")
    parser.add_argument("--check", type=Path, help="fail when a ratio is worse than in this earlier run")
    options = parser.parse_args()

    earlier = json.loads(options.check.read_text(encoding="utf-8")) if options.check else None
    if options.results:
        found = json.loads(options.results.read_text(encoding="utf-8"))
    else:
        with tempfile.TemporaryDirectory() as folder:
            runner, save = Runner(Path(folder)), partial(_save, options.out)
            found = measure(runner, save, passages=options.passages, million=options.million)
    print(tables(found))
    if options.chart:
        from benchmarks.chart import draw  # noqa: PLC0415 (matplotlib, needed for this alone)

        draw(found, options.chart)
    if earlier and (worse := check(found, earlier)):
        sys.exit("\n".join(worse))


def _vectors(runner: Runner, size: int) -> dict[str, dict[str, Any]]:
    kinds = (OURS, "flat")
    found: dict[str, dict[str, Any]] = {}
    for kind in kinds:
        _say(f"indexing {size:,} vectors, {kind}")
        found[kind] = runner.task("write", kind, runner.folder, size, ours=kind == OURS)
    milliseconds: dict[str, list[float]] = {kind: [] for kind in kinds}
    ten: dict[str, list[list[int]]] = {}
    for _, kind in product(range(ROUNDS), kinds):
        done = runner.task("nearest", kind, runner.folder, size, ours=kind == OURS)
        milliseconds[kind].append(median(done["milliseconds"]))
        ten[kind] = done["nearest"]
    for kind in kinds:
        found[kind]["p50"] = median(milliseconds[kind])
    shared = [len(set(own) & set(exact)) for own, exact in zip(ten[OURS], ten["flat"], strict=True)]
    found[OURS]["recall_of_questions"] = sum(shared) / sum(map(len, ten["flat"]))
    return found


def _save(path: Path, found: Mapping[str, Any]) -> None:
    path.write_text(f"{json.dumps(found, indent=2)}\n", encoding="utf-8")


def _percentiles(values: list[float]) -> dict[str, float]:
    twentieths = quantiles(values, n=20, method="inclusive")
    return {"p50": median(values), "p95": twentieths[-1]}


def _medians(runs: list[dict[str, float]]) -> dict[str, float]:
    return {name: median(run[name] for run in runs) for name in runs[0]}


def _say(what: str) -> None:
    print(f"{dt.datetime.now(dt.UTC):%H:%M:%S} {what} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
