"""How likely a passage answers a question: one weight a signal, learnt from marked answers.

The weights in ``data/relevance.json`` come from ``training/relevance.py``; they
are few, have names, and know nothing of any show.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from bot.signals import SIGNALS
from index import ModelError

WEIGHTS_FILE = Path(__file__).parent / "data" / "relevance.json"


@dataclass(frozen=True, slots=True)
class RelevanceHead:
    """A logistic model of the signals: ``weights`` of shape (len(SIGNALS),)."""

    weights: NDArray[np.float32]
    bias: float

    @classmethod
    def load(cls, path: Path = WEIGHTS_FILE) -> Self:
        """Read the committed weights; raises ModelError when they are missing, damaged or lack a signal."""
        try:
            table = json.loads(path.read_text(encoding="utf-8"))
            weights, bias = table["weights"], float(table["bias"])
            return cls(np.array([weights[name] for name in SIGNALS], np.float32), bias)
        except (OSError, KeyError, TypeError, ValueError) as error:
            raise ModelError(f"the relevance weights {path} can't be read: reinstall worthwatch") from error

    def probabilities(self, signals: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return how likely each row of signals, shape (n, len(SIGNALS)), answers: n numbers from 0 to 1."""
        likely: NDArray[np.float32] = 1 / (1 + np.exp(-(signals @ self.weights + self.bias)))
        return likely
