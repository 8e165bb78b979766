"""Answers scored against gold questions, whose answers people have marked in the reviews."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from bot.answering.reply import Answered, Quote, Reply, WhichShow
from bot.evaluation.gold import Gold

SHOWN = 5
"""Quotes of an answer that count."""


@dataclass(frozen=True, slots=True)
class Scored:
    """One question's figures, each None where gold says nothing of it; shares are 0 to 1."""

    question: str
    milliseconds: float
    exact: float | None = None
    precision: float | None = None
    recall: float | None = None
    reachable_recall: float | None = None
    key_fact: float | None = None
    label: float | None = None
    stances: tuple[float, ...] = ()
    abstained: float | None = None
    answered: float | None = None
    failures: tuple[str, ...] = ()


def score(gold: Gold, reply: Reply, text_of: Callable[[str], str]) -> Scored:
    """Return the figures of one reply; ``text_of`` gives a review's stored text by id."""
    if isinstance(reply, WhichShow):
        return Scored(gold.question, 0.0, answered=0.0, failures=("asked back which show",))
    shown = reply.quotes[:SHOWN]
    exact = float(all(text_of(quote.review)[quote.start : quote.end] == quote.text for quote in shown))
    if gold.abstain:
        abstained = float(not isinstance(reply, Answered))
        failures = () if abstained else (f"answered, with {_listed(shown)}",)
        return Scored(gold.question, reply.milliseconds, exact=exact, abstained=abstained, failures=failures)
    if not isinstance(reply, Answered):
        return Scored(
            gold.question, reply.milliseconds, exact=exact, answered=0.0, precision=0.0, recall=0.0,
            reachable_recall=0.0, key_fact=0.0 if gold.must else None, label=0.0 if gold.label else None,
            failures=("declined",),
        )  # fmt: skip
    return _score_answer(gold, reply, shown, exact)


def summary(scored: Sequence[Scored]) -> dict[str, float | int | None]:
    """Return the means over questions (over reviewers for stances), None where nothing was scored."""
    return {
        "questions": len(scored),
        "precision@5": mean_of(row.precision for row in scored),
        "recall@5": mean_of(row.recall for row in scored),
        "reachable_recall@5": mean_of(row.reachable_recall for row in scored),
        "key_facts": mean_of(row.key_fact for row in scored),
        "label_accuracy": mean_of(row.label for row in scored),
        "stance_accuracy": mean_of(stance for row in scored for stance in row.stances),
        "abstention": mean_of(row.abstained for row in scored),
        "false_abstention": mean_of(None if row.answered is None else 1 - row.answered for row in scored),
        "exact_quotes": mean_of(row.exact for row in scored),
        "milliseconds_p50": round(median(row.milliseconds for row in scored), 2),
    }


def mean_of(values: Iterable[float | None]) -> float | None:
    """Return the mean of those that are known, to four decimals; None where none is."""
    known = [value for value in values if value is not None]
    return round(fmean(known), 4) if known else None


def _score_answer(gold: Gold, reply: Answered, shown: Sequence[Quote], exact: float) -> Scored:
    hits = [quote for quote in shown if _answers(gold, quote)]
    found = {quote.review for quote in hits}
    label = None
    if gold.label:
        label = float(reply.verdict is not None and reply.verdict.label.value in gold.label)
    stances = {quote.review: quote.stance.value for quote in shown if quote.review in gold.stance}
    key_fact = float(any(gold.must.search(quote.text) for quote in shown)) if gold.must else None
    return Scored(
        gold.question,
        reply.milliseconds,
        exact=exact,
        answered=1.0,
        precision=len(hits) / len(shown) if shown else 0.0,
        recall=len(found) / len(gold.reviews) if gold.reviews else None,
        reachable_recall=len(found) / min(SHOWN, len(gold.reviews)) if gold.reviews else None,
        key_fact=key_fact,
        label=label,
        stances=tuple(float(stance == gold.stance[review]) for review, stance in stances.items()),
        failures=tuple(_failures(gold, reply, shown, key_fact, label)),
    )


def _failures(
    gold: Gold, reply: Answered, shown: Sequence[Quote], key_fact: float | None, label: float | None
) -> Iterable[str]:
    for quote in shown:
        if not _answers(gold, quote):
            yield f"doesn't answer: {quote.review} “{quote.text}”"
        elif quote.review in gold.stance and quote.stance.value != gold.stance[quote.review]:
            wanted = gold.stance[quote.review]
            yield f"stance {quote.stance.value}, gold {wanted}: {quote.review} “{quote.text}”"
    missed = sorted(set(gold.reviews) - {quote.review for quote in shown if _answers(gold, quote)})
    if missed and len(shown) < SHOWN:
        yield f"missed: {', '.join(missed)}"
    if key_fact == 0:
        yield "the key fact is in no quote"
    if label == 0:
        found = reply.verdict.label.value if reply.verdict else "none"
        yield f"label {found}, gold {' or '.join(gold.label)}"


def _answers(gold: Gold, quote: Quote) -> bool:
    pattern = gold.reviews.get(quote.review)
    return pattern is not None and pattern.search(quote.text) is not None


def _listed(quotes: Sequence[Quote]) -> str:
    return "; ".join(f"{quote.review} “{quote.text}”" for quote in quotes)
