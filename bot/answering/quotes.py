"""Passages into quotes: chosen for each side, checked against the stored text."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from bot.answering.ahead import covered, hits_ahead, unspoiled
from bot.answering.evidence import Evidence
from bot.answering.extent import MOST_AROUND, is_quoted, reach
from bot.answering.reply import Quote
from bot.understanding.progress import is_ahead
from bot.understanding.question import Kind, Question, Span
from index import OPPOSITES, Hit, Passage, Polarity, Review, Snapshot, SnapshotError

MOST_QUOTES = 5
_FEW_REVIEWS = 3
"""With fewer reviews than this, a review may be quoted twice."""


def choose(
    snapshot: Snapshot, evidence: Evidence, question: Question, *, watched: int | None = None
) -> tuple[Quote, ...]:
    """Return at most five quotes, best first; for an opinion, one of the minority at least.

    For a viewer who has ``watched`` so many seasons, what speaks of later ones
    is left out, or covered where the question asks for it. What was quoted to a
    question before is not quoted again when more is asked for.
    """
    asks_ahead = is_ahead(question.seasons, watched)
    kept = partial(covered if asks_ahead else unspoiled, watched=watched)

    def shown(hits: Sequence[Hit]) -> list[Hit]:
        found = kept(hits)
        if question.quoted:
            found = [hit for hit in found if not is_quoted(hit.passage, question.quoted)]
        open_ones = [hit for hit in found if not hit.passage.spoiler] if question.spoiler_free else []
        return open_ones or found

    firsts, seconds = _by_turn(_speaking_for_stance(shown(evidence.hits), evidence.stances))
    chosen = firsts[:MOST_QUOTES]
    if question.kind is not Kind.FACT:
        voices = _speaking_for_stance(shown(evidence.voices), evidence.stances)
        chosen = _with_dissent(chosen, _by_turn(voices)[0], evidence.stances)
    if len(firsts) < _FEW_REVIEWS:
        chosen = (chosen + seconds)[:MOST_QUOTES]
    if question.kind is not Kind.FACT:
        chosen = _prevailing_first(chosen, evidence)
    return _in_context(snapshot, chosen, evidence, question)


def is_kept_back(evidence: Evidence, question: Question, *, watched: int | None) -> bool:
    """Tell whether something that wasn't quoted speaks of seasons that the viewer hasn't watched."""
    if is_ahead(question.seasons, watched):
        return False
    kept_back = hits_ahead(evidence.voices, watched)
    return any(not is_quoted(hit.passage, question.quoted) for hit in kept_back)


def _speaking_for_stance(hits: Sequence[Hit], stances: Mapping[str, Polarity]) -> list[Hit]:
    """Return the hits less those that contradict their reviewer's stance, where the reviewer has others."""
    against = {review: OPPOSITES.get(stance) for review, stance in stances.items()}
    fitting = [hit for hit in hits if hit.passage.polarity is not against.get(hit.passage.review)]
    heard = {hit.passage.review for hit in fitting}
    kept = {hit.passage.number for hit in fitting}
    return [hit for hit in hits if hit.passage.number in kept or hit.passage.review not in heard]


def quotes(snapshot: Snapshot, hits: Sequence[Hit], stances: Mapping[str, Polarity]) -> tuple[Quote, ...]:
    """Return the hits as quotes, each read from its review's stored text."""
    reviews = snapshot.records.reviews_by_id([hit.passage.review for hit in hits])
    return tuple(
        _quote(reviews[hit.passage.review], hit, stances, (hit.passage.lead, hit.passage.end)) for hit in hits
    )


def _in_context(
    snapshot: Snapshot, chosen: Sequence[Hit], evidence: Evidence, question: Question
) -> tuple[Quote, ...]:
    """Return the hits as quotes, with the sentences around them; one within an earlier quote is none."""
    found: list[Quote] = []
    spans: list[Span] = []
    around = _around(chosen, snapshot)
    reviews = snapshot.records.reviews_by_id([hit.passage.review for hit in chosen])
    names_season = question.asks_worth and not question.seasons
    for hit in chosen:
        own = [span for span in spans if span.review == hit.passage.review]
        if own and is_quoted(hit.passage, own):
            continue
        review = reviews[hit.passage.review]
        quoted = (*question.quoted, *spans)
        span = reach(
            _without_lead(hit.passage, quoted),
            review.text,
            around,
            evidence.relevance,
            quoted=quoted,
            sought=question.sought,
            names_season=names_season,
        )
        found.append(_quote(review, hit, evidence.stances, span))
        spans.append(Span(hit.passage.review, *span))
    return tuple(found)


def _around(chosen: Sequence[Hit], snapshot: Snapshot) -> dict[int, Passage]:
    """Return by number the passages before and after each hit's, as many as may be quoted with it."""
    places = [hit.passage.number for hit in chosen]
    wanted = {place + step for place in places for step in range(-MOST_AROUND, MOST_AROUND + 1)}
    return snapshot.records.passages(sorted(one for one in wanted if 0 <= one < snapshot.manifest.passages))


def _without_lead(passage: Passage, quoted: Sequence[Span]) -> Passage:
    """Return a passage without the sentence that leads up to it where that was quoted."""
    led = bool(quoted) and Span.any_meets(quoted, passage.review, passage.lead, passage.start)
    return replace(passage, lead=passage.start) if led else passage


def _by_turn(hits: Sequence[Hit]) -> tuple[list[Hit], list[Hit]]:
    """Return each review's best hit, and each one's second."""
    firsts: dict[str, Hit] = {}
    seconds: dict[str, Hit] = {}
    for hit in hits:
        turn = seconds if hit.passage.review in firsts else firsts
        turn.setdefault(hit.passage.review, hit)
    return list(firsts.values()), list(seconds.values())


def _with_dissent(chosen: list[Hit], voices: Sequence[Hit], stances: Mapping[str, Polarity]) -> list[Hit]:
    """Put the strongest quote of a side that isn't among the chosen in place of one that can be spared.

    Spared is the last whose side, or having no side, another of the chosen shares.
    """
    for side in (Polarity.POSITIVE, Polarity.NEGATIVE):
        if any(stances.get(hit.passage.review) is side for hit in chosen):
            continue
        of_side = next((hit for hit in voices if stances.get(hit.passage.review) is side), None)
        if of_side is None:
            continue
        kept = chosen if len(chosen) < MOST_QUOTES else _without_one(chosen, stances)
        chosen = [*kept, of_side]
    return chosen


def _prevailing_first(chosen: list[Hit], evidence: Evidence) -> list[Hit]:
    """Return the hits with the best one of the side that most reviewers take before the others."""
    sides = evidence.tally.stances
    for_it, against = sides.get(Polarity.POSITIVE, 0), sides.get(Polarity.NEGATIVE, 0)
    if for_it == against:
        return chosen
    side = Polarity.POSITIVE if for_it > against else Polarity.NEGATIVE
    lead = next((hit for hit in chosen if evidence.stances.get(hit.passage.review) is side), None)
    return chosen if lead is None else [lead, *(hit for hit in chosen if hit is not lead)]


def _without_one(chosen: list[Hit], stances: Mapping[str, Polarity]) -> list[Hit]:
    sides = [stances.get(hit.passage.review) for hit in chosen]
    for position in range(len(chosen) - 1, -1, -1):
        if sides.count(sides[position]) > 1:
            return [*chosen[:position], *chosen[position + 1 :]]
    return chosen[:-1]


def _quote(review: Review, hit: Hit, stances: Mapping[str, Polarity], quoted: tuple[int, int]) -> Quote:
    """Return what the review's text holds between two offsets, the hit's passage within."""
    passage = hit.passage
    if review.text[passage.start : passage.end] != passage.text:
        raise SnapshotError(
            f"a passage of {review.id} isn't its text: "
            f"run “worthwatch index build --full --show {review.show}”"
        )
    start, end = quoted
    return Quote(
        review=passage.review,
        text=review.text[start:end],
        start=start,
        end=end,
        seasons=passage.seasons,
        aspects=passage.aspects,
        stance=stances.get(passage.review, passage.polarity),
        spoiler=passage.spoiler,
        score=hit.score,
        author=review.author,
        date=review.date,
        rating=review.rating,
    )
