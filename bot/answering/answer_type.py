"""What kind of thing a factual question wants, and whether a passage holds one.

"How many" wants a number, "who" and "where" a name that the question doesn't
hold itself: a passage without one can't answer, however near it is.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from bot.answering.names import named_words, proper_names
from index import mentions, words

Test = Callable[[str], bool]

_CARDINALS = (
    r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty|"
    r"forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|dozens?)"
)
_NUMBER = re.compile(rf"\b{_CARDINALS}(?:\b|(?<=\d))", re.IGNORECASE)
_LENGTH = re.compile(r"\b(?:short|long|brief|half|hours?|minutes?|mins?|overlong)\b", re.IGNORECASE)
_WANTS_LENGTH = re.compile(r"\b(?:how\s+(?:long|short)|running\s+time|runtime|length)\b", re.IGNORECASE)
_COUNTED = re.compile(r"\b(?:how\s+many|number\s+of)\s+(?P<noun>[a-z]{3,})", re.IGNORECASE)
_WANTS_NUMBER = re.compile(
    r"\b(?:how\s+(?:many|old|much|big|often)|what\s+(?:year|age|time)|when\b|number\s+of)", re.IGNORECASE
)
_WANTS_NAME = re.compile(
    r"^\W*(?:(?:and|so)\s+)?(?:who|whose|whom|where|(?:what|which)\s+(?:other\s+)?(?:shows?|films?|movies?|series|"
    r"books?|channel|service|platform|actors?|actress(?:es)?)\b)",
    re.IGNORECASE,
)
_REMEMBERED = 4096
"""Passages that were looked through: the same ones come near most questions."""
_SHORTEST_STEM = 4
"""Letters by which a counted noun is known in another form: episode, episodes, episodic."""


def answer_test(query: str) -> Test | None:
    """Return what tells whether a text holds the kind of thing that a question wants, None for any kind."""
    if _WANTS_NAME.search(query):
        known = named_words(query)
        return lambda text: any(set(words(name)) - known for name in proper_names(text))
    if _WANTS_LENGTH.search(query):
        return _holds_length
    if counted := _COUNTED.search(query):
        stem = counted["noun"][: max(_SHORTEST_STEM, len(counted["noun"]) - 2)]
        near = re.compile(rf"\b{_CARDINALS}(?:[\s-]+\w+){{0,2}}?[\s-]+{re.escape(stem)}", re.IGNORECASE)
        return lambda text: near.search(text) is not None
    return _holds_number if _WANTS_NUMBER.search(query) else None


@lru_cache(maxsize=_REMEMBERED)
def _holds_number(text: str) -> bool:
    """Tell whether the text holds a number that isn't a season's."""
    for mention in reversed(mentions(text)):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    return _NUMBER.search(text) is not None


@lru_cache(maxsize=_REMEMBERED)
def _holds_length(text: str) -> bool:
    return (_NUMBER.search(text) or _LENGTH.search(text)) is not None
