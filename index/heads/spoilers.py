"""Whether a passage gives plot away although its review carries no mark.

Two readers, either of which covers it: phrases that reveal ("turns out", "who
she really is", "dies in"), and a small network over a text's word pieces. Both are
set for recall: covering a harmless sentence costs a click, showing a twist can't
be taken back. The network was trained by ``training/spoilers.py`` on features of the
packaged model and reads those alone. Figures are in docs/evals.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from index.encoders.base import Features
from index.heads.base import MODEL, Origin, read_weights, write_weights
from index.heads.piece_network import PIECE_NETWORK_PARTS, PieceNetwork
from index.heads.weights import logistic
from index.language.reveals import reveals

HEAD_FILE = Path(__file__).parent / "data" / "spoilers.npz"
_SPOILS_FROM = 0.1
"""Probability from which a passage is covered; see docs/evals.md."""
_SURELY_FROM, _OPINION_FROM = 0.3, 0.6
"""The same for a passage whose valence is at least the second: it judges more than it tells."""


@dataclass(frozen=True, slots=True)
class SpoilerHead:
    """A network with one output: the log odds that a text gives plot away."""

    network: PieceNetwork
    model_sha256: str

    @classmethod
    def load(cls, path: Path = HEAD_FILE) -> Self:
        """Read the committed weights; raises ModelError when they are missing or damaged."""
        arrays = read_weights(path, (*PIECE_NETWORK_PARTS, MODEL))
        return cls(PieceNetwork.of_arrays(arrays), str(arrays[MODEL]))

    def save(self, path: Path, origin: Origin) -> None:
        """Write the weights; raises StorageError."""
        write_weights(path, self.network.arrays() | {MODEL: np.array(self.model_sha256)}, origin)

    def spoils(self, texts: Sequence[str], features: Features, valences: Sequence[float]) -> list[bool]:
        """Tell of each text whether it gives plot away; ``valences`` are how they feel, -1 to 1."""
        probabilities = logistic(self.network.scores(features)[:, 0])
        return [
            reveals(text)
            or bool(probability >= (_SURELY_FROM if abs(valence) >= _OPINION_FROM else _SPOILS_FROM))
            for text, probability, valence in zip(texts, probabilities, valences, strict=True)
        ]
