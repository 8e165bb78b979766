"""A sentence's clauses, where it turns: "a good story, but spoiled by the ending"."""

import re
from itertools import pairwise

from index.language.english import ENGLISH

_MARK = re.compile(r"[;…]|\.{2,}|\s[-–—]{1,2}\s")
"""Punctuation at which a sentence may turn."""
_WORD = re.compile(r"\w+")
_FEWEST_WORDS = 3
"""A clause shorter than this ("though", "ok") is left with the one before it."""


def clauses(text: str) -> list[str]:
    """Return the clauses in order; the whole text alone when it doesn't turn."""
    turns = {turn.start for turn in ENGLISH.every("turn", text)} | {
        mark.end() for mark in _MARK.finditer(text)
    }
    edges = [0, *sorted(turns - {0}), len(text)]
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
