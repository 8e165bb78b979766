"""A small network over a text's word pieces and its vectors, a byte a weight.

A mean over the pieces blurs what single ones say ("never once dull"). So learnt looks weigh the
pieces and take a little of what they single out, peaks take the most that any piece has of
something, and both are read together with the text's vectors.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from index.encoders.base import Features
from index.heads.weights import from_scaled_bytes, scaled_bytes

Floats = NDArray[np.float32]
_MATRICES = ("looks", "taken", "peaks", "whole")
_SHORT = ("taken_biases", "peak_biases", "whole_biases", "outer", "outer_biases")
_SCALED = ("", "_unit_scales", "_feature_scales")
PIECE_NETWORK_PARTS = (*(name + part for name in _MATRICES for part in _SCALED), *_SHORT)
"""What a network is in a file: of each matrix, what ``scaled_bytes`` gives."""


@dataclass(frozen=True, slots=True)
class PieceNetwork:
    """The weights, with their biases; ``outer`` reads what was taken, the peaks and the whole.

    ``looks`` (looks, dimension): how much each look minds a piece. ``taken`` (looks * width, dimension):
    what it takes of those. ``peaks`` (peaks, dimension). ``whole`` (units, 2 * dimension).
    ``outer`` (outputs, looks * width + peaks + units).
    """

    looks: Floats
    taken: Floats
    taken_biases: Floats
    peaks: Floats
    peak_biases: Floats
    whole: Floats
    whole_biases: Floats
    outer: Floats
    outer_biases: Floats

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, Any], prefix: str = "") -> Self:
        """Return the network of a file's arrays: ``PIECE_NETWORK_PARTS``, after the prefix."""
        # Laid out by column, a few pieces are multiplied with them in half the time.
        matrices = {
            name: np.asfortranarray(from_scaled_bytes(*(arrays[prefix + name + part] for part in _SCALED)))
            for name in _MATRICES
        }
        return cls(**matrices, **{name: arrays[prefix + name].astype(np.float32) for name in _SHORT})

    def arrays(self, prefix: str = "") -> dict[str, Any]:
        """Return what stands for the network in a file."""
        parts: dict[str, Any] = {}
        for name in _MATRICES:
            kept = scaled_bytes(getattr(self, name))
            parts |= {prefix + name + part: own for part, own in zip(_SCALED, kept, strict=True)}
        return parts | {prefix + name: getattr(self, name).astype(np.float16) for name in _SHORT}

    def scores(self, features: Features) -> Floats:
        """Return the outputs for each text, shape (texts, outputs)."""
        starts, pieces, looks = features.starts, features.pieces, len(self.looks)
        of_text = np.zeros(len(pieces), np.int64)
        of_text[starts[1:]] = 1  # each text has a piece at least
        of_text = of_text.cumsum()
        minded = pieces @ self.looks.T
        minded = np.exp(minded - np.maximum.reduceat(minded, starts)[of_text])
        minded /= np.add.reduceat(minded, starts)[of_text]
        taken = (pieces @ self.taken.T).reshape(len(pieces), looks, -1) * minded[:, :, None]
        hidden = np.concatenate((
            np.add.reduceat(taken.reshape(len(pieces), -1), starts) + self.taken_biases,
            np.maximum.reduceat(pieces @ self.peaks.T, starts) + self.peak_biases,
            features.rows @ self.whole.T + self.whole_biases,
        ), axis=1)  # fmt: skip
        found: Floats = np.maximum(hidden, 0) @ self.outer.T + self.outer_biases
        return found
