"""The passages that answer a question: relevant, grouped by who wrote them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from weakref import WeakKeyDictionary

from bot.answerable import prospects
from bot.judgement import Judgement
from bot.model import WORTH, Question
from bot.progress import is_ahead
from bot.signals import nearness, signals
from bot.stance import Voice, overall_stance, stance
from bot.understanding import Understood
from index import (
    RERANKED,
    AspectCatalogue,
    Hit,
    Passage,
    Polarity,
    Reranker,
    Scope,
    Snapshot,
    named_seasons,
    rank,
)

# What counts in a reviewer's stance.
_SUMMING_UP = 4.0
"""A passage that sums up the whole show, beside one that doesn't."""
_NAMED_WEIGHT = 2.0
"""A passage that names the season asked for, beside one written after a mention of it."""

COUNTED_FROM = 0.35
"""Share of the best passage's relevance from which another one is quoted, and counts in a stance.

One share for both: whoever is quoted is in the tally.
"""
_SPARED_FROM = 0.25
"""The same for one that is quoted in place of those about seasons not watched yet."""
FLOOR = 0.12
"""Relevance that each of them must have, but for a show's or a season's worth, of which anything tells."""

_FEW = 500
"""Passages of a show up to which all that are of the aspect or side asked for are looked at."""

_counted: WeakKeyDictionary[Snapshot, dict[tuple[int, ...], dict[str, Polarity]]] = WeakKeyDictionary()
"""Stances over all of a show or of seasons: they are every question's, as long as the snapshot is open."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks to a question: ``hits`` near enough to quote, ``voices`` all that count, best first."""

    hits: tuple[Hit, ...]
    voices: tuple[Hit, ...]
    stances: dict[str, Polarity]
    relevance: dict[int, float] = field(default_factory=dict)
    """How likely each passage that was looked at answers, by number."""
    repeats: int = 0
    """How many reviews that speak of it repeat an earlier one, and so don't count."""
    answerable: float = 0.0
    """How likely the reviews answer the question, 0 to 1."""

    @property
    def reviews(self) -> int:
        """How many reviews speak of what was asked."""
        return len(self.stances)


def gather(
    snapshot: Snapshot,
    understood: Understood,
    catalogue: AspectCatalogue,
    judgement: Judgement,
    *,
    watched: int | None = None,
    reranker: Reranker | None = None,
) -> Evidence:
    """Return the evidence of one show for a question.

    For a viewer who has ``watched`` so many seasons, what speaks of later ones is no
    quote unless the question asks for it, but counts. A question with seasons is
    answered from passages about those seasons alone. A ``reranker`` takes the place
    of late interaction for the nearest passages.
    """
    repeating = snapshot.records.repeating()
    hits = candidates(snapshot, understood, reranker=reranker)
    if not hits:
        return Evidence((), (), {})
    rows = signals(snapshot, understood, hits, catalogue)
    likely = judgement.relevance.probabilities(rows)
    figures = prospects(
        understood.query, understood.intent, rows, likely, asks_season=bool(understood.question.seasons)
    )
    scored = [hit.scored(round(share, 4)) for hit, share in zip(hits, likely.tolist(), strict=True)]
    scored.sort(key=lambda hit: (-hit.score, hit.passage.number))
    once = [hit for hit in scored if hit.passage.review not in repeating]
    question = understood.question
    floor = 0.0 if question.asks_worth else FLOOR
    asks_ahead = is_ahead(question.seasons, watched)
    spared = _within(once, _SPARED_FROM, floor)
    seen = [hit for hit in spared if asks_ahead or not is_ahead(hit.passage.seasons, watched)]
    relevant, voices = _within(seen, COUNTED_FROM, floor), _within(once, COUNTED_FROM, floor)
    stances = _stances(snapshot, voices, question)
    spoken = stances.keys() | {hit.passage.review for hit in _within(scored, COUNTED_FROM, floor)}
    return Evidence(
        hits=tuple(relevant),
        voices=tuple(voices),
        stances={review: stance for review, stance in stances.items() if review not in repeating},
        relevance={hit.passage.number: hit.score for hit in scored},
        repeats=len(repeating & spoken),
        answerable=judgement.answerable.probability(figures),
    )


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
        also = [number for one in narrower for number in one.numbers(snapshot.records) or ()]
        hits = rank(snapshot, query, understood.encoded, scope=scope, also=also)
    else:
        ranked = (rank(snapshot, query, understood.encoded, scope=one) for one in (scope, *narrower))
        hits = list({hit.passage.number: hit for own in ranked for hit in own}.values())
    if question.sought:
        hits = [hit for hit in hits if _takes(question.sought, hit.passage)]
    return _reranked(hits, query, reranker) if reranker else hits


def _takes(side: Polarity, passage: Passage) -> bool:
    """Tell whether a passage can be a point of this side: it is of it, or leans to it."""
    sign = 1 if side is Polarity.POSITIVE else -1
    return passage.polarity is side or sign * passage.valence > 0


def _within(scored: Sequence[Hit], share: float, floor: float) -> list[Hit]:
    """Return the hits, best first, of at least this share of the first one's score, and of the floor."""
    return [hit for hit in scored if hit.score >= max(floor, share * scored[0].score)]


def _reranked(hits: Sequence[Hit], query: str, reranker: Reranker) -> list[Hit]:
    """Return the hits, the nearest with the reranker's score for their late interaction."""
    ordered = sorted(hits, key=lambda hit: (-nearness(hit), hit.passage.number))
    first = ordered[:RERANKED]
    scores = reranker.scores(query, [hit.passage.text for hit in first])
    looked_at = [replace(hit, interaction=round(score, 4)) for hit, score in zip(first, scores, strict=True)]
    return looked_at + ordered[RERANKED:]


def _stances(snapshot: Snapshot, hits: Sequence[Hit], question: Question) -> dict[str, Polarity]:
    """Return each reviewer's stance: for a verdict over all they wrote in its scope, else over the hits."""
    if question.asks_worth:
        return _stances_in(snapshot, question.seasons)
    spoken = _by_review(_as_voices(hits))
    return {review: stance(own, aspects=question.aspects) for review, own in spoken.items()}


def worth_stances(snapshot: Snapshot, seasons: tuple[int, ...]) -> dict[str, Polarity]:
    """Return the stance towards seasons, or the whole show, of each reviewer who doesn't repeat another."""
    repeating = snapshot.records.repeating()
    stances = _stances_in(snapshot, seasons)
    return {review: stance for review, stance in stances.items() if review not in repeating}


def _stances_in(snapshot: Snapshot, seasons: tuple[int, ...]) -> dict[str, Polarity]:
    """Return each reviewer's stance towards seasons, or towards the whole show, read once a snapshot."""
    known = _counted.setdefault(snapshot, {})
    if seasons not in known:
        known[seasons] = _read_stances(snapshot, seasons)
    return known[seasons]


def _read_stances(snapshot: Snapshot, seasons: tuple[int, ...]) -> dict[str, Polarity]:
    passages = snapshot.records.passages(snapshot.records.numbers(seasons=seasons)).values()
    if seasons:
        voices = [Voice(passage, _weight_in_season(passage, seasons)) for passage in passages]
        return {review: stance(own) for review, own in _by_review(voices).items()}
    voices = [Voice(passage, _SUMMING_UP if WORTH in passage.aspects else 1.0) for passage in passages]
    return {
        review: overall_stance(own, rating=snapshot.records.review(review).rating)
        for review, own in _by_review(voices).items()
    }


def _as_voices(hits: Sequence[Hit]) -> list[Voice]:
    """Return hits as voices: a reviewer's most relevant passage counts most in their stance."""
    best: dict[str, float] = {}
    for hit in hits:
        best[hit.passage.review] = max(best.get(hit.passage.review, 0.0), hit.score)
    return [Voice(hit.passage, hit.score / best[hit.passage.review]) for hit in hits]


def _weight_in_season(passage: Passage, seasons: tuple[int, ...]) -> float:
    """Return what a passage counts for seasons: more where it names one and speaks of no other."""
    named = named_seasons(passage.text)
    if not named:
        return 1.0
    return _NAMED_WEIGHT if set(named) <= set(seasons) else 1.0


def _by_review(voices: Sequence[Voice]) -> dict[str, list[Voice]]:
    spoken: dict[str, list[Voice]] = {}
    for voice in voices:
        spoken.setdefault(voice.passage.review, []).append(voice)
    return spoken
