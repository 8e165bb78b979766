"""A small network over a text's features: one hidden layer, a byte a weight."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

_BYTE = 127
_SMALLEST = float(np.finfo(np.float32).tiny)
NETWORK_PARTS = ("inner", "unit_scales", "feature_scales", "inner_biases", "outer", "outer_biases")
"""What a network is in a file: an inner weight is a byte times its unit's scale and its feature's."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Network:
    """``inner`` of shape (hidden, features), ``outer`` of shape (outputs, hidden), and their biases."""

    inner: Floats
    inner_biases: Floats
    outer: Floats
    outer_biases: Floats

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, Any], prefix: str = "") -> Self:
        """Return the network that a file's arrays make up, named as in ``NETWORK_PARTS`` after the prefix."""
        inner, unit_scales, feature_scales, *others = (
            arrays[prefix + part].astype(np.float32) for part in NETWORK_PARTS
        )
        return cls(inner * unit_scales[:, None] * feature_scales, *others)

    def arrays(self, prefix: str = "") -> dict[str, Any]:
        """Return what stands for the network in a file."""
        feature_scales = np.maximum(np.sqrt((self.inner**2).mean(axis=0)), _SMALLEST)
        even = self.inner / feature_scales
        unit_scales = np.maximum(np.abs(even).max(axis=1), _SMALLEST) / _BYTE
        parts = (
            np.round(even / unit_scales[:, None]).astype(np.int8),
            unit_scales.astype(np.float32),
            feature_scales.astype(np.float32),
            self.inner_biases.astype(np.float32),
            self.outer.astype(np.float16),
            self.outer_biases.astype(np.float32),
        )
        return {prefix + part: values for part, values in zip(NETWORK_PARTS, parts, strict=True)}

    def scores(self, features: Floats) -> Floats:
        """Return the outputs for rows of features: (n, features) to (n, outputs)."""
        hidden = np.maximum(features @ self.inner.T + self.inner_biases, 0)
        found: Floats = hidden @ self.outer.T + self.outer_biases
        return found
