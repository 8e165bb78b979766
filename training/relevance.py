"""Train the relevance trees, and the model of whether the reviews answer at all.

Data: gold questions (see ``bot/evaluation/gold.py``) about the shows in ``shows/``, which were written
for this project, and about the seeds: a passage answers when its review is among the gold ones and it
holds that review's pattern. For the shows, whose sentences the heads learnt from too, what a passage
speaks of and how it feels is read by heads that were trained without its show; all else by those
committed. The figures are of questions left out: of a show's when the trees were grown without it, of
the seeds' in four parts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np
from numpy.typing import NDArray

from bot.answering.candidates import candidates
from bot.answering.evidence import COUNTED_FROM
from bot.answering.prospects import WEIGHTS_FILE as ANSWERABLE_FILE
from bot.answering.prospects import prospects
from bot.answering.relevance import WEIGHTS_FILE
from bot.answering.signals import SIGNALS, signals
from bot.answering.trees import Trees
from bot.evaluation.gold import Gold
from bot.evaluation.score import SHOWN
from bot.understanding.intent import Intent
from bot.understanding.reader import Understood
from index import Hit, logistic
from training import answerable
from training.boosting import Recipe, grow
from training.materials import Materials, digests
from training.trainer import Made, Trainer
from training.workshop import SEEDS, SEEDS_GOLD, Workshop

SEEDS_WEIGHT = 3.0
"""What a question about the seeds counts beside one about an invented show: real reviews are few."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Marked:
    """One question's candidates: ``rows`` of shape (n, signals), whether each answers, whose each is.

    ``query`` is what was searched for, ``intent`` what the question wants.
    """

    gold: Gold
    query: str
    intent: Intent
    asks_season: bool
    rows: Floats
    answers: NDArray[np.bool_]
    reviews: tuple[str, ...]
    part: int
    is_thin: bool = False
    """It is as if the show had few reviews: only for telling whether they answer."""

    @property
    def about_seeds(self) -> bool:
        """Whether it is about real reviews."""
        return self.gold.show == SEEDS.name

    @property
    def weight(self) -> float:
        """What it counts in training."""
        return SEEDS_WEIGHT if self.about_seeds else 1.0


def mark(gold: Gold, part: int, workshop: Workshop) -> list[Marked]:
    """Return a gold question's candidates with their signals; once more as if the show had few reviews."""
    snapshot, understood = workshop.snapshot(gold.show), workshop.understood(gold)
    hits = workshop.left_out(candidates(snapshot, understood), gold.show)
    if not hits:
        return []
    few = _few_reviews(hits, gold)
    return [
        _marked(gold, part, workshop, understood, hits),
        *([replace(_marked(gold, part, workshop, understood, few), is_thin=True)] if few else []),
    ]


def _few_reviews(hits: Sequence[Hit], gold: Gold) -> list[Hit]:
    """Return the hits of a few reviews, always the same ones for a question."""
    chance = Random(gold.question)  # noqa: S311 (a fixed choice)
    reviews = sorted({hit.passage.review for hit in hits})
    kept = set(chance.sample(reviews, min(len(reviews), chance.randint(3, 9))))
    return [hit for hit in hits if hit.passage.review in kept]


def _marked(gold: Gold, part: int, workshop: Workshop, understood: Understood, hits: Sequence[Hit]) -> Marked:
    snapshot = workshop.snapshot(gold.show)
    answers = []
    for hit in hits:
        text = snapshot.records.review(hit.passage.review).text[hit.passage.lead : hit.passage.end]
        pattern = gold.reviews.get(hit.passage.review)
        answers.append(pattern is not None and pattern.search(text) is not None)
    rows = signals(snapshot, understood, hits, workshop.catalogue)
    return Marked(
        gold=gold,
        query=understood.query,
        intent=understood.intent,
        asks_season=bool(understood.question.seasons),
        rows=rows,
        answers=np.array(answers, bool),
        reviews=tuple(hit.passage.review for hit in hits),
        part=part,
    )


def train(marked: Sequence[Marked]) -> Trees:
    """Return the trees that marked questions teach."""
    whole = [one for one in marked if not one.is_thin]
    rows = np.vstack([one.rows for one in whole])
    answers = np.concatenate([one.answers for one in whole])
    weights = np.concatenate([np.full(len(one.answers), one.weight) for one in whole])
    return grow(rows, answers, weights, SIGNALS, Recipe())


def quoted(one: Marked, likely: Floats) -> list[int]:
    """Return which candidates an answer quotes, best first."""
    firsts: dict[str, int] = {}
    for position in np.argsort(-likely, kind="stable"):
        firsts.setdefault(one.reviews[position], int(position))
    ordered = list(firsts.values())[:SHOWN]
    return [position for position in ordered if likely[position] >= COUNTED_FROM * likely[ordered[0]]]


def figures(marked: Sequence[Marked], likely: Sequence[Floats]) -> dict[str, float]:
    """Return precision and recall of quotes over answerable questions, about the seeds and about shows."""
    found: dict[str, float] = {}
    for name, about_seeds in (("seeds", True), ("shows", False)):
        scored = [
            _scored(one, own)
            for one, own in zip(marked, likely, strict=True)
            if one.about_seeds == about_seeds and not one.gold.abstain and not one.is_thin
        ]
        found[f"{name}_questions"] = len(scored)
        found[f"{name}_precision@5"] = round(float(np.mean([precision for precision, _ in scored])), 4)
        found[f"{name}_recall@5"] = round(float(np.mean([recall for _, recall in scored])), 4)
    return found


def _scored(one: Marked, likely: Floats) -> tuple[float, float]:
    """Return precision and recall of the quotes that answer one question."""
    chosen = quoted(one, likely)
    right = sum(bool(one.answers[position]) for position in chosen)
    return right / len(chosen) if chosen else 0.0, right / len(one.gold.reviews)


def left_out(marked: Sequence[Marked]) -> list[Floats]:
    """Return how likely each candidate answers, by trees grown without its question's part."""
    found: dict[int, Floats] = {}
    for part in sorted({one.part for one in marked}):
        trees = train([one for one in marked if one.part != part])
        found |= {
            position: logistic(trees.scores(one.rows))
            for position, one in enumerate(marked)
            if one.part == part
        }
    return [found[position] for position in range(len(marked))]


def figures_of(one: Marked, likely: Floats) -> answerable.Figured:
    """Return a question's prospects as what was found for it looks without it being learnt from."""
    own = prospects(one.query, one.intent, one.rows, likely, asks_season=one.asks_season)
    return answerable.Figured(own, bool(one.answers.any()), one.part, one.about_seeds)


def make(materials: Materials) -> Iterator[Made]:
    """Yield the trees, and the model of what they find."""
    yield from learnt(read_marked(materials))


def learnt_from(materials: Materials) -> dict[str, str]:
    """Return the digests of the shows and the seeds with their questions, by name."""
    return digests(
        *sorted(path for path in materials.shows.rglob("*") if path.is_file()),
        *sorted(SEEDS.iterdir()),
        *SEEDS_GOLD,
    )


def read_marked(materials: Materials) -> list[Marked]:
    """Return every gold question's candidates with their signals."""
    with Workshop.open(materials) as workshop:
        return [one for gold, part in workshop.parted_golds() for one in mark(gold, part, workshop)]


def learnt(marked: Sequence[Marked]) -> Iterator[Made]:
    """Yield what marked questions teach."""
    likely = left_out(marked)
    yield Made(train(marked), WEIGHTS_FILE, figures(marked, likely))
    figured = [figures_of(one, own) for one, own in zip(marked, likely, strict=True)]
    yield Made(answerable.train(figured), ANSWERABLE_FILE, answerable.figures(figured))


TRAINER = Trainer("relevance", make, learnt_from)
