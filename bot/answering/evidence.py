"""The passages that answer a question: relevant, grouped by who wrote them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from bot.answering.ahead import unspoiled
from bot.answering.candidates import candidates
from bot.answering.judgement import Judgement
from bot.answering.names import holds_names, works_known
from bot.answering.prospects import prospects
from bot.answering.signals import signals
from bot.answering.trees import Floats
from bot.understanding.progress import is_ahead
from bot.understanding.question import Kind, Question
from bot.understanding.reader import Understood
from index import (
    AspectCatalogue,
    Hit,
    Polarity,
    Reranker,
    Snapshot,
    Tally,
    Voice,
    named_seasons,
    stance_of,
)

COUNTED_FROM = 0.3
"""Share of the best passage's relevance from which another one is quoted, and counts in a stance.

One share for both: whoever is quoted is in the tally.
"""
_SPARED_FROM = 0.25
"""The same for one that is quoted in place of those about seasons not watched yet."""
_OF_A_SEASON_FROM = 0.1
"""The same for a season's worth: few reviews speak of it, and all are heard."""
_MORE_FROM = 0.2
"""Share from which one is quoted where more is asked for; of an opinion, only of whoever is in the tally."""
FLOOR = 0.1
"""Relevance that each of them must have, but where anything tells: of a show's worth, or a name alone."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks to a question: ``hits`` near enough to quote, ``voices`` all that count, best first."""

    hits: tuple[Hit, ...]
    voices: tuple[Hit, ...]
    stances: dict[str, Polarity]
    """Of those who wrote the hits and voices, by review."""
    tally: Tally
    """Of all who speak of what was asked."""
    relevance: dict[int, float] = field(default_factory=dict)
    """How likely each passage that was looked at answers, by number."""
    answerable: float = 0.0
    """How likely the reviews answer the question, 0 to 1."""

    @property
    def reviews(self) -> int:
        """How many reviews speak of what was asked."""
        return sum(self.tally.stances.values())


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
        return Evidence((), (), {}, Tally({}))
    rows = signals(snapshot, understood, hits, catalogue)
    likely = judgement.relevance.probabilities(rows)
    figures = prospects(
        understood.query, understood.intent, rows, likely, asks_season=bool(understood.question.seasons)
    )
    scored = _best_first(hits, likely)
    once = [hit for hit in scored if hit.passage.review not in repeating]
    question = understood.question
    floor = 0.0 if question.asks_worth or question.is_name else FLOOR
    to_come = _of_seasons_to_come(once, understood)
    if to_come:
        once, floor = to_come, 0.0
    if question.likens or question.is_name:
        once = _naming(once, works_known(understood.query, snapshot), floor)
    asks_ahead = is_ahead(question.seasons, watched)
    counted = _OF_A_SEASON_FROM if question.asks_worth and question.seasons else COUNTED_FROM
    quoted = min(counted, _MORE_FROM) if question.quoted else counted
    spared = _of_each(once, question, min(quoted, _SPARED_FROM), floor)
    seen = spared if asks_ahead else unspoiled(spared, watched=watched)
    relevant, voices = _of_each(seen, question, quoted, floor), _of_each(once, question, counted, floor)
    if question.quoted and question.kind is not Kind.FACT:  # whoever is quoted is in the tally
        heard = {hit.passage.review for hit in voices}
        relevant = [hit for hit in relevant if question.asks_worth or hit.passage.review in heard]
    repeats = {hit.passage.review for hit in _within(scored, COUNTED_FROM, floor)} & repeating
    stances = _stances(snapshot, voices, question)
    tally = snapshot.records.tally(question.seasons) if question.asks_worth else None
    return Evidence(
        hits=tuple(relevant),
        voices=tuple(voices),
        stances=stances,
        tally=tally or Tally(Counter(stances.values()), len(repeats)),
        relevance={hit.passage.number: hit.score for hit in scored},
        answerable=judgement.answerable.probability(figures),
    )


def _best_first(hits: Sequence[Hit], likely: Floats) -> list[Hit]:
    """Return the hits with how likely each answers for their scores, best first."""
    shares = likely.round(4)
    order = np.lexsort((np.array([hit.passage.number for hit in hits]), -shares)).tolist()
    return Hit.rescored([hits[place] for place in order], shares[order].tolist())


def _within(scored: Sequence[Hit], share: float, floor: float) -> list[Hit]:
    """Return the hits, best first, of at least this share of the first one's score, and of the floor."""
    return [hit for hit in scored if hit.score >= max(floor, share * scored[0].score)]


def _of_each(scored: Sequence[Hit], question: Question, share: float, floor: float) -> list[Hit]:
    """Return the hits that are ``_within``, of each of several aspects asked for beside its own best one."""
    best = _within(scored, share, floor)
    if len(question.aspects) <= 1:
        return best
    kept = {hit.passage.number for hit in best}
    for name in question.aspects:
        own = [hit for hit in scored if name in hit.passage.aspects]
        kept.update(hit.passage.number for hit in _within(own, share, floor))
    return [hit for hit in scored if hit.passage.number in kept]


def _of_seasons_to_come(scored: Sequence[Hit], understood: Understood) -> list[Hit]:
    """Return the hits that name the seasons of which a question wants news, hopes for them included."""
    if not understood.question.asks_news:
        return []
    asked = set(named_seasons(understood.query))
    return [hit for hit in scored if not asked.isdisjoint(named_seasons(hit.passage.text))]


def _naming(scored: list[Hit], names: set[str], floor: float) -> list[Hit]:
    """Return the hits that hold the names asked about, where some that answer do; else all."""
    if not names:
        return scored
    holding = [hit for hit in scored if holds_names(hit.passage.text, names)]
    return holding if _within(holding, COUNTED_FROM, floor) else scored


def _stances(snapshot: Snapshot, hits: Sequence[Hit], question: Question) -> dict[str, Polarity]:
    """Return the stance of whoever wrote the hits: for a verdict over all they wrote, else over the hits."""
    if question.asks_worth:
        reviews = list(dict.fromkeys(hit.passage.review for hit in hits))
        return snapshot.records.opinions(reviews, question.seasons)
    spoken: dict[str, list[Voice]] = {}
    for voice in _as_voices(hits):
        spoken.setdefault(voice.passage.review, []).append(voice)
    return {review: stance_of(own, aspects=question.aspects) for review, own in spoken.items()}


def _as_voices(hits: Sequence[Hit]) -> list[Voice]:
    """Return hits as voices: a reviewer's most relevant passage counts most in their stance."""
    best: dict[str, float] = {}
    for hit in hits:
        best[hit.passage.review] = max(best.get(hit.passage.review, 0.0), hit.score)
    weights = [hit.score / best[hit.passage.review] for hit in hits]
    return Voice.each([hit.passage for hit in hits], weights)
