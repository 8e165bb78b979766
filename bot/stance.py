"""A reviewer's stance towards what was asked, from their passages about it."""

from collections.abc import Sequence

from index import Passage, Polarity, Rating

_SIDE_FROM = 0.2
"""Mean valence from which a reviewer takes a side."""
_POSITIVE_RATING_FROM = 0.6
_NEGATIVE_RATING_TO = 0.45
_OPEN_SCALE = 10
"""What "my 4 stars" is out of when the review doesn't say."""


def stance(passages: Sequence[Passage], *, rating: Rating | None = None) -> Polarity:
    """Return the stance that the passages of one review add up to.

    ``rating`` is the review's own, given only where the whole show was asked about.
    A passage that feels like nothing has no say; the others weigh by their strength.
    """
    rated = _of_rating(rating) if rating else None
    if rated is not None:
        return rated
    valences = [passage.valence for passage in passages if passage.polarity is not Polarity.NONE]
    if not valences:
        return Polarity.MIXED
    mean = sum(valences) / len(valences)
    if abs(mean) < _SIDE_FROM:
        return Polarity.MIXED
    return Polarity.POSITIVE if mean > 0 else Polarity.NEGATIVE


def _of_rating(rating: Rating) -> Polarity | None:
    """Return the side that a stated rating takes; None for a range that spans both."""
    middle = (rating.low + rating.high) / 2 / (rating.scale or _OPEN_SCALE)
    if middle >= _POSITIVE_RATING_FROM:
        return Polarity.POSITIVE
    return Polarity.NEGATIVE if middle <= _NEGATIVE_RATING_TO else Polarity.MIXED
