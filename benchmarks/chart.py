"""The main figures of ``benchmarks/speed.py`` as a chart."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchmarks.systems import OURS

_WHOLE_FROM = 100
_ROWS = 3
_OURS, _OTHERS = "#2f6f4f", "#b8bec4"


def draw(found: Mapping[str, Any], path: Path) -> None:
    """Draw four figures of each system side by side and save them as SVG."""
    mpl.rcParams["svg.hashsalt"] = "worthwatch"  # the same figures give the same file
    figure = Figure(figsize=(10, 4.4), layout="constrained")
    panels = {
        "Fresh process to first answer, seconds": _each(found["cold"], "seconds"),
        "Peak memory of that process, MB": _each(found["cold"], "peak_mb"),
        "One question after another, ms p50": {
            system: own["1"]["p50"] for system, own in found["warm"].items()
        },
        "Sentences encoded a second (more is better)": _each(found["encoding"], "per_second"),
    }
    for axes, (title, values) in zip(figure.subplots(2, 2).flat, panels.items(), strict=True):
        _bars(axes, title, values)
    figure.savefig(path, format="svg", facecolor="white", metadata={"Date": None, "Creator": None})


def _each(figures: Mapping[str, Mapping[str, float]], name: str) -> dict[str, float]:
    return {system: own[name] for system, own in figures.items()}


def _bars(axes: Axes, title: str, values: Mapping[str, float]) -> None:
    colours = [_OURS if system == OURS else _OTHERS for system in values]
    bars = axes.barh(list(values), list(values.values()), color=colours, height=0.6)
    axes.bar_label(bars, labels=[_label(value) for value in values.values()], padding=4)
    axes.set_title(title, loc="left", fontsize=10)
    axes.set_xlim(0, 1.15 * max(values.values()))
    axes.set_ylim(_ROWS - 0.5, -0.5)
    axes.xaxis.set_visible(False)
    axes.tick_params(left=False)
    axes.spines[:].set_visible(False)


def _label(value: float) -> str:
    return f"{value:.3g}" if value < _WHOLE_FROM else f"{value:.0f}"
