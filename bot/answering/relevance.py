"""How likely a passage answers a question, from its signals: trees learnt from marked answers.

The trees in ``data/relevance.npz`` come from ``training/relevance.py``; they know signals by name and
nothing of any show.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bot.answering.signals import SIGNALS
from bot.answering.trees import Floats, Trees
from index import logistic

WEIGHTS_FILE = Path(__file__).parent / "data" / "relevance.npz"


@dataclass(frozen=True, slots=True)
class RelevanceModel:
    """Trees over the signals."""

    trees: Trees

    @classmethod
    def load(cls, path: Path = WEIGHTS_FILE) -> Self:
        """Read the committed trees; raises ModelError when they are missing, damaged or of other signals."""
        return cls(Trees.load(path, SIGNALS))

    def probabilities(self, signals: Floats) -> Floats:
        """Return how likely each row of signals, shape (n, len(SIGNALS)), answers: n numbers from 0 to 1."""
        likely: Floats = logistic(self.trees.scores(signals))
        return likely
