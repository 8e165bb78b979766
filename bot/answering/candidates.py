"""The passages that may answer a question: searched for, before anything judges them."""

from collections.abc import Sequence
from dataclasses import replace

from bot.answering.signals import nearness
from bot.understanding.reader import Understood
from index import RERANKED, WORTH, Hit, Passage, Polarity, Reranker, Scope, Snapshot, rank

_LOOKED_AT = 64
"""Passages of a scope that are looked at, the best as fused: of those further back, next to none answer."""
_LOOKED_AT_NARROWER = 32
"""The same of a narrower scope, such as the aspect asked for: most of its best are among the others."""
_FEW = 500
"""Passages of a show up to which all that are of the aspect or side asked for are looked at."""


def candidates(snapshot: Snapshot, understood: Understood, *, reranker: Reranker | None = None) -> list[Hit]:
    """Return the passages in scope that may answer: near, or of the aspect or side asked for."""
    question, query = understood.question, understood.query
    scope = Scope(seasons=question.seasons)
    narrower = [replace(scope, aspects=question.aspects)] if question.aspects else []
    if question.asks_worth:
        narrower.append(replace(scope, aspects=(WORTH,)))
    if question.sought:
        narrower.append(replace(scope, polarity=question.sought))
    if snapshot.manifest.passages <= _FEW:
        inside = (one.numbers(snapshot.scopes) for one in narrower)
        also = [number for numbers in inside if numbers is not None for number in numbers.tolist()]
        hits = rank(snapshot, query, understood.encoded, scope=scope, also=also, most=_LOOKED_AT)
    else:
        scopes = [(scope, _LOOKED_AT), *((one, _LOOKED_AT_NARROWER) for one in narrower)]
        ranked = (rank(snapshot, query, understood.encoded, scope=one, most=most) for one, most in scopes)
        hits = list({hit.passage.number: hit for own in ranked for hit in own}.values())
    if question.sought:
        hits = [hit for hit in hits if _takes(question.sought, hit.passage)]
    return _reranked(hits, query, reranker) if reranker else hits


def _takes(side: Polarity, passage: Passage) -> bool:
    """Tell whether a passage can be a point of this side: it is of it, or leans to it."""
    sign = 1 if side is Polarity.POSITIVE else -1
    return passage.polarity is side or sign * passage.valence > 0


def _reranked(hits: Sequence[Hit], query: str, reranker: Reranker) -> list[Hit]:
    """Return the hits, the nearest with the reranker's score for their late interaction."""
    ordered = sorted(hits, key=lambda hit: (-nearness(hit), hit.passage.number))
    first = ordered[:RERANKED]
    scores = reranker.scores(query, [hit.passage.text for hit in first])
    looked_at = [replace(hit, interaction=round(score, 4)) for hit, score in zip(first, scores, strict=True)]
    return looked_at + ordered[RERANKED:]
