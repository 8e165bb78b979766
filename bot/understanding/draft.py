"""A message on its way to a question: what each step of the reader has found in it."""

from dataclasses import dataclass, replace
from typing import Any, Self

from bot.understanding.intent import Intent
from bot.understanding.question import Question, Topic
from index import Polarity, Show


@dataclass(frozen=True, slots=True)
class Draft:
    """A message, and the question as far as it is known; every step returns it with what it adds."""

    show: Show
    topic: Topic | None
    """What the conversation is about, of whatever show."""
    text: str
    """What is left to read: spelled out, less what was understood."""
    question: Question
    unnamed: str = ""
    """The text less the show's names."""
    unseen: tuple[int, ...] = ()
    """The seasons after those that were watched, where it asks whether to go on."""
    meaning: Intent | None = None
    leans: bool = False
    """It needs the topic to be understood."""
    is_general: bool = False
    """It asks for the show or seasons as a whole."""
    query: str = ""
    """What is searched for: what the question is about, less the show's names."""
    for_whom: str | None = None
    """What is searched for where it asks whom the show is for, or isn't."""
    review_of: Polarity | None = None
    """The side of which it asks to see a review."""

    @property
    def intent(self) -> Intent:
        """What its meaning tells; raises ValueError before that is read."""
        if self.meaning is None:
            raise ValueError("the meaning is read before what follows from it")
        return self.meaning

    @property
    def before(self) -> Question | None:
        """What was asked of the same show before."""
        return self.topic.question if self.topic and self.topic.show == self.show.slug else None

    @property
    def last_season(self) -> int:
        """The show's last season, 0 where that isn't known."""
        return self.show.seasons or 0

    def knowing(self, **known: Any) -> Self:  # noqa: ANN401 (fields of a question)
        """Return it with this known of the question."""
        return replace(self, question=replace(self.question, **known))
