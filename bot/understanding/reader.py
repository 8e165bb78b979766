"""A question read against one show: by its words, its meaning and the topic before it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Protocol

from bot.understanding.draft import Draft
from bot.understanding.follow_up import completed, followed_up
from bot.understanding.intent import Intent
from bot.understanding.pleas import without_address, without_plea
from bot.understanding.question import Question, Topic
from bot.understanding.seasons import asked_seasons
from bot.understanding.shows import names_mended, without_names, words_of_names
from bot.understanding.small_talk import chatter
from bot.understanding.somebody import Names, of_names
from bot.understanding.spelling import Spelling, real_words, tidy
from bot.understanding.wants import asked_aspects, formed, searched_for, wanted
from bot.understanding.watched import said_watched
from index import AspectCatalogue, Encoded, Encoder, Features, Show

_REMEMBERED = 32
"""Texts whose vectors are kept, 30 KB of a short one: one question is encoded once while it is answered."""

Step = Callable[[Draft], Draft]


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as understood, and what is searched for: its text less the show's names."""

    question: Question
    query: str
    encoded: Encoded
    intent: Intent


class Intents(Protocol):
    """What understanding needs of whatever reads intents."""

    def read(self, text: str, features: Features) -> Intent:
        """Return the intent of a text; ``features`` are what the model gives of it alone."""
        ...


def no_names(text: str) -> set[str]:
    """Return the names in a text where no reviews are known: none."""
    del text
    return set()


def _queried(draft: Draft) -> Draft:
    """Tell what is searched for, less the show's names: they say nothing about what is asked of it."""
    return replace(draft, query=without_names(draft.question.about, draft.show))


class Understanding:
    """Reads questions; safe to use from several threads.

    ``feeler`` is the encoder that the intent heads were trained on: the same as ``encoder``
    unless another model was set.
    """

    def __init__(
        self, encoder: Encoder, feeler: Encoder, catalogue: AspectCatalogue, intents: Intents
    ) -> None:
        self._encoder = encoder
        self._feeler = feeler
        self._intents = intents
        self._spelling = Spelling(catalogue.question_words(), real_words())
        self.encode = lru_cache(maxsize=_REMEMBERED)(self._encode_once)
        self._intent = lru_cache(maxsize=_REMEMBERED)(self._read_intent)
        self._steps: tuple[Step, ...] = (
            self._spelled,
            without_address,
            without_plea,
            said_watched,
            completed,
            self._meant,
            formed,
            asked_seasons,
            partial(asked_aspects, catalogue=catalogue),
            partial(wanted, catalogue=catalogue),
            searched_for,
            followed_up,
            _queried,
        )
        self._last_step: Step = partial(chatter, intent_of=self._intent)

    def read(
        self, text: str, show: Show, *, topic: Topic | None = None, names: Names = no_names
    ) -> Understood:
        """Return what the text asks of a show, what it leaves out taken from the topic.

        ``names`` tells which words are names in the show's reviews.
        """
        typed = tidy(text)
        draft = Draft(show=show, topic=topic, text=typed, question=Question(typed))
        of_these: Step = partial(of_names, names=names)
        for step in (*self._steps, of_these, self._last_step):
            draft = step(draft)
        query = draft.query
        return Understood(draft.question, query, self.encode(query), self._intent(query))

    def _spelled(self, draft: Draft) -> Draft:
        """Spell the message out, the show's name first."""
        text = names_mended(draft.text, [draft.show])
        return replace(draft, text=self._spelling.out(text, names=words_of_names(draft.show)))

    def _meant(self, draft: Draft) -> Draft:
        """Read its meaning, without the show's names: they say nothing about what is asked of it."""
        unnamed = without_names(draft.text, draft.show)
        return replace(draft, unnamed=unnamed, meaning=self._intent(unnamed))

    def _encode_once(self, text: str) -> Encoded:
        return self._encoder.encode_tokens([text])[0]

    def _read_intent(self, text: str) -> Intent:
        known = self._feeler.identity == self._encoder.identity
        encoded = self.encode(text) if known else self._feeler.encode_tokens([text])[0]
        return self._intents.read(text, Features.of([encoded]))
