"""Advice that a passage gives in so many words: to watch, or to leave it.

"I would suggest watching series 1 & 2 …" or "Avoid." says where its author
stands whatever the mood of the rest, which a reading of feelings can miss.
"""

from enum import Enum

from index.language.english import ENGLISH


class Advice(Enum):
    """What a passage advises."""

    WATCH = "watch"
    LEAVE = "leave"
    DEPENDS = "depends"
    """It warns some viewers off, and says nothing to the others."""
    NONE = "none"


def advice(text: str) -> Advice:
    """Return what a passage advises in so many words."""
    if ENGLISH.holds("for_some", text):
        return Advice.DEPENDS
    if ENGLISH.holds("leave", text) or ENGLISH.holds("leave_at_once", text):
        return Advice.LEAVE
    found = ENGLISH.search("watch", text) or ENGLISH.search("watch_at_once", text)
    if not found:
        return Advice.NONE
    # "I can't recommend it enough" recommends; "I can't recommend it" doesn't.
    is_negated = ENGLISH.holds("not_before", text, 0, found.start) and not ENGLISH.holds(
        "enough", text, found.end
    )
    return Advice.LEAVE if is_negated else Advice.WATCH
