"""Messages as people type them, spelled as the rest expects them."""

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path

from bot.understanding.english import QUESTIONS
from bot.understanding.question import LONGEST_QUESTION

REAL_WORDS_FILE = Path(__file__).parent / "data" / "real_words.txt"
_WORD = re.compile(r"(?<![\w'’/&.-])[a-zA-Z][a-z]*(?![\w'’/&-]|\.\w)")
_ARE = re.compile(
    r"(?<![\w'’/&.-])r(?=\s+(?:u|you|there|the|these|those|they|we|any|all|people|viewers|seasons?|episodes?|eps)\b)|"
    r"\b(?P<before>how|what|where|why|who)\s+r(?=\s)"
)
"""An "r" that stands for "are": alone it is a letter ("rated r")."""
_ALIKE_FROM = 5
"""Letters from which two words can be a slip apart: shorter ones are too near to others."""
_MENDED_FROM = 6
"""Letters of the words that are mended: with those of five, twice as many real words are a slip away."""
_SHORT_FORM_FROM = 4
"""Letters from which a short form with a capital is taken for one: "Ep" may be a name."""
_SPACE = re.compile(r"\s+")
_REMEMBERED = 4096
"""Words that were looked up: the same ones make up most messages."""


def tidy(text: str) -> str:
    """Return the text on one line, cut at the longest question that is read, undecodable bytes replaced."""
    readable = text.encode("utf-8", errors="replace").decode("utf-8")
    return _SPACE.sub(" ", readable).strip()[:LONGEST_QUESTION].strip()


class Spelling:
    """Spells messages out: short forms, and slips of the finger in the words that it knows.

    ``real`` are the words a slip away from one of these that are none: "promise" isn't "premise".
    """

    def __init__(self, known: Iterable[str], real: Iterable[str] = ()) -> None:
        words = QUESTIONS.words("read_by_rule").union(known)
        self._real = words.union(real)
        self._mendable: dict[str, list[str]] = {}
        for word in sorted(word for word in words if len(word) >= _MENDED_FROM):
            self._mendable.setdefault(word[:1], []).append(word)
        self._mended = lru_cache(maxsize=_REMEMBERED)(self._mend)

    def out(self, text: str, *, names: Collection[str] = ()) -> str:
        """Return the text spelled out, but for the words of names and what may be one by its capital."""
        text = _ARE.sub(lambda found: f"{found['before']} are" if found["before"] else "are", text)
        return _WORD.sub(lambda word: word[0] if word[0] in names else self._spelled(word[0]), text)

    def _spelled(self, typed: str) -> str:
        if typed[0].isupper():  # may be a name, but for "Hows"
            long = QUESTIONS.shortened.get(typed.lower()) if len(typed) >= _SHORT_FORM_FROM else None
            return long.capitalize() if long else typed
        return QUESTIONS.shortened.get(typed) or self._mended(typed)

    def _mend(self, typed: str) -> str:
        """Return the one word that may have been meant, or what was typed.

        Of several, one that was broken off or its letters swapped: "actin" and "actign" mean no "action".
        """
        if typed in self._real:
            return typed
        near = [word for word in self._mendable.get(typed[:1], []) if alike(typed, word)]
        likelier = [word for word in near if word.startswith(typed) or sorted(word) == sorted(typed)]
        meant = likelier or near
        return meant[0] if len(meant) == 1 else typed


def real_words() -> list[str]:
    """Return the words that look like a slip of one that viewers ask in, and are none."""
    lines = REAL_WORDS_FILE.read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


def alike(typed: str, word: str) -> bool:
    """Tell whether a word was typed with one slip after its first letter.

    A slip is a letter missing, too much or wrong, or two swapped; another number of the same word is
    none: "mission".
    """
    if typed[:1] != word[:1] or min(len(typed), len(word)) < _ALIKE_FROM:
        return False
    if f"{typed}s" == word or typed == f"{word}s" or not _may_be_alike(typed, word):
        return False
    from rapidfuzz.distance import OSA  # noqa: PLC0415 (10 ms, and most questions have no slip)

    return OSA.distance(typed, word, score_cutoff=1) == 1


def _may_be_alike(typed: str, word: str) -> bool:
    """Tell whether so few letters are in one word alone that there may be one slip between them."""
    longer = abs(len(typed) - len(word))
    return longer <= 1 and len(set(typed) ^ set(word)) <= 2 - longer
