"""A reviewer's stance towards what was asked, from their passages about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from index import Passage, Polarity, Rating

_SIDE_FROM = 0.2
"""Mean valence from which a reviewer takes a side."""
_CLEAR_FROM = 0.5
"""Valence that one passage at least must have for its reviewer to take its side."""
_POSITIVE_RATING_FROM = 0.6
_NEGATIVE_RATING_TO = 0.45
_OPEN_SCALE = 10
"""What "my 4 stars" is out of when the review doesn't say."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A passage with what it counts in its reviewer's stance, above 0."""

    passage: Passage
    weight: float = 1.0


def stance(voices: Sequence[Voice], *, aspects: tuple[str, ...] = ()) -> Polarity:
    """Return the stance that one review's passages add up to.

    With ``aspects``, each passage counts by how it feels about those. A passage
    that feels like nothing has no say; the others weigh by their strength too.
    """
    felt = [voice for voice in voices if voice.passage.polarity is not Polarity.NONE]
    if not felt:
        return Polarity.MIXED
    total = sum(voice.weight for voice in felt)
    side = _side(sum(voice.weight * voice.passage.valence_of(aspects) for voice in felt) / total)
    sign = {Polarity.POSITIVE: 1, Polarity.NEGATIVE: -1}.get(side, 0)
    clear = any(sign * voice.passage.valence_of(aspects) >= _CLEAR_FROM for voice in felt)
    return side if clear else Polarity.MIXED


def overall_stance(voices: Sequence[Voice], *, rating: Rating | None = None) -> Polarity:
    """Return a reviewer's stance towards the whole show: by the rating they state, if they do.

    Whoever takes one side for some seasons and the other for another is mixed.
    """
    if rating is not None:
        return _of_rating(rating)
    by_seasons: dict[tuple[int, ...], list[Voice]] = {}
    for voice in voices:
        if voice.passage.seasons:
            by_seasons.setdefault(voice.passage.seasons, []).append(voice)
    if {Polarity.POSITIVE, Polarity.NEGATIVE} <= {stance(own) for own in by_seasons.values()}:
        return Polarity.MIXED
    return stance(voices)


def _side(valence: float) -> Polarity:
    if abs(valence) < _SIDE_FROM:
        return Polarity.MIXED
    return Polarity.POSITIVE if valence > 0 else Polarity.NEGATIVE


def _of_rating(rating: Rating) -> Polarity:
    """Return the side that a stated rating takes, by its middle when it is a range."""
    middle = (rating.low + rating.high) / 2 / (rating.scale or _OPEN_SCALE)
    if middle >= _POSITIVE_RATING_FROM:
        return Polarity.POSITIVE
    return Polarity.NEGATIVE if middle <= _NEGATIVE_RATING_TO else Polarity.MIXED
