"""The passages that answer a question: relevant, grouped by who wrote them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.model import Kind, Question
from bot.stance import stance
from index import Hit, Polarity, Scope, Snapshot, Vectors, find_passages

WORTH = "worth"
_FLOOR = 0.55
"""Share of the best passage's score under which a passage without the aspect is no evidence."""
_NEAR = 0.42
"""Cosine from which a passage counts though it has no cue for the aspect asked for."""
_STRENGTH = 0.5
"""What a passage's strength of feeling adds to its score where an opinion is asked for."""
_SUMS_UP = 0.3
"""What summing up ("well worth a watch") adds to a passage's score where a verdict is asked for."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Relevant passages, best first, and each reviewer's stance over theirs."""

    hits: tuple[Hit, ...]
    stances: dict[str, Polarity]

    @property
    def reviews(self) -> int:
        """How many reviews speak of what was asked."""
        return len(self.stances)


def gather(snapshot: Snapshot, question: Question, query: str, vector: Vectors) -> Evidence:
    """Return the evidence of one show for a question; ``query`` is its text less the show's names.

    A question with seasons is answered from passages about those seasons alone.
    """
    hits = find_passages(snapshot, query, vector, scope=Scope(seasons=question.seasons))
    relevant = _relevant(hits, question)
    return Evidence(tuple(relevant), _stances(snapshot, relevant, question))


def closest(snapshot: Snapshot, query: str, vector: Vectors, *, limit: int) -> list[Hit]:
    """Return the passages nearest to a question that the reviews don't answer."""
    return find_passages(snapshot, query, vector, limit=limit)


def _relevant(hits: Sequence[Hit], question: Question) -> list[Hit]:
    if question.kind is Kind.VERDICT and not question.aspects:
        return sorted(hits, key=_speaks_of_worth, reverse=True)
    wanted = set(question.aspects)
    about = [hit for hit in hits if not wanted or wanted & set(hit.passage.aspects) or hit.cosine >= _NEAR]
    if not about:
        return []
    best = max(hit.score for hit in about)
    return [hit for hit in about if hit.score >= _FLOOR * best]


def _speaks_of_worth(hit: Hit) -> float:
    passage = hit.passage
    return hit.score + _STRENGTH * abs(passage.valence) + (_SUMS_UP if WORTH in passage.aspects else 0.0)


def _stances(snapshot: Snapshot, hits: Sequence[Hit], question: Question) -> dict[str, Polarity]:
    whole_show = question.kind is Kind.VERDICT and not question.seasons and not question.aspects
    by_review: dict[str, list[Hit]] = {}
    for hit in hits:
        by_review.setdefault(hit.passage.review, []).append(hit)
    return {
        review: stance(
            [hit.passage for hit in own],
            rating=snapshot.records.review(review).rating if whole_show else None,
        )
        for review, own in by_review.items()
    }
