"""Advice that a passage gives in so many words: to watch, or to leave it.

"I would suggest watching series 1 & 2 …" or "Avoid." says where its author
stands whatever the mood of the rest, which a reading of feelings can miss.
"""

import re
from enum import Enum


class Advice(Enum):
    """What a passage advises."""

    WATCH = "watch"
    LEAVE = "leave"
    DEPENDS = "depends"
    """It warns some viewers off, and says nothing to the others."""
    NONE = "none"


_LEAVE = re.compile(
    r"(?:^|[.!;,]\s*|\b(?:just|please|so)\s+)(?:avoid|skip\s+(?:it|this|season)|give\s+(?:it|this)\s+a\s+miss)\b|"
    r"\b(?:do\s*n['’]?t|do\s+not)\s+(?:even\s+)?(?:bother|watch(?!\s+\w+\s+without)|waste\s+your|start)\b|"
    r"(?<!not\sa\s)(?<!not\sa\stotal\s)\bwaste\s+of\s+(?:my\s+|your\s+)?time\b|\bstay\s+away\b|\b(?:not|n['’]t)\s+(?:really\s+|even\s+)?worth\b|\bsteer\s+clear\b|"
    r"\b(?:one|this|it)\s+to\s+avoid\b|\bsave\s+your\s+time\b|\bgave\s+up\s+(?:on\s+(?:it|this)|after|watching|half)",
    re.IGNORECASE,
)
_WATCH = re.compile(
    r"\b(?:rec+om+end(?:ed)?|suggest\s+watching|must[\s-]see|must[\s-]watch|do\s+yourself\s+a\s+favou?r)\b|"
    r"\bworth\s+(?:a\s+|the\s+|your\s+|my\s+)?(?:watch\w*|binge\w*|time|look|it|see\w*|try|go)\b|"
    r"(?:^|[.!;,]\s*|\bthen\s+)(?:watch\s+(?:this|it)|go\s+for\s+it|give\s+it\s+a\s+(?:go|try|chance))\b|"
    r"\bdo(?:\s*n['’]?t|\s+not)\s+miss\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"(?:\b(?:not|never|hardly|cannot|can['’]t|nor)|n['’]t)\b[^.;!?]{0,20}$", re.IGNORECASE)
_ENOUGH = re.compile(r"^[^.;!?]{0,20}\benough\b", re.IGNORECASE)
_FOR_SOME = re.compile(
    r"\bif\s+you\b.{0,600}\b(?:not\s+(?:be\s+)?for\s+you|do\s*n['’]?t\s+watch)|\bnot\s+(?:be\s+)?for\s+(?:everyone|you)\b",
    re.IGNORECASE,
)


def advice(text: str) -> Advice:
    """Return what a passage advises in so many words."""
    if _FOR_SOME.search(text):
        return Advice.DEPENDS
    if _LEAVE.search(text):
        return Advice.LEAVE
    found = _WATCH.search(text)
    if not found:
        return Advice.NONE
    # "I can't recommend it enough" recommends; "I can't recommend it" doesn't.
    is_negated = _NOT.search(text[: found.start()]) and not _ENOUGH.match(text[found.end() :])
    return Advice.LEAVE if is_negated else Advice.WATCH
