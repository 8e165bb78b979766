"""Train the relevance trees, and the model of whether the reviews answer at all.

    python -m training.relevance [--write] [--without SIGNAL …]

Data: gold questions (see ``bot/evaluation/gold.py``) about the shows in ``shows/``, which were written
for this project, and about the seeds: a passage answers when its review is among the gold ones and it
holds that review's pattern. For the shows, whose sentences the heads learnt from too, what a passage
speaks of and how it feels is read by heads that were trained without its show. The figures printed are
of questions left out: of a show's when the trees were grown without it, of the seeds' in four parts.
``--without`` leaves signals out, to see what they are worth; ``--write`` replaces the
committed trees, grown on all.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from bot.answering.candidates import candidates
from bot.answering.evidence import COUNTED_FROM
from bot.answering.relevance import WEIGHTS_FILE
from bot.answering.signals import SIGNALS, signals
from bot.answering.sufficiency import WEIGHTS_FILE as ANSWERABLE_FILE
from bot.answering.sufficiency import prospects
from bot.answering.trees import Trees
from bot.evaluation.gold import Gold
from bot.evaluation.score import SHOWN
from bot.understanding.intent import Intent
from bot.understanding.reader import Understood
from index import Hit, logistic
from training import answerable
from training.boosting import Recipe, grow
from training.workshop import Workshop, parts_of

SEEDS_WEIGHT = 3.0
"""What a question about the seeds counts beside one about an invented show: real reviews are few."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Marked:
    """One question's candidates: ``rows`` of shape (n, signals), whether each answers, whose each is."""

    gold: Gold
    rows: Floats
    answers: NDArray[np.bool_]
    reviews: tuple[str, ...]
    part: int
    understood: Understood
    is_thin: bool = False
    """It is as if the show had few reviews: only for telling whether they answer."""

    @property
    def query(self) -> str:
        """What was searched for."""
        return self.understood.query

    @property
    def intent(self) -> Intent:
        """What the question wants."""
        return self.understood.intent

    @property
    def asks_season(self) -> bool:
        """Whether it asks for seasons."""
        return bool(self.understood.question.seasons)

    @property
    def weight(self) -> float:
        """What it counts in training."""
        return SEEDS_WEIGHT if self.gold.show == "missions" else 1.0


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
        gold, rows, np.array(answers, bool), tuple(hit.passage.review for hit in hits), part, understood
    )


def train(marked: Sequence[Marked], recipe: Recipe | None = None) -> Trees:
    """Return the trees that marked questions teach."""
    whole = [one for one in marked if not one.is_thin]
    rows = np.vstack([one.rows for one in whole])
    answers = np.concatenate([one.answers for one in whole])
    weights = np.concatenate([np.full(len(one.answers), one.weight) for one in whole])
    return grow(rows, answers, weights, SIGNALS, recipe or Recipe())


def quoted(one: Marked, likely: Floats) -> list[int]:
    """Return which candidates an answer quotes, best first."""
    firsts: dict[str, int] = {}
    for position in np.argsort(-likely, kind="stable"):
        firsts.setdefault(one.reviews[position], int(position))
    ordered = list(firsts.values())[:SHOWN]
    return [position for position in ordered if likely[position] >= COUNTED_FROM * likely[ordered[0]]]


def figures(marked: Sequence[Marked], likely: Sequence[Floats]) -> dict[str, float | int]:
    """Return precision and recall of quotes over answerable questions."""
    precision, recall = [], []
    for one, own in zip(marked, likely, strict=True):
        if one.gold.abstain or one.is_thin:
            continue
        chosen = quoted(one, own)
        right = sum(bool(one.answers[position]) for position in chosen)
        precision.append(right / len(chosen) if chosen else 0.0)
        recall.append(right / len(one.gold.reviews))
    return {
        "questions": len(precision),
        "precision@5": round(float(np.mean(precision)), 4),
        "recall@5": round(float(np.mean(recall)), 4),
    }


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
    return answerable.Figured(own, bool(one.answers.any()), one.part, one.gold.show == "missions")


def main() -> None:
    """Train, print the figures of questions left out, and write the trees when asked to."""
    parser = argparse.ArgumentParser(description="Train the relevance trees.")
    parser.add_argument("--write", action="store_true", help=f"replace {WEIGHTS_FILE}")
    parser.add_argument("--without", nargs="+", default=[], choices=SIGNALS, metavar="SIGNAL")
    arguments = parser.parse_args()
    if arguments.write and arguments.without:
        parser.error("--write keeps trees over all signals")
    with Workshop.open() as workshop:
        marked = [one for gold, part in parts_of(workshop.golds()) for one in mark(gold, part, workshop)]
    for one in marked:
        one.rows[:, [SIGNALS.index(name) for name in arguments.without]] = 0.0
    likely = left_out(marked)
    for name in ("seeds", "shows"):
        chosen = [
            position
            for position, one in enumerate(marked)
            if (one.gold.show == "missions") == (name == "seeds")
        ]
        result = figures([marked[position] for position in chosen], [likely[position] for position in chosen])
        print(json.dumps({"without": arguments.without, "about": name, **result}))
    figured = [figures_of(one, own) for one, own in zip(marked, likely, strict=True)]
    for name, result in answerable.figures(figured).items():
        print(json.dumps({"answerable": name, **result}))
    if arguments.write:
        train(marked).save(Path(WEIGHTS_FILE))
        answerable.train(figured).save(Path(ANSWERABLE_FILE))


if __name__ == "__main__":
    main()
