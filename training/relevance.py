"""Train the relevance head: which passages answer a question, from the signals of both.

    python -m training.relevance evals/missions-tune.jsonl [--write]

Data: gold questions (see ``bot/evaluation.py``): a passage answers when its review is among the
gold ones and it holds that review's pattern; for a question that the reviews don't answer, none does. The
figures printed are of questions left out of the training, in eight parts: quotes chosen as answers choose
them, at most five and one a review. ``--without`` leaves signals out, to see what they are worth;
``--write`` replaces the committed weights, trained on all.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from bot.evaluation import SHOWN, Gold, read_gold
from bot.evidence import QUOTED_FROM, candidates
from bot.relevance import WEIGHTS_FILE, RelevanceHead
from bot.settings import Settings
from bot.signals import SIGNALS, signals
from bot.understanding import Understanding
from bot.wiring import Wiring

PARTS = 8
STRENGTH = 0.005
"""Inverse regularisation of weights for signals of unit variance."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Marked:
    """One question's candidates: ``rows`` of shape (n, signals), whether each answers, whose each is."""

    gold: Gold
    rows: Floats
    answers: NDArray[np.bool_]
    reviews: tuple[str, ...]


def mark(gold: Gold, wiring: Wiring, understanding: Understanding) -> Marked:
    """Return the candidates of a gold question with their signals."""
    snapshot = wiring.library.snapshot(gold.show)
    understood = understanding.read(gold.question, wiring.library.show(gold.show), snapshot)
    hits = candidates(snapshot, understood)
    answers = []
    for hit in hits:
        text = snapshot.records.review(hit.passage.review).text[hit.passage.lead : hit.passage.end]
        pattern = gold.reviews.get(hit.passage.review)
        answers.append(pattern is not None and pattern.search(text) is not None)
    reviews = tuple(hit.passage.review for hit in hits)
    return Marked(gold, signals(snapshot, understood, hits), np.array(answers, bool), reviews)


def train(marked: Sequence[Marked]) -> RelevanceHead:
    """Return the head that marked questions teach."""
    rows = np.vstack([one.rows for one in marked]).astype(np.float64)
    middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    model = LogisticRegression(C=STRENGTH, max_iter=2000)
    model.fit((rows - middle) / spread, np.concatenate([one.answers for one in marked]))
    weights = model.coef_[0] / spread
    return RelevanceHead(weights.astype(np.float32), float(model.intercept_[0] - weights @ middle))


def quoted(one: Marked, likely: Floats) -> list[int]:
    """Return which candidates an answer quotes, best first."""
    firsts: dict[str, int] = {}
    for position in np.argsort(-likely, kind="stable"):
        firsts.setdefault(one.reviews[position], int(position))
    ordered = list(firsts.values())[:SHOWN]
    return [position for position in ordered if likely[position] >= QUOTED_FROM * likely[ordered[0]]]


def figures(marked: Sequence[Marked], parts: int = PARTS) -> dict[str, float | int]:
    """Return precision and recall of quotes over answerable questions, each left out of its training."""
    precision, recall = [], []
    for part in range(parts):
        head = train([one for position, one in enumerate(marked) if position % parts != part])
        for one in marked[part::parts]:
            if one.gold.abstain:
                continue
            chosen = quoted(one, head.probabilities(one.rows))
            right = sum(bool(one.answers[position]) for position in chosen)
            precision.append(right / len(chosen) if chosen else 0.0)
            recall.append(right / len(one.gold.reviews))
    return {
        "questions": len(precision),
        "precision@5": round(float(np.mean(precision)), 4),
        "recall@5": round(float(np.mean(recall)), 4),
    }


def main() -> None:
    """Train, print the figures of questions left out, and write the weights when asked to."""
    parser = argparse.ArgumentParser(description="Train the relevance head.")
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true", help=f"replace {WEIGHTS_FILE}")
    parser.add_argument("--without", nargs="+", default=[], choices=SIGNALS, metavar="SIGNAL")
    arguments = parser.parse_args()
    wiring = Wiring(Settings())
    understanding = Understanding(wiring.encoder, wiring.catalogue)
    golds = [gold for path in arguments.gold for gold in read_gold(path)]
    marked = [mark(gold, wiring, understanding) for gold in golds]
    marked = [one for one in marked if one.reviews]
    for one in marked:
        one.rows[:, [SIGNALS.index(name) for name in arguments.without]] = 0.0
    print(json.dumps({"without": arguments.without, **figures(marked)}))
    if arguments.write:
        head = train(marked)
        weights = {name: round(float(weight), 4) for name, weight in zip(SIGNALS, head.weights, strict=True)}
        table = {"weights": weights, "bias": round(head.bias, 4)}
        WEIGHTS_FILE.write_text(f"{json.dumps(table, indent=2)}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
