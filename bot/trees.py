"""Boosted decision trees: what many weak rules, learnt from marked examples, add up to.

Every tree is complete: its nodes lie in layers, node ``i`` before ``2i + 1`` and ``2i + 2``,
so that all trees are walked at once, a layer a step, from their leaves.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index import ModelError, read_weights

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
        return cls(
            found,
            arrays["features"].astype(np.int64),
            arrays["thresholds"].astype(np.float32),
            arrays["leaves"].astype(np.float32),
            float(arrays["bias"]),
        )

    def save(self, path: Path) -> None:
        """Write the trees to a file."""
        np.savez_compressed(
            path,
            signals=np.array(self.signals),
            features=self.features.astype(np.int8),
            thresholds=self.thresholds,
            leaves=self.leaves.astype(np.float16),
            bias=np.float32(self.bias),
        )

    def scores(self, rows: Floats) -> Floats:
        """Return the log odds of each row, shape (n,); ``rows`` are of shape (n, signals)."""
        features, thresholds, values = self._layers
        columns = np.ascontiguousarray(rows.T)
        above = columns.take(features.ravel(), axis=0).reshape(*features.shape, len(rows)) > thresholds
        first = len(features)
        while first:  # from the last layer up, every node takes over its left or right one's value
            first //= 2
            values = np.where(above[first : 2 * first + 1], values[1::2], values[::2])
        found: Floats = values[0].sum(axis=0)
        return found + np.float32(self.bias)

    @cached_property
    def _layers(self) -> tuple[NDArray[np.int64], Floats, Floats]:
        """Features, thresholds and leaves by node rather than by tree: shapes (nodes, trees, …)."""
        return (
            np.ascontiguousarray(self.features.T),
            np.ascontiguousarray(self.thresholds.T)[:, :, None],
            np.ascontiguousarray(self.leaves.T)[:, :, None],
        )
