"""Boosted decision trees: what many weak rules, learnt from marked examples, add up to.

Every tree is complete: its nodes lie in layers, node ``i`` before ``2i + 1`` and ``2i + 2``,
so that all trees are walked at once, a layer a step, up from the last one.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index import ModelError, Origin, read_weights, write_weights

_MOST_LEAVES = 256
"""Of a tree: the way to each fits in a byte."""
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Trees:
    """``features`` and ``thresholds`` of shape (trees, inner nodes), ``leaves`` with one column more."""

    signals: tuple[str, ...]
    """What the columns are called, in order."""
    features: NDArray[np.int64]
    thresholds: Floats
    leaves: Floats
    bias: float

    @classmethod
    def load(cls, path: Path, signals: tuple[str, ...]) -> Self:
        """Read committed trees over these signals; raises ModelError when missing, damaged or over others."""
        arrays = read_weights(path, ("signals", "features", "thresholds", "leaves", "bias"))
        found = tuple(str(name) for name in arrays["signals"])
        if found != signals:
            raise ModelError(f"the weights {path} are over other signals: reinstall worthwatch")
        if not 1 < arrays["leaves"].shape[1] <= _MOST_LEAVES:
            raise ModelError(f"the trees {path} are too deep, or have no node: reinstall worthwatch")
        return cls(
            found,
            arrays["features"].astype(np.int64),
            arrays["thresholds"].astype(np.float32),
            arrays["leaves"].astype(np.float32),
            float(arrays["bias"]),
        )

    def save(self, path: Path, origin: Origin) -> None:
        """Write the trees to a file; raises StorageError."""
        arrays = {
            "signals": np.array(self.signals),
            "features": self.features.astype(np.int8),
            "thresholds": self.thresholds,
            "leaves": self.leaves.astype(np.float16),
            "bias": np.float32(self.bias),
        }
        write_weights(path, arrays, origin)

    def scores(self, rows: Floats) -> Floats:
        """Return the log odds of each row, shape (n,); ``rows`` are of shape (n, signals)."""
        features, thresholds, leaves, first_leaves = self._layers
        columns = np.ascontiguousarray(rows.T)
        above = columns.take(features.ravel(), axis=0).reshape(*features.shape, len(rows)) > thresholds
        of_node = np.negative(above.view(np.uint8))  # all bits set where the way goes on to the right
        first, bit = len(features) // 2, 1
        way = above[first:].view(np.uint8)  # from each node of the last layer: to which of its two leaves
        while first:  # from there up, every node takes over its left or right one's way to a leaf
            first, bit = first // 2, 2 * bit
            right = of_node[first : 2 * first + 1]
            way = (right & (way[1::2] | bit)) | (~right & way[::2])
        found: Floats = leaves.take(way[0] + first_leaves).sum(axis=0)
        return found + np.float32(self.bias)

    @cached_property
    def _layers(self) -> tuple[NDArray[np.int64], Floats, Floats, NDArray[np.int64]]:
        """Features and thresholds by node rather than by tree, the leaves in a row, each tree's first one."""
        trees, leaves = self.leaves.shape
        return (
            np.ascontiguousarray(self.features.T),
            np.ascontiguousarray(self.thresholds.T)[:, :, None],
            self.leaves.ravel(),
            np.arange(trees)[:, None] * leaves,
        )
