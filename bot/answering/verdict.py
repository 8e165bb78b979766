"""Stances into a verdict: counts, share, interval and label."""

from collections import Counter
from collections.abc import Mapping
from math import sqrt

from bot.answering.reply import Label, Verdict
from index import Polarity

_Z = 1.959963984540054
"""The normal quantile of a two-sided 95% interval."""
_LEANING_YES_FROM = 0.6
_LEANING_NO_TO = 0.4


def verdict(stances: Mapping[Polarity, int]) -> Verdict:
    """Return the verdict of how many reviewers take each stance; mixed and none both take no side."""
    counts = Counter(stances)
    positive, negative = counts[Polarity.POSITIVE], counts[Polarity.NEGATIVE]
    mixed = counts[Polarity.MIXED] + counts[Polarity.NONE]
    sided = positive + negative
    if not sided:
        return Verdict(Label.UNCLEAR, positive, mixed, negative, None, None, None)
    low, high = wilson(positive, sided)
    share = positive / sided
    return Verdict(_label(share, low, high), positive, mixed, negative, share, low, high)


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Return the 95% Wilson score interval of a share; ``trials`` is at least 1."""
    share = successes / trials
    spread = _Z * sqrt(share * (1 - share) / trials + _Z**2 / (4 * trials**2))
    centre = share + _Z**2 / (2 * trials)
    scale = 1 + _Z**2 / trials
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def _label(share: float, low: float, high: float) -> Label:
    if low > 0.5:  # noqa: PLR2004 (more than half)
        return Label.YES
    if high < 0.5:  # noqa: PLR2004 (less than half)
        return Label.NO
    if share >= _LEANING_YES_FROM:
        return Label.LEANING_YES
    if share <= _LEANING_NO_TO:
        return Label.LEANING_NO
    return Label.MIXED
