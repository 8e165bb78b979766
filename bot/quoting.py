"""Passages into quotes: chosen for each side, checked against the stored text."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.evidence import Evidence
from bot.model import Kind, Question, Quote
from index import Hit, Polarity, Review, Snapshot

MOST_QUOTES = 5
_FEW_REVIEWS = 3
"""With fewer reviews than this, a review may be quoted twice."""


def choose(
    snapshot: Snapshot, evidence: Evidence, question: Question, *, watched: int | None = None
) -> tuple[Quote, ...]:
    """Return at most five quotes, best first; for an opinion, one of the minority at least.

    For a viewer who has ``watched`` so many seasons, what speaks of later ones
    is left out, or covered where the question asks for it.
    """
    asks_ahead = watched is not None and any(season > watched for season in question.seasons)
    hits = (
        covered(evidence.hits, watched=watched) if asks_ahead else unspoiled(evidence.hits, watched=watched)
    )
    firsts, seconds = _by_turn(hits)
    chosen = firsts[:MOST_QUOTES]
    if question.kind is not Kind.FACT:
        chosen = _with_dissent(chosen, firsts, evidence.stances)
    if len(firsts) < _FEW_REVIEWS:
        chosen = (chosen + seconds)[:MOST_QUOTES]
    return quotes(snapshot, chosen, evidence.stances)


def unspoiled(hits: Sequence[Hit], *, watched: int | None) -> list[Hit]:
    """Return the hits less those about seasons after the ones watched; all where it isn't known."""
    return [hit for hit in hits if not _is_ahead(hit, watched)]


def covered(hits: Sequence[Hit], *, watched: int | None) -> list[Hit]:
    """Return the hits, those about seasons after the ones watched marked as spoiling."""
    return [
        replace(hit, passage=replace(hit.passage, spoiler=True)) if _is_ahead(hit, watched) else hit
        for hit in hits
    ]


def _is_ahead(hit: Hit, watched: int | None) -> bool:
    return watched is not None and any(season > watched for season in hit.passage.seasons)


def quotes(snapshot: Snapshot, hits: Sequence[Hit], stances: Mapping[str, Polarity]) -> tuple[Quote, ...]:
    """Return the hits as quotes, each read from its review's stored text."""
    return tuple(_quote(snapshot.records.review(hit.passage.review), hit, stances) for hit in hits)


def _by_turn(hits: Sequence[Hit]) -> tuple[list[Hit], list[Hit]]:
    """Return each review's best hit, and each one's second."""
    firsts: dict[str, Hit] = {}
    seconds: dict[str, Hit] = {}
    for hit in hits:
        turn = seconds if hit.passage.review in firsts else firsts
        turn.setdefault(hit.passage.review, hit)
    return list(firsts.values()), list(seconds.values())


def _with_dissent(chosen: list[Hit], firsts: list[Hit], stances: Mapping[str, Polarity]) -> list[Hit]:
    """Put the strongest quote of a side that isn't among the chosen in the last one's place."""
    for side in (Polarity.POSITIVE, Polarity.NEGATIVE):
        of_side = [hit for hit in firsts if stances[hit.passage.review] is side]
        if of_side and not any(hit in chosen for hit in of_side):
            chosen = [*chosen[: MOST_QUOTES - 1], of_side[0]]
    return chosen


def _quote(review: Review, hit: Hit, stances: Mapping[str, Polarity]) -> Quote:
    passage = hit.passage
    return Quote(
        review=review.id,
        text=review.text[passage.lead : passage.end],
        start=passage.lead,
        end=passage.end,
        seasons=passage.seasons,
        aspects=passage.aspects,
        stance=stances.get(review.id, passage.polarity),
        spoiler=passage.spoiler,
        score=hit.score,
        author=review.author,
        date=review.date,
        rating=review.rating,
    )
