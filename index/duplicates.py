"""Reviews that repeat an earlier one: pasted twice, or with a word changed."""

from collections import Counter
from collections.abc import Iterable
from itertools import islice

from index.model import Review
from index.terms import words

_SHINGLE = 5
"""Words in a row that two texts must share to be thought alike there."""
_ALIKE_FROM = 0.7
"""Share of the longer text's word runs that both have, from which one repeats the other.

More would miss a short review with a word changed; less would take a quarrel that quotes for a copy.
"""
_NOTHING_OWN_FROM = 0.95
"""Share of a text's word runs that an earlier one has, from which it says nothing of its own."""
_FEWEST_WORDS = 12
"""A text shorter than this ("Great show!") may be alike by chance."""


def repeats(reviews: Iterable[Review]) -> dict[int, int]:
    """Return, for each review that repeats an earlier one, that one's row.

    Linear in the words of all reviews: each run of words names the first review that has it. Whoever
    changes what repeats raises ``ANNOTATIONS`` in ``build.py``: unchanged files aren't compared again.
    """
    first_with: dict[int, int] = {}
    sizes: dict[int, int] = {}
    found: dict[int, int] = {}
    for review in reviews:
        runs = _runs(review.text)
        if not runs:
            continue
        shared = Counter([first_with[run] for run in runs if run in first_with])
        for row, count in shared.most_common(1):
            if count >= _ALIKE_FROM * max(len(runs), sizes[row]) or count >= _NOTHING_OWN_FROM * len(runs):
                found[review.row] = row
        if review.row not in found:
            sizes[review.row] = len(runs)
            for run in runs:
                first_with.setdefault(run, review.row)
    return found


def _runs(text: str) -> set[int]:
    spelled = words(text)
    if len(spelled) < _FEWEST_WORDS:
        return set()
    columns = (islice(spelled, start, None) for start in range(_SHINGLE))
    return set(map(hash, zip(*columns, strict=False)))
