"""What a reviewer thinks of the whole show and of each season, told once, when the index is built."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.domain import Passage, Polarity, Review
from index.language.seasons.mentions import named_seasons
from index.reading.stance import Voice, overall_stance, stance_of

WHOLE_SHOW = 0
"""Stands where a season's number would, for the whole show."""
_NAMED = 2.0
"""What a passage that names its season counts, beside one written after a mention of it."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many reviewers take each stance, those who repeat another one left out."""

    stances: Mapping[Polarity, int]
    repeating: int = 0
    """How many were left out."""


def opinions(review: Review, passages: Sequence[Passage]) -> dict[int, Polarity]:
    """Return a review's stance towards each season that it speaks of, and towards the whole show.

    ``passages`` are all of the review. A season is judged by the passages about it alone, those
    that name it and no other counting more.
    """
    if not passages:
        return {}
    found = {WHOLE_SHOW: overall_stance([Voice(passage) for passage in passages], rating=review.rating)}
    for season in sorted({season for passage in passages for season in passage.seasons}):
        own = [passage for passage in passages if season in passage.seasons]
        found[season] = stance_of([Voice(passage, _weight(passage, season)) for passage in own])
    return found


def _weight(passage: Passage, season: int) -> float:
    return _NAMED if named_seasons(passage.text) == (season,) else 1.0
