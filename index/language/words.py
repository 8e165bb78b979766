"""The words of a question that a review could answer in.

Question words, function words and words that say little ("good", "like",
"think", "much") match everywhere and tell nothing: dropping them was the
largest gain that ranking has had from words.
"""

import re
from functools import cache, lru_cache

from index.language.english import ENGLISH

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_REMEMBERED = 4096
"""Texts whose words are kept: the same passages come near most questions."""


def tokens(text: str) -> list[str]:
    """Return the text's words in lower case, apostrophes and all ("don't")."""
    return _WORD.findall(text.lower().replace("’", "'"))


@lru_cache(maxsize=_REMEMBERED)
def words_held(text: str) -> frozenset[str]:
    """Return the different words of a passage, as ``words`` gives them; remembered for recent ones."""
    return frozenset(words(text))


def words(text: str) -> list[str]:
    """Return the text's words in lower case, apostrophes and what follows them taken off."""
    return [word.partition("'")[0] for word in tokens(text)]


def content_words(text: str) -> list[str]:
    """Return the words of a question that carry its meaning, in order, each once."""
    empty = _empty()
    return [word for word in dict.fromkeys(words(text)) if word not in empty]


@cache
def _empty() -> frozenset[str]:
    """Return the words that match everywhere and tell nothing."""
    return ENGLISH.words("function") | ENGLISH.words("empty")
