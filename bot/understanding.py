"""A question read against one show: by its words, its meaning and the topic before it."""

from dataclasses import dataclass
from functools import lru_cache

from bot.conversation import merge
from bot.model import Kind, Question, Topic
from bot.question import Meaning, understand, without_names
from index import AspectCatalogue, Encoded, Encoder, Show, Snapshot

_REMEMBERED = 64
"""Texts whose vectors are kept, at some 15 KB each: one question is encoded once while it is answered."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as understood, and what is searched for: its text less the show's names, encoded."""

    question: Question
    query: str
    encoded: Encoded


class Understanding:
    """Reads questions; safe to use from several threads."""

    def __init__(self, encoder: Encoder, catalogue: AspectCatalogue) -> None:
        self._encoder = encoder
        self._catalogue = catalogue
        self.encode = lru_cache(maxsize=_REMEMBERED)(self._encode_once)

    def read(self, text: str, show: Show, snapshot: Snapshot, *, topic: Topic | None = None) -> Understood:
        """Return what the text asks of a show, what it leaves out taken from the topic."""
        question = merge(self._question(text, show, snapshot), topic)
        query = without_names(question.about, show)
        return Understood(question, query, self.encode(query))

    def _question(self, text: str, show: Show, snapshot: Snapshot) -> Question:
        """Return what the text asks, read by its words and, where they name no aspect, by its meaning."""
        by_words = understand(text, self._catalogue, last_season=show.seasons)
        if by_words.aspects or by_words.kind is Kind.VERDICT:
            return by_words
        vector = self.encode(without_names(by_words.text, show)).vector
        aspect, cosine = snapshot.records.aspect_questions.nearest(vector)
        if aspect not in self._catalogue.aspects:  # an older index may know others
            return by_words
        return understand(text, self._catalogue, last_season=show.seasons, meaning=Meaning(aspect, cosine))

    def _encode_once(self, text: str) -> Encoded:
        return self._encoder.encode_tokens([text])[0]
