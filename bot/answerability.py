"""Whether the reviews can answer a question, and what is missing when they can't."""

from bot.evidence import Evidence, nearness
from bot.model import Kind, Question
from bot.names import proper_names
from index import Snapshot, content_words, words

_NEAR_ENOUGH = 0.5
"""Cosine of the best passage from which a question without an aspect counts as answered."""
_NEAR_WITH_WORDS = 0.35
"""The same where that passage holds at least half of the question's content words."""
_HALF = 0.5


def unknown_seasons(question: Question, covered: dict[int, int]) -> tuple[int, ...]:
    """Return the seasons asked for that no passage is about."""
    return tuple(season for season in question.seasons if season not in covered)


def unknown_names(query: str, snapshot: Snapshot) -> tuple[str, ...]:
    """Return the proper names in a question that no review mentions, as typed."""
    return tuple(name for name in proper_names(query) if not _is_mentioned(name, snapshot))


def is_answered(evidence: Evidence, question: Question, query: str, snapshot: Snapshot) -> bool:
    """Tell whether the evidence is near enough to the question to answer it."""
    if not evidence.hits:
        return False
    if question.aspects or question.kind is Kind.VERDICT:
        return True
    asked = set(snapshot.lexical.stems(content_words(query)))
    for hit in evidence.hits:
        held = asked & set(snapshot.lexical.stems(words(hit.passage.text)))
        covered = bool(asked) and len(held) / len(asked) >= _HALF
        if nearness(hit) >= (_NEAR_WITH_WORDS if covered else _NEAR_ENOUGH):
            return True
    return False


def is_nonsense(query: str) -> bool:
    """Tell whether a question has no word in it at all (emoji, punctuation)."""
    return not words(query)


def _is_mentioned(name: str, snapshot: Snapshot) -> bool:
    stems = snapshot.lexical.stems(content_words(name) or words(name))
    return all(snapshot.lexical.document_frequency(stem) for stem in stems)
