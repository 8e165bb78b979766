"""Reviews cut into passages: sentences with their offsets."""

import re
from collections.abc import Iterator
from itertools import pairwise

from index.domain import Passage, Review
from index.language.english import ENGLISH
from index.language.seasons.mentions import seasons_counted
from index.language.seasons.topic import turns
from index.language.sentences import sentences, stripped

# Longer than this, the sentence before is a story of its own.
_LONGEST_LEAD = 240
_HAS_WORD = re.compile(r"\w")


def cut(review: Review) -> tuple[Passage, ...]:
    """Return the review's passages in order, numbered from 0."""
    parts = (part for sentence in sentences(review.text) for part in _turned(review.text, *sentence))
    spans = [span for span in parts if _HAS_WORD.search(review.text, *span)]
    passages: list[Passage] = []
    previous: tuple[int, int] | None = None
    for start, end in spans:
        lead = start
        if previous and _leans_on_previous(review.text, previous, (start, end)):
            lead = previous[0]
        passages.append(
            Passage(
                number=len(passages),
                review=review.id,
                lead=lead,
                start=start,
                end=end,
                text=review.text[start:end],
            )
        )
        previous = (start, end)
    return tuple(passages)


def _leans_on_previous(text: str, previous: tuple[int, int], span: tuple[int, int]) -> bool:
    sentence = text[span[0] : span[1]]
    same_paragraph = "\n" not in text[previous[1] : span[0]]
    short = previous[1] - previous[0] <= _LONGEST_LEAD
    points_back = ENGLISH.holds("points_back", sentence)
    return same_paragraph and short and points_back


def _turned(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a sentence where it turns to other seasons."""
    offsets = turns(text[start:end], of_seasons=seasons_counted(text, start))
    edges = [start, *(start + offset for offset in offsets), end]
    yield from (stripped(text, first, last) for first, last in pairwise(edges))
