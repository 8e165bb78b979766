"""A question read against one show: by its words, its meaning and the topic before it."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

from bot.understanding.asked import understand
from bot.understanding.clean import (
    completed,
    is_of_show_alone,
    said_watched,
    stands_alone,
    tidy,
    without_address,
    without_plea,
)
from bot.understanding.follow_up import merge, of_another_show
from bot.understanding.intent import Intent
from bot.understanding.question import Question, Topic
from bot.understanding.seasons import after_seen
from bot.understanding.shows import names_mended, without_names, words_of_names
from bot.understanding.spelling import Spelling, real_words
from index import AspectCatalogue, Encoded, Encoder, Features, Show

_REMEMBERED = 32
"""Texts whose vectors are kept, 30 KB of a short one: one question is encoded once while it is answered."""


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
        self._catalogue = catalogue
        self._intents = intents
        self._spelling = Spelling(catalogue.question_words(), real_words())
        self.encode = lru_cache(maxsize=_REMEMBERED)(self._encode_once)
        self._intent = lru_cache(maxsize=_REMEMBERED)(self._read_intent)

    def read(self, text: str, show: Show, *, topic: Topic | None = None) -> Understood:
        """Return what the text asks of a show, what it leaves out taken from the topic."""
        typed = tidy(text)
        spelled = self._spelling.out(names_mended(typed, [show]), names=words_of_names(show))
        spelled = without_address(spelled)
        spelled, spoiler_free = without_plea(spelled)
        rest, watched = said_watched(spelled, last_season=show.seasons)
        if watched is not None and not after_seen(spelled, show.seasons or 0):
            spelled = rest
        text = completed(spelled, topic)
        unnamed = without_names(text, show)
        if topic and topic.show != show.slug and is_of_show_alone(unnamed):
            question = replace(of_another_show(topic.question, show), text=typed)
        else:
            question = understand(
                text, self._catalogue, last_season=show.seasons, intent=self._intent(unnamed), unnamed=unnamed
            )
            question = replace(question, stands_alone=stands_alone(spelled))
            same_show = topic if topic and topic.show == show.slug else None
            before = same_show.question if same_show else None
            if before:  # what was said of oneself holds for the whole conversation
                watched = before.watched if watched is None else watched
                spoiler_free = spoiler_free or before.spoiler_free
            question = replace(
                merge(question, same_show), text=typed, watched=watched, spoiler_free=spoiler_free
            )
        query = without_names(question.about, show)
        return Understood(question, query, self.encode(query), self._intent(query))

    def _encode_once(self, text: str) -> Encoded:
        return self._encoder.encode_tokens([text])[0]

    def _read_intent(self, text: str) -> Intent:
        known = self._feeler.identity == self._encoder.identity
        encoded = self.encode(text) if known else self._feeler.encode_tokens([text])[0]
        return self._intents.read(text, Features.of([encoded]))
