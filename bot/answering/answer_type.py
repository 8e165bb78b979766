"""What kind of thing a factual question wants, and whether a passage holds one.

"How many" wants a number, "who" and "where" a name that the question doesn't
hold itself: a passage without one can't answer, however near it is.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache, partial

from bot.answering.english import PASSAGES
from bot.answering.names import named_words, proper_names
from index import without_mentions, words

Test = Callable[[Sequence[str]], list[bool]]

_REMEMBERED = 4096
"""Passages that were looked through: the same ones come near most questions."""
_SHORTEST_STEM = 4
"""Letters by which a counted noun is known in another form: episode, episodes, episodic."""
_NEAR, _NEAR_LETTERS = 3, 60
"""Words, and characters, after a number in which what it counts is named: "ten very short episodes"."""


def answer_test(query: str) -> Test | None:
    """Return what tells of texts whether each holds the kind of thing that a question wants, None for any."""
    holds = _holder(query)
    return (lambda texts: [holds(text) for text in texts]) if holds else None


def _holder(query: str) -> Callable[[str], bool] | None:
    if PASSAGES.holds("wants_name", query):
        known = named_words(query)
        return lambda text: any(set(words(name)) - known for name in proper_names(text))
    if PASSAGES.holds("wants_length", query):
        return _holds_length
    if counted := PASSAGES.search("counted", query):
        noun = counted["noun"].lower()
        return partial(_counts, stem=noun[: max(_SHORTEST_STEM, len(noun) - 2)])
    return _holds_number if PASSAGES.holds("wants_number", query) else None


def _counts(text: str, *, stem: str) -> bool:
    """Tell whether a text has a number of what begins so."""
    ends = (number.end for number in PASSAGES.every("number", text))
    after = (words(text[end : end + _NEAR_LETTERS])[:_NEAR] for end in ends)
    return any(word.startswith(stem) for near in after for word in near)


@lru_cache(maxsize=_REMEMBERED)
def _holds_number(text: str) -> bool:
    """Tell whether the text holds a number that isn't a season's."""
    return PASSAGES.holds("number", without_mentions(text))


@lru_cache(maxsize=_REMEMBERED)
def _holds_length(text: str) -> bool:
    return PASSAGES.holds("number", text) or PASSAGES.holds("length", text)
