"""Trained weights as bytes, and what turns their scores into shares."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

_BYTE = 127
_SMALLEST = float(np.finfo(np.float32).tiny)


def scaled_bytes(
    matrix: NDArray[np.float32],
) -> tuple[NDArray[np.int8], NDArray[np.float32], NDArray[np.float32]]:
    """Return a matrix of weights, (units, features), as bytes, with the scales of its units and features.

    A weight is its byte times its unit's scale and its feature's.
    """
    feature_scales = np.maximum(np.sqrt((matrix**2).mean(axis=0)), _SMALLEST)
    even = matrix / feature_scales
    unit_scales = np.maximum(np.abs(even).max(axis=1), _SMALLEST) / _BYTE
    return np.round(even / unit_scales[:, None]).astype(np.int8), unit_scales, feature_scales


def from_scaled_bytes(
    kept: NDArray[np.int8], unit_scales: NDArray[np.float32], feature_scales: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return the matrix that ``scaled_bytes`` took apart."""
    matrix: NDArray[np.float32] = kept.astype(np.float32) * unit_scales[:, None] * feature_scales
    return matrix


def even_bytes(matrix: NDArray[np.float32]) -> tuple[NDArray[np.int8], np.float32]:
    """Return a matrix of weights as bytes, with the scale of them all: a weight is its byte times that."""
    scale = np.float32(max(float(np.abs(matrix).max()), _SMALLEST) / _BYTE)
    return np.round(matrix / scale).astype(np.int8), scale


def log_softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the log probabilities of exclusive classes from their scores, along the last axis."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    logs: NDArray[np.float32] = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return logs


def logistic(scores: Any) -> Any:  # noqa: ANN401 (a number or an array of any shape)
    """Return the probabilities of log odds."""
    return 1 / (1 + np.exp(-scores))
