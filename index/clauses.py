"""A sentence's clauses, where it turns: "a good story, but spoiled by the ending"."""

import re
from itertools import pairwise

_TURN = re.compile(
    r"\s*(?:[;…]|\.{2,}|\s[-–—]{1,2}\s|"
    r",?\s+(?=(?:but|however|although|though|whereas|while|yet|except|unfortunately)\b))",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_FEWEST_WORDS = 3
"""A clause shorter than this ("though", "ok") is left with the one before it."""


def clauses(text: str) -> list[str]:
    """Return the clauses in order; the whole text alone when it doesn't turn."""
    edges = [0, *(turn.end() for turn in _TURN.finditer(text)), len(text)]
    parts: list[str] = []
    for start, end in pairwise(edges):
        part = text[start:end]
        if parts and (_is_short(part) or _is_short(parts[-1])):
            parts[-1] += part
        else:
            parts.append(part)
    return [part.strip() for part in parts]


def _is_short(part: str) -> bool:
    return len(_WORD.findall(part)) < _FEWEST_WORDS
