"""Boosted decision trees: what many weak rules, learnt from marked examples, add up to.

Every tree is complete: its nodes lie in layers, node ``i`` before ``2i + 1`` and ``2i + 2``,
so that all trees are walked at once, a layer a step.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index import ModelError, read_weights

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
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
        trees, inner = self.features.shape
        first = np.arange(trees) * inner
        features, thresholds = self.features.ravel(), self.thresholds.ravel()
        node = np.zeros((len(rows), trees), np.int64)
        of_row = np.arange(len(rows))[:, None] * rows.shape[1]
        flat = np.ascontiguousarray(rows).ravel()
        for _ in range((inner + 1).bit_length() - 1):
            place = first + node
            node = 2 * node + 1 + (flat[of_row + features[place]] > thresholds[place])
        found: Floats = self.leaves.ravel()[np.arange(trees) * (inner + 1) + node - inner].sum(axis=1)
        return found + np.float32(self.bias)
