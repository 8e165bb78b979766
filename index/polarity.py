"""How a passage feels, read off its sentence vector by a small linear head.

The head was trained by ``training/polarity.py`` on vectors of the packaged
model and reads those alone; its weights are a few kilobytes in ``data/``.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from index.model import Polarity

HEAD_FILE = Path(__file__).parent / "data" / "polarity.npz"
CLASSES = ("negative", "none", "positive")

_NONE_FROM = 0.45
"""Probability of "none" from which a passage takes no side."""
_MIXED_BELOW = 0.12
"""Valence (positive minus negative probability) below which the sides balance."""


@dataclass(frozen=True, slots=True)
class Feeling:
    """A passage's polarity and its valence: positive minus negative probability, -1 to 1."""

    polarity: Polarity
    valence: float


@dataclass(frozen=True, slots=True)
class PolarityHead:
    """Three linear scores over a sentence vector: weights (3, dimension), biases (3,)."""

    weights: NDArray[np.float32]
    biases: NDArray[np.float32]
    model_sha256: str

    @classmethod
    def load(cls, path: Path = HEAD_FILE) -> Self:
        """Read the committed weights; raises ModelError when they are missing or damaged."""
        try:
            with np.load(path, allow_pickle=False) as arrays:
                return cls(arrays["weights"], arrays["biases"], str(arrays["model"]))
        except (OSError, KeyError, ValueError) as error:
            raise ModelError(f"the polarity weights {path} can't be read: reinstall worthwatch") from error

    def read(self, vectors: NDArray[np.float32]) -> list[Feeling]:
        """Return the feeling of each unit vector of shape (n, dimension)."""
        logits = vectors @ self.weights.T + self.biases
        exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
        probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
        return [_feeling(*map(float, row)) for row in probabilities]


def _feeling(negative: float, none: float, positive: float) -> Feeling:
    valence = positive - negative
    if none >= _NONE_FROM:
        polarity = Polarity.NONE
    elif abs(valence) < _MIXED_BELOW:
        polarity = Polarity.MIXED
    else:
        polarity = Polarity.POSITIVE if valence > 0 else Polarity.NEGATIVE
    return Feeling(polarity, round(valence, 4))
