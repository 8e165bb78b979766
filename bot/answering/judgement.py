"""What tells answers from what only looks like one: of a passage, and of all that was found."""

from dataclasses import dataclass
from typing import Protocol, Self

from bot.answering.prospects import AnswerableModel
from bot.answering.relevance import RelevanceModel
from bot.answering.trees import Floats


class Relevance(Protocol):
    """What gathering evidence needs to know of each passage."""

    def probabilities(self, signals: Floats) -> Floats:
        """Return how likely each row of signals, shape (n, len(SIGNALS)), answers: n numbers from 0 to 1."""
        ...


class Answerable(Protocol):
    """What gathering evidence needs to know of all that was found."""

    def probability(self, figures: Floats) -> float:
        """Return how likely the reviews answer, 0 to 1; ``figures`` are of shape (len(PROSPECTS),)."""
        ...


@dataclass(frozen=True, slots=True)
class Judgement:
    """The learnt models that evidence is gathered with."""

    relevance: Relevance
    answerable: Answerable

    @classmethod
    def load(cls) -> Self:
        """Read the committed weights; raises ModelError."""
        return cls(RelevanceModel.load(), AnswerableModel.load())
