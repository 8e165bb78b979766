"""Whether the reviews can answer a question, and what is missing when they can't."""

import re

from bot.evidence import Evidence, nearness
from bot.model import Kind, Question
from bot.names import proper_names
from index import Snapshot, content_words, words

_NEAR_ENOUGH = 0.47
"""Nearness of the best passage from which a question without an aspect counts as answered."""
_NEAR_WITH_WORD = 0.36
"""The same where that passage holds one of the question's content words."""
_ORDER = re.compile(
    r"^\W*(?:please\s+)?(?:ignore|forget|disregard|write|print|repeat|translate|pretend|act\s+as|generate|compose|"
    r"output|execute|run|reveal|summari[sz]e\s+your|sing|draw|select\s.+\sfrom|drop\s+table|def\s|import\s|sudo\s)",
    re.IGNORECASE,
)


def unknown_seasons(seasons: tuple[int, ...], snapshot: Snapshot) -> tuple[int, ...]:
    """Return the seasons asked for that no passage is about."""
    covered = snapshot.records.season_reviews()
    return tuple(season for season in seasons if season not in covered)


def unknown_names(query: str, snapshot: Snapshot) -> tuple[str, ...]:
    """Return the proper names in a question that no review mentions, as typed."""
    return tuple(name for name in proper_names(query) if not _is_mentioned(name, snapshot))


def unheld_cues(question: Question, snapshot: Snapshot) -> tuple[str, ...]:
    """Return the cues in a question that only passages naming the same could answer, and none does."""
    return tuple(
        narrowing.cue
        for narrowing in question.narrowings
        if narrowing.aspect.strict
        and not any(
            narrowing.group.search(passage.text)
            for passage in snapshot.records.passages(
                snapshot.records.numbers(aspects=(narrowing.aspect.name,))
            ).values()
        )
    )


def is_command(query: str) -> bool:
    """Tell whether a message gives the bot an order instead of asking about a show."""
    return _ORDER.match(query) is not None


def is_answered(evidence: Evidence, question: Question, query: str, snapshot: Snapshot) -> bool:
    """Tell whether the evidence is near enough to the question to answer it."""
    if not evidence.hits:
        return False
    if question.aspects or question.sought or question.kind is Kind.VERDICT:
        return True
    asked = set(snapshot.lexical.stems(content_words(query)))
    for hit in evidence.hits:
        shares_word = not asked.isdisjoint(snapshot.lexical.stems(words(hit.passage.text)))
        if nearness(hit) >= (_NEAR_WITH_WORD if shares_word else _NEAR_ENOUGH):
            return True
    return False


def is_nonsense(query: str) -> bool:
    """Tell whether a question has no word in it at all (emoji, punctuation)."""
    return not words(query)


def _is_mentioned(name: str, snapshot: Snapshot) -> bool:
    stems = snapshot.lexical.stems(content_words(name) or words(name))
    return all(snapshot.lexical.document_frequency(stem) for stem in stems)
