"""The figures of ``benchmarks/speed.py`` as Markdown tables, and their ratios beside an earlier run's."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from benchmarks.systems import LANGCHAIN, OURS, TXTAI

WORST = 0.7
"""Share of an earlier ratio below which it counts as worse."""
CHECKED = ("cold: LangChain + FAISS", "warm: LangChain + FAISS", "encoding: sentence-transformers")


def ratios(found: Mapping[str, Any]) -> dict[str, float]:
    """Return how many times quicker Worthwatch is than each peer."""
    cold, warm, encoding = found["cold"], found["warm"], found["encoding"]
    every = {f"cold: {peer}": cold[peer]["seconds"] / cold[OURS]["seconds"] for peer in (LANGCHAIN, TXTAI)}
    every |= {f"warm: {peer}": warm[peer]["1"]["p50"] / warm[OURS]["1"]["p50"] for peer in (LANGCHAIN, TXTAI)}
    theirs = encoding["sentence-transformers"]["per_second"]
    return {**every, "encoding: sentence-transformers": encoding[OURS]["per_second"] / theirs}


def check(found: Mapping[str, Any], earlier: Mapping[str, Any]) -> list[str]:
    """Return a line for each ratio that got worse by more than 30 %."""
    pairs = {name: (found["ratios"][name], earlier["ratios"][name]) for name in CHECKED}
    return [
        f"{name}: {now:.2f} times as quick, {before:.2f} earlier"
        for name, (now, before) in pairs.items()
        if now < WORST * before
    ]


def tables(found: Mapping[str, Any]) -> str:
    """Return all figures as Markdown tables."""
    parts = {
        "A fresh process and one question": _cold(found["cold"]),
        "One question after another": _in_turn({name: own["1"] for name, own in found["warm"].items()}),
        "Many questions at once": _at_once(found["warm"]),
        "Memory of Worthwatch": _memory(found["memory"]),
        "Encoding": _encoding(found["encoding"]),
        "Building an index of a synthetic show": _index(found["index"]),
        "One question after another, of that show": _in_turn(found["larger"]),
        "The 100 nearest of synthetic vectors": _vectors(found["vectors"]),
    }
    return "\n\n".join([_head(found), *(f"## {title}\n\n{table}" for title, table in parts.items())])


def markdown(rows: Iterable[Sequence[str]]) -> str:
    """Return rows, the first being the head, as a Markdown table."""
    cells = [list(row) for row in rows]
    widths = [max(len(cell) for cell in column) for column in zip(*cells, strict=True)]
    cells.insert(1, ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])])
    lines = (
        [
            row[0].ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
        ]
        for row in cells
    )
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _head(found: Mapping[str, Any]) -> str:
    machine = found["machine"]
    place = f"{machine['cpus']} CPUs ({machine['model']}), {machine['system']}, Python {machine['python']}"
    versions = ", ".join(f"{name} {number}" for name, number in found["versions"].items())
    return f"{found['date']}; {place}.\n{versions}."


def _cold(cold: Mapping[str, Mapping[str, float]]) -> str:
    ours = cold[OURS]
    rows = [
        (
            system,
            f"{own['seconds']:.2f}",
            _times(own["seconds"] / ours["seconds"]),
            f"{own['peak_mb']:.0f}",
            _times(own["peak_mb"] / ours["peak_mb"]),
        )
        for system, own in cold.items()
    ]
    return markdown([("system", "seconds", "beside ours", "peak MB", "beside ours"), *rows])


def _in_turn(found: Mapping[str, Mapping[str, float]]) -> str:
    ours = found[OURS]
    rows = [
        (
            system,
            f"{own['p50']:.1f}",
            _times(own["p50"] / ours["p50"]),
            f"{own['p95']:.1f}",
            _times(own["p95"] / ours["p95"]),
        )
        for system, own in found.items()
    ]
    return markdown([("system", "ms p50", "beside ours", "ms p95", "beside ours"), *rows])


def _at_once(warm: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    rows = [
        (
            system,
            threads,
            f"{figures['per_second']:.0f}",
            _times(figures["per_second"] / warm[OURS][threads]["per_second"]),
            f"{figures['p50']:.0f}",
            f"{figures['p95']:.0f}",
        )
        for threads in list(warm[OURS])[1:]
        for system, figures in ((system, own[threads]) for system, own in warm.items())
    ]
    head = ("system", "threads", "questions a second", "beside ours", "ms p50", "ms p95")
    return markdown([head, *rows])


def _memory(memory: Mapping[str, float]) -> str:
    rows = [(questions, f"{megabytes:.0f}") for questions, megabytes in memory.items()]
    return markdown([("questions answered", "resident MB"), *rows])


def _encoding(encoding: Mapping[str, Mapping[str, float]]) -> str:
    ours = encoding[OURS]["per_second"]
    rows = [
        (encoder, f"{own['per_second']:.0f}", _times(own["per_second"] / ours))
        for encoder, own in encoding.items()
    ]
    return markdown([("encoder", "sentences a second", "beside ours"), *rows])


def _index(index: Mapping[str, float]) -> str:
    row = (f"{index['passages']:,.0f}", f"{index['first_seconds']:.1f}", f"{index['again_seconds']:.1f}")
    return markdown([("passages", "seconds, first", "seconds, unchanged"), row])


def _vectors(vectors: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> str:
    names = {OURS: OURS, "flat": "FAISS, exact"}
    rows = [
        (
            f"{int(size):,}",
            f"{names[kind]} ({own['factory']})",
            f"{own['p50']:.2f}",
            f"{own['recall']:.3f}",
            f"{own.get('recall_of_questions', 1):.3f}",
            f"{own['seconds']:.1f}",
            f"{own['megabytes']:,.0f}",
        )
        for size, pair in vectors.items()
        for kind, own in pair.items()
    ]
    head = ("passages", "index", "ms p50", "recall@10", "of questions", "seconds to build", "MB on disk")
    return markdown([head, *rows])


def _times(ratio: float) -> str:
    return f"{ratio:.2f}×"
