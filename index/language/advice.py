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
    if ENGLISH["for_some"].holds(text):
        return Advice.DEPENDS
    if ENGLISH["leave"].holds(text) or ENGLISH["leave_at_once"].holds(text):
        return Advice.LEAVE
    found = ENGLISH["watch"].search(text) or ENGLISH["watch_at_once"].search(text)
    if not found:
        return Advice.NONE
    # "I can't recommend it enough" recommends; "I can't recommend it" doesn't.
    is_negated = ENGLISH["not_before"].holds(text, 0, found.start) and not ENGLISH["enough"].holds(
        text, found.end
    )
    return Advice.LEAVE if is_negated else Advice.WATCH
