"""A small network over a text's features: one hidden layer, a byte a weight."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from index.heads.weights import from_scaled_bytes, scaled_bytes

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
        return cls(from_scaled_bytes(inner, unit_scales, feature_scales), *others)

    def arrays(self, prefix: str = "") -> dict[str, Any]:
        """Return what stands for the network in a file."""
        parts = (
            *scaled_bytes(self.inner),
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
