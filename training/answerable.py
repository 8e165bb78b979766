"""Train the model of whether the reviews answer a question at all; ``training/relevance.py`` makes it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from bot.answering.prospects import AnswerableModel
from bot.answering.sufficiency import ANSWERS_FROM

STRENGTH = 0.1
"""Inverse regularisation of weights for figures of unit variance."""
_LEAST_SPREAD = 1e-3


@dataclass(frozen=True, slots=True)
class Figured:
    """A question's prospects, whether the reviews answer it, and the part it is left out with."""

    prospects: NDArray[np.float32]
    is_answered: bool
    part: int
    about_seeds: bool


def train(figured: Sequence[Figured]) -> AnswerableModel:
    """Return the model that questions teach."""
    rows = np.stack([one.prospects for one in figured]).astype(np.float64)
    middles, spreads = rows.mean(axis=0), rows.std(axis=0)
    spreads = np.where(spreads > _LEAST_SPREAD, spreads, 1.0)
    model = LogisticRegression(C=STRENGTH, max_iter=1000)
    model.fit((rows - middles) / spreads, [one.is_answered for one in figured])
    return AnswerableModel(
        middles.astype(np.float32),
        spreads.astype(np.float32),
        model.coef_[0].astype(np.float32),
        float(model.intercept_[0]),
    )


def figures(figured: Sequence[Figured]) -> dict[str, float]:
    """Return how well answered questions are told from others, each left out with its part."""
    found = np.zeros(len(figured))
    for part in sorted({one.part for one in figured}):
        model = train([one for one in figured if one.part != part])
        for position, one in enumerate(figured):
            if one.part == part:
                found[position] = model.probability(one.prospects)
    answered = np.array([one.is_answered for one in figured])
    about_seeds = np.array([one.about_seeds for one in figured])
    told: dict[str, float] = {}
    for name, own in (("seeds", about_seeds), ("shows", ~about_seeds)):
        told[f"{name}_area"] = round(float(roc_auc_score(answered[own], found[own])), 4)
        told[f"{name}_abstention"] = round(float((found[own & ~answered] < ANSWERS_FROM).mean()), 4)
        told[f"{name}_false_abstention"] = round(float((found[own & answered] < ANSWERS_FROM).mean()), 4)
    return told
