"""A question as understood, and what a conversation is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from index import Narrowing, Polarity

LONGEST_QUESTION = 1000
"""Characters of a question that are read; Discord's commands allow as many."""


class Kind(StrEnum):
    """What sort of answer a question wants."""

    VERDICT = "verdict"
    OPINION = "opinion"
    FACT = "fact"


@dataclass(frozen=True, slots=True)
class Span:
    """Part of a review's stored text, in code points."""

    review: str
    start: int
    end: int

    @staticmethod
    def any_meets(spans: "Sequence[Span]", review: str, start: int, end: int) -> bool:
        """Tell whether any of these shares text with a part of a review."""
        return any(span.review == review and start < span.end and span.start < end for span in spans)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood: what it asks, of which seasons and aspects of a show."""

    text: str
    kind: Kind = Kind.OPINION
    seasons: tuple[int, ...] = ()
    aspects: tuple[str, ...] = ()
    asks_news: bool = False
    """Whether it asks what will be, such as another season."""
    about: str = ""
    """What is searched for: the text, or for a follow-up that adds nothing the question before it.

    Where neither names anything to search for, it is the show's worth.
    """
    is_cued: bool = False
    """A word of it names its aspects, or asks for worth."""
    compares_seasons: bool = False
    """It sets seasons against each other: the ones it names, or all."""
    likens: bool = False
    """It compares; where it names another work, the show is set beside that."""
    narrowings: tuple[Narrowing, ...] = ()
    """The narrower things it names within its aspects."""
    is_name: bool = False
    """It is but the name of somebody or something that reviews speak of."""
    is_chatter: bool = False
    """It is an order, small talk or about the bot: no review could answer it."""
    sought: Polarity | None = None
    """The side alone that it asks for: "what went wrong?", "the best thing about it"."""
    spoiler_free: bool = False
    """It begs for no spoilers."""
    watched: int | None = None
    """The last season watched, as the conversation told it: nothing later is shown, whatever is stored."""
    quoted: tuple[Span, ...] = ()
    """What a question for more ("why?", "anything else?") was answered with before."""

    @property
    def asks_worth(self) -> bool:
        """Whether it asks for a verdict on the whole show or on seasons, not on an aspect."""
        return self.kind is Kind.VERDICT and not self.aspects


@dataclass(frozen=True, slots=True)
class Topic:
    """What a conversation is about, as it was asked: what a follow-up may leave out."""

    show: str
    question: Question
