"""Boosted trees fitted with scikit-learn, laid out as ``bot.answering.trees`` walks them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from bot.answering.trees import Trees


@dataclass(frozen=True, slots=True)
class Recipe:
    """How trees are grown: chosen with shows left out."""

    trees: int = 200
    depth: int = 3
    rate: float = 0.08
    fewest: int = 60
    """Rows that a leaf stands for at least."""
    penalty: float = 3.0


def grow(
    rows: NDArray[np.float32],
    marks: NDArray[np.bool_],
    weights: NDArray[np.float64],
    signals: tuple[str, ...],
    recipe: Recipe,
) -> Trees:
    """Return trees that tell marked rows, shape (n, signals), from the others."""
    model = HistGradientBoostingClassifier(
        max_iter=recipe.trees, max_depth=recipe.depth, max_leaf_nodes=None, learning_rate=recipe.rate,
        min_samples_leaf=recipe.fewest, l2_regularization=recipe.penalty, early_stopping=False,
        random_state=0,
    )  # fmt: skip
    # One thread grows the same trees as two, which on a busy machine wait for each other: five times as long.
    with threadpool_limits(1):
        model.fit(rows, marks, sample_weight=weights)
    grown = [_complete(predictor[0].nodes, recipe.depth) for predictor in model._predictors]  # noqa: SLF001 (not public otherwise)
    features, thresholds, leaves = (np.array(part) for part in zip(*grown, strict=True))
    return Trees(
        signals,
        features.astype(np.int64),
        thresholds.astype(np.float32),
        leaves.astype(np.float32),
        float(model._baseline_prediction.item()),  # noqa: SLF001 (likewise)
    )


def _complete(nodes: Any, depth: int) -> tuple[list[int], list[float], list[float]]:  # noqa: ANN401 (a record array)
    """Return a tree as a complete one: a leaf above the last layer stands for all that would be below it."""
    inner = 2**depth - 1
    features, thresholds, leaves = [0] * inner, [float("inf")] * inner, [0.0] * (inner + 1)

    def place(node: int, at: int) -> None:
        if at >= inner:
            leaves[at - inner] = float(nodes[node]["value"])
            return
        if nodes[node]["is_leaf"]:
            place(node, 2 * at + 1)
            place(node, 2 * at + 2)
            return
        features[at], thresholds[at] = int(nodes[node]["feature_idx"]), float(nodes[node]["num_threshold"])
        place(int(nodes[node]["left"]), 2 * at + 1)
        place(int(nodes[node]["right"]), 2 * at + 2)

    place(0, 0)
    return features, thresholds, leaves
