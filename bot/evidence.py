"""The passages that answer a question: relevant, grouped by who wrote them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answer_type import answer_tests
from bot.model import Kind, Question
from bot.names import proper_names
from bot.stance import Voice, overall_stance, stance
from index import (
    RERANKED,
    Encoded,
    Hit,
    Passage,
    Polarity,
    Reranker,
    Scope,
    Snapshot,
    content_words,
    find_passages,
    named_seasons,
    rank,
    words,
)

WORTH = "worth"

# What adds to a passage's nearness, in its unit.
_WORDS = 0.1
"""The most that shared words add."""
_BM25_HALF = 3.0
"""BM25 at which shared words add half of that."""
_OF_ASPECT = 0.2
"""Speaking of the aspect asked for."""
_STRENGTH = 0.15
"""A feeling of full strength, where an opinion is asked for."""
_NO_FEELING = -0.15
"""No feeling at all, where an opinion is asked for."""
_SUMS_UP = 0.25
"""Summing up ("well worth a watch"), where a verdict is asked for."""
_NAMES_SEASON = 0.25
"""Naming the season asked for, not just being written after a mention of it."""

# What counts in a reviewer's stance.
_SUMMING_UP = 4.0
"""A passage that sums up the whole show, beside one that doesn't."""
_NAMED_WEIGHT = 2.0
"""A passage that names the season asked for, beside one written after a mention of it."""
_STEEPNESS = 4
"""Power of a passage's relevance, as a share of its reviewer's best, that it counts with."""

_NEAR = 0.5
"""Nearness from which a passage counts though it doesn't speak of the aspect asked for."""
_MARGIN = {Kind.FACT: 0.2, Kind.OPINION: 0.3, Kind.VERDICT: 1.0}
"""How far below the best passage's relevance one may lie."""
_MARGIN_OF_VOICES = 0.45
"""The same for a passage that isn't quoted but counts in its reviewer's stance."""
_MARGIN_OF_POINTS = 0.4
"""The same for the points of one side."""
_MARGIN_WITHOUT_ASPECT = 0.15
"""The same for an opinion on what no aspect names."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks to a question: ``hits`` near enough to quote, ``voices`` all that count, best first."""

    hits: tuple[Hit, ...]
    voices: tuple[Hit, ...]
    stances: dict[str, Polarity]
    repeats: int = 0
    """How many reviews that speak of it repeat an earlier one, and so don't count."""

    @property
    def reviews(self) -> int:
        """How many reviews speak of what was asked."""
        return len(self.stances)


def gather(
    snapshot: Snapshot, question: Question, query: str, encoded: Encoded, *, reranker: Reranker | None = None
) -> Evidence:
    """Return the evidence of one show for a question; ``query`` is its text less the show's names.

    A question with seasons is answered from passages about those seasons alone.
    A ``reranker`` takes the place of late interaction for the nearest passages.
    """
    scope = Scope(seasons=question.seasons, polarity=question.sought)
    repeating = snapshot.records.repeating()
    hits = rank(snapshot, query, encoded, scope=scope)
    if question.aspects:
        of_aspect = rank(snapshot, query, encoded, scope=replace(scope, aspects=question.aspects))
        hits = list({hit.passage.number: hit for hit in [*hits, *of_aspect]}.values())
    if reranker:
        hits = _reranked(hits, query, reranker)
    if question.kind is Kind.FACT and not question.sought:
        answering = _of_fact(snapshot, hits, question, query)
    else:
        answering = _naming(_of_aspect(hits, question), query)
    scored = _scored([hit for hit in answering if hit.passage.review not in repeating], question)
    relevant = _within(scored, _margin(question))
    voices = _within(scored, max(_MARGIN_OF_VOICES, _margin(question)))
    stances = _stances(snapshot, voices, question)
    counted = {review: stance for review, stance in stances.items() if review not in repeating}
    repeated = repeating & (stances.keys() | {hit.passage.review for hit in answering})
    return Evidence(tuple(relevant), tuple(voices), counted, repeats=len(repeated))


def closest(snapshot: Snapshot, query: str, encoded: Encoded, *, limit: int) -> list[Hit]:
    """Return the passages nearest to a question that the reviews don't answer."""
    return find_passages(snapshot, query, encoded, limit=limit)


def _scored(hits: Sequence[Hit], question: Question) -> list[Hit]:
    """Return the hits scored by their relevance (0 to 1), most relevant first."""
    scored = [replace(hit, score=_relevance(hit, question)) for hit in hits]
    return sorted(scored, key=lambda hit: (-hit.score, hit.passage.number))


def _within(scored: Sequence[Hit], margin: float) -> list[Hit]:
    """Return the hits that lie no further than ``margin`` below the first."""
    return [hit for hit in scored if hit.score >= scored[0].score - margin]


def _margin(question: Question) -> float:
    if question.sought:
        return _MARGIN_OF_POINTS
    if question.kind is Kind.OPINION and not question.aspects:
        return _MARGIN_WITHOUT_ASPECT
    return _MARGIN[question.kind]


def nearness(hit: Hit) -> float:
    """Return how near a passage is to the question by meaning: the mean of cosine and late interaction."""
    return (hit.cosine + hit.interaction) / 2


def _relevance(hit: Hit, question: Question) -> float:
    passage = hit.passage
    relevance = nearness(hit) + _WORDS * hit.bm25 / (hit.bm25 + _BM25_HALF)
    if set(question.aspects) & set(passage.aspects):
        relevance += _OF_ASPECT
    if (
        question.kind is Kind.VERDICT
        or (question.aspects and question.kind is Kind.OPINION)
        or question.sought
    ):
        relevance += _STRENGTH * abs(passage.valence_of(question.aspects))
        relevance += _NO_FEELING if passage.polarity is Polarity.NONE else 0.0
    if question.kind is Kind.VERDICT and WORTH in passage.aspects:
        relevance += _SUMS_UP
    if question.seasons and set(named_seasons(passage.text)) & set(question.seasons):
        relevance += _NAMES_SEASON
    return round(min(max(relevance, 0.0), 1.0), 4)


def _reranked(hits: Sequence[Hit], query: str, reranker: Reranker) -> list[Hit]:
    """Return the hits, the nearest with the reranker's score for their late interaction."""
    ordered = sorted(hits, key=lambda hit: (-nearness(hit), hit.passage.number))
    first = ordered[:RERANKED]
    scores = reranker.scores(query, [hit.passage.text for hit in first])
    looked_at = [replace(hit, interaction=round(score, 4)) for hit, score in zip(first, scores, strict=True)]
    return looked_at + ordered[RERANKED:]


def _of_aspect(hits: Sequence[Hit], question: Question) -> list[Hit]:
    """Return the hits that speak of the aspects asked for, or are near; all where none was asked for.

    Where the question names something narrower and hits do too, only those.
    """
    wanted = set(question.aspects)
    about = [hit for hit in hits if not wanted or wanted & set(hit.passage.aspects) or nearness(hit) >= _NEAR]
    groups = [narrowing.group for narrowing in question.narrowings if narrowing.aspect.name in wanted]
    narrow = [hit for hit in about if any(group.search(hit.passage.text) for group in groups)]
    return narrow or about


def _naming(hits: Sequence[Hit], query: str) -> list[Hit]:
    """Return the hits that hold every proper name in the question; all where it has none or no hit does."""
    named = _named_words(query)
    holding = [hit for hit in hits if named <= set(words(hit.passage.text))]
    return holding or list(hits)


def _named_words(query: str) -> set[str]:
    return {word for name in proper_names(query) for word in words(name)}


def _of_fact(snapshot: Snapshot, hits: Sequence[Hit], question: Question, query: str) -> list[Hit]:
    """Return the hits that hold the question's names and its words, and the kind of thing it wants."""
    named = _named_words(query)
    asked = set(snapshot.lexical.stems(content_words(query)))
    about = [
        hit
        for hit in _of_aspect(hits, question)
        if (not question.is_plain or set(question.aspects) & set(hit.passage.aspects))
        and named <= set(words(hit.passage.text))
        and (question.is_plain or _shares(snapshot, hit, asked) or nearness(hit) >= _NEAR)
    ]
    for test in answer_tests(query):
        if passing := [hit for hit in about if test(hit.passage.text)]:
            return passing
    return []


def _shares(snapshot: Snapshot, hit: Hit, asked: set[str]) -> bool:
    """Tell whether a passage holds more than half of the stems asked for."""
    held = asked & set(snapshot.lexical.stems(words(hit.passage.text)))
    return bool(asked) and 2 * len(held) > len(asked)


def _stances(snapshot: Snapshot, hits: Sequence[Hit], question: Question) -> dict[str, Polarity]:
    """Return each reviewer's stance: for a verdict over all they wrote in its scope, else over the hits."""
    if question.kind is not Kind.VERDICT or question.aspects:
        spoken = _by_review(_as_voices(hits))
        return {review: stance(own, aspects=question.aspects) for review, own in spoken.items()}
    passages = snapshot.records.passages(snapshot.records.numbers(seasons=question.seasons)).values()
    if question.seasons:
        voices = [Voice(passage, _weight_in_season(passage, question.seasons)) for passage in passages]
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
    return [
        Voice(hit.passage, (hit.score / best[hit.passage.review]) ** _STEEPNESS) for hit in hits if hit.score
    ]


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
