"""A sentence's clauses, where it turns: "a good story, but spoiled by the ending"."""

import re
from itertools import pairwise

# However much space stands before a "but", the last of it is enough to find it.
_TURN = re.compile(
    r"[;…]|\.{2,}|\s[-–—]{1,2}\s|"
    r",?\s{1,9}(?=(?:but|however|although|though|whereas|while|yet|except|unfortunately)\b)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_FEWEST_WORDS = 3
"""A clause shorter than this ("though", "ok") is left with the one before it."""


def clauses(text: str) -> list[str]:
    """Return the clauses in order; the whole text alone when it doesn't turn."""
    edges = [0, *(turn.end() for turn in _TURN.finditer(text)), len(text)]
    starts: list[int] = []
    counts: list[int] = []
    for start, end in pairwise(edges):
        count = len(_WORD.findall(text, start, end))
        if counts and min(count, counts[-1]) < _FEWEST_WORDS:
            counts[-1] += count
        else:
            starts.append(start)
            counts.append(count)
    return [text[start:end].strip() for start, end in pairwise([*starts, len(text)])]
