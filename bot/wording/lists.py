"""Lists and seasons in words, for whoever writes sentences."""

from collections.abc import Sequence

_SHORTEST_RUN = 3
"""Seasons in a row from which they are told as a range."""


def and_list(names: Sequence[str]) -> str:
    """Return names as a list: "a, b and c"; empty for none."""
    return _joined(names, "and")


def or_list(names: Sequence[str]) -> str:
    """Return names as a choice: "a, b or c"; empty for none."""
    return _joined(names, "or")


def season_runs(seasons: Sequence[int]) -> list[str]:
    """Return sorted seasons as words, long runs folded: "1", "4 to 7"."""
    runs: list[list[int]] = []
    for season in seasons:
        if runs and season == runs[-1][-1] + 1:
            runs[-1].append(season)
        else:
            runs.append([season])
    words: list[str] = []
    for run in runs:
        words += [f"{run[0]} to {run[-1]}"] if len(run) >= _SHORTEST_RUN else [str(season) for season in run]
    return words


def _joined(names: Sequence[str], conjunction: str) -> str:
    if len(names) < 2:  # noqa: PLR2004 (one name, or none, needs no conjunction)
        return "".join(names)
    return f"{', '.join(names[:-1])} {conjunction} {names[-1]}"
