"""Messages as people type them, spelled as the rest expects them."""

import re
from collections.abc import Iterable
from functools import lru_cache

from bot.understanding.question import LONGEST_QUESTION

_SHORTENED = {
    "u": "you", "shud": "should", "wud": "would", "cud": "could", "thru": "through",
    "eps": "episodes", "ep": "episode", "tho": "though", "cuz": "because", "bc": "because", "pls": "please",
    "plz": "please", "ppl": "people", "chars": "characters", "rly": "really", "abt": "about",
    "wats": "what is", "whats": "what is", "wat": "what", "hows": "how is", "wheres": "where is",
    "whos": "who is", "isnt": "isn't", "arent": "aren't", "wasnt": "wasn't", "doesnt": "doesn't",
    "dont": "don't", "didnt": "didn't", "cant": "can't",
}  # fmt: skip
_WORD = re.compile(r"(?<![\w'’/&.-])[a-zA-Z][a-z]*(?![\w'’/&-]|\.\w)")
_ARE = re.compile(
    r"(?<![\w'’/&.-])r(?=\s+(?:u|you|there|the|these|those|they|we|any|all|people|viewers|seasons?|episodes?|eps)\b)|"
    r"\b(?P<before>how|what|where|why|who)\s+r(?=\s)"
)
"""An "r" that stands for "are": alone it is a letter ("rated r")."""
_LONG, _SWAPPED_FROM = 8, 5
"""Letters from which a letter may be missing or too much, or two be swapped: shorter words are too alike."""
_MENDED_FROM = 6
"""Letters of the words that are mended: "three" is no slip of "there"."""
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
    """Spells messages out: short forms, and slips of the finger in the words that it knows."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known: dict[str, list[str]] = {}
        for word in sorted({word for word in known if len(word) >= _MENDED_FROM}):
            self._known.setdefault(word[:1], []).append(word)
        self._mended = lru_cache(maxsize=_REMEMBERED)(self._mend)

    def out(self, text: str) -> str:
        """Return the text spelled out; what has a capital may be a name and stays as it is."""
        text = _ARE.sub(lambda found: f"{found['before']} are" if found["before"] else "are", text)
        return _WORD.sub(self._spelled, text)

    def _spelled(self, word: re.Match[str]) -> str:
        typed = word[0]
        if typed[0].isupper():  # may be a name, but for "Hows"
            long = _SHORTENED.get(typed.lower()) if len(typed) >= _SHORT_FORM_FROM else None
            return long.capitalize() if long else typed
        return _SHORTENED.get(typed) or self._mended(typed)

    def _mend(self, typed: str) -> str:
        known = self._known.get(typed[:1], [])
        return typed if typed in known else next((word for word in known if alike(typed, word)), typed)


def alike(typed: str, word: str) -> bool:
    """Tell whether a word was typed with one letter missing, one too much, or two swapped."""
    if typed[:1] != word[:1] or typed == word or min(len(typed), len(word)) < _SWAPPED_FROM:
        return False
    same = next(
        (place for place, (one, other) in enumerate(zip(typed, word, strict=False)) if one != other), None
    )
    same = min(len(typed), len(word)) if same is None else same
    left, right = typed[same:], word[same:]
    if len(typed) == len(word):
        return left[:2] == right[1::-1] and left[2:] == right[2:]
    return len(word) >= _LONG and (left == right[1:] or left[1:] == right)
