"""A reviewer's stance towards what was asked, from their passages about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from index.domain import Passage, Polarity, Rating

_SIDE_FROM = 0.1
"""Mean valence from which a reviewer takes a side."""
_CLEAR_FROM = 0.35
"""Valence that one passage at least must have for its reviewer to take its side."""
_POSITIVE_RATING_FROM = 0.6
_NEGATIVE_RATING_TO = 0.45
_OPEN_SCALE = 10
"""What more than five stars are out of when the review doesn't say."""
_SURELY_LOW = 2.0
_MOST_OF_SHORT_SCALE = 5.0
"""Stars up to this could be out of five or ten: "my 4 stars" may praise or pan."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A passage with what it counts in its reviewer's stance, above 0."""

    passage: Passage
    weight: float = 1.0

    @classmethod
    def each(cls, passages: Iterable[Passage], weights: Iterable[float]) -> list[Self]:
        """Return a voice for each passage and its weight."""
        return [cls(passage, weight) for passage, weight in zip(passages, weights, strict=True)]


def stance_of(voices: Sequence[Voice], *, aspects: tuple[str, ...] = ()) -> Polarity:
    """Return the stance that one review's passages add up to.

    With ``aspects``, each passage counts by how it feels about those. A passage
    that feels like nothing has no say; the others weigh by how strongly they feel.
    """
    felt = [voice for voice in voices if voice.passage.polarity is not Polarity.NONE]
    if not felt:
        return Polarity.MIXED
    own = [voice.passage.valence_of(aspects) for voice in felt]
    valences = [
        0.0 if _takes_both_sides(voice.passage, aspects) else valence
        for voice, valence in zip(felt, own, strict=True)
    ]
    weights = [voice.weight * abs(valence) for voice, valence in zip(felt, own, strict=True)]
    total = sum(weights)
    mean = sum(weight * valence for weight, valence in zip(weights, valences, strict=True)) / (total or 1.0)
    side = _side(mean)
    sign = {Polarity.POSITIVE: 1, Polarity.NEGATIVE: -1}.get(side, 0)
    clear = any(sign * valence >= _CLEAR_FROM for valence in valences)
    return side if clear else Polarity.MIXED


def overall_stance(voices: Sequence[Voice], *, rating: Rating | None = None) -> Polarity:
    """Return a reviewer's stance towards the whole show: by the rating they state, if they do.

    Whoever takes one side for some seasons and the other for another is mixed.
    """
    if rating is not None and (side := _of_rating(rating)):
        return side
    by_seasons: dict[tuple[int, ...], list[Voice]] = {}
    for voice in voices:
        if voice.passage.seasons:
            by_seasons.setdefault(voice.passage.seasons, []).append(voice)
    if {Polarity.POSITIVE, Polarity.NEGATIVE} <= {stance_of(own) for own in by_seasons.values()}:
        return Polarity.MIXED
    return stance_of(voices)


def _takes_both_sides(passage: Passage, aspects: tuple[str, ...]) -> bool:
    """Tell whether a passage leans to neither side, and no clause of its own speaks of the aspects."""
    if passage.polarity is not Polarity.MIXED:
        return False
    tagged = zip(passage.aspects, passage.aspect_valences, strict=False)
    return not any(name in aspects and valence != passage.valence for name, valence in tagged)


def _side(valence: float) -> Polarity:
    if abs(valence) < _SIDE_FROM:
        return Polarity.MIXED
    return Polarity.POSITIVE if valence > 0 else Polarity.NEGATIVE


def _of_rating(rating: Rating) -> Polarity | None:
    """Return the side that a stated rating takes, a range by its middle; None where that isn't sure."""
    middle = (rating.low + rating.high) / 2
    if rating.scale is None and rating.high <= _MOST_OF_SHORT_SCALE:
        return Polarity.NEGATIVE if middle <= _SURELY_LOW else None
    share = middle / (rating.scale or _OPEN_SCALE)
    if share >= _POSITIVE_RATING_FROM:
        return Polarity.POSITIVE
    return Polarity.NEGATIVE if share <= _NEGATIVE_RATING_TO else Polarity.MIXED
