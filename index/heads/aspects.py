"""How likely a text speaks of each aspect, read off its word pieces by a small network.

"She is magnetic" speaks of the acting without a cue for it. The head was trained by
``training/aspects.py`` on features of the packaged model and reads those alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.encoders.base import Features
from index.heads.base import MODEL, Origin, read_weights, write_weights
from index.heads.catalogue import AspectCatalogue
from index.heads.piece_network import PIECE_NETWORK_PARTS, PieceNetwork
from index.heads.weights import logistic

HEAD_FILE = Path(__file__).parent / "data" / "aspects.npz"
_CUED = 0.75
"""How likely a text with a cue for an aspect speaks of it, at least: cues are right in three of five."""
_SPEAKS_FROM = 0.4
"""Likelihood from which a text counts as speaking of an aspect."""
_SURE = 255
"""A likelihood of 1 as it is kept."""


@dataclass(frozen=True, slots=True)
class AspectHead:
    """A network's log odds of each aspect, named in order."""

    aspects: tuple[str, ...]
    network: PieceNetwork
    model_sha256: str

    @classmethod
    def load(cls, path: Path = HEAD_FILE) -> Self:
        """Read the committed weights; raises ModelError when they are missing or damaged."""
        arrays = read_weights(path, ("aspects", *PIECE_NETWORK_PARTS, MODEL))
        names = tuple(str(name) for name in arrays["aspects"])
        return cls(names, PieceNetwork.of_arrays(arrays), str(arrays[MODEL]))

    def save(self, path: Path, origin: Origin) -> None:
        """Write the weights; raises StorageError."""
        named = {"aspects": np.array(self.aspects), MODEL: np.array(self.model_sha256)}
        write_weights(path, named | self.network.arrays(), origin)

    def likelihoods(self, features: Features) -> NDArray[np.float32]:
        """Return how likely each text speaks of each aspect, shape (texts, aspects)."""
        likely: NDArray[np.float32] = logistic(self.network.scores(features))
        return likely


def leanings(
    head: AspectHead, catalogue: AspectCatalogue, texts: Sequence[str], features: Features
) -> NDArray[np.float32]:
    """Return how likely each text speaks of each aspect of the catalogue, (n, aspects), by words and meaning.

    An aspect that the head wasn't trained on is known by its cues alone.
    """
    known = {name: column for column, name in enumerate(head.aspects)}
    by_meaning = head.likelihoods(features)
    likely = np.zeros((len(texts), len(catalogue.aspects)), np.float32)
    for column, name in enumerate(catalogue.aspects):
        if name in known:
            likely[:, column] = by_meaning[:, known[name]]
    for row, text in enumerate(texts):
        for name in catalogue.cued(text):
            column = catalogue.position(name)
            likely[row, column] = max(likely[row, column], _CUED)
    return likely


def spoken_of(catalogue: AspectCatalogue, likely: NDArray[np.float32]) -> tuple[str, ...]:
    """Return the aspects that a text speaks of, from one row of leanings, in the catalogue's order."""
    return tuple(name for name, share in zip(catalogue.aspects, likely, strict=True) if share >= _SPEAKS_FROM)


def as_bytes(likely: NDArray[np.float32]) -> bytes:
    """Return one row of leanings as it is kept, a byte an aspect."""
    return np.round(likely * _SURE).astype(np.uint8).tobytes()


def from_bytes(kept: Sequence[bytes], known: Sequence[str], wanted: Sequence[str]) -> NDArray[np.float32]:
    """Return kept leanings towards the aspects wanted as shares (0 to 1), shape (len(kept), len(wanted)).

    ``known`` are the aspects that they were kept of, in order; towards others they are 0.
    """
    stored: NDArray[np.float32] = np.frombuffer(b"".join(kept), np.uint8).astype(np.float32)
    stored = stored.reshape(len(kept), -1) * np.float32(1 / _SURE)
    if tuple(known) == tuple(wanted):
        return stored
    columns = {name: column for column, name in enumerate(known)}
    shares = np.zeros((len(kept), len(wanted)), np.float32)
    for column, name in enumerate(wanted):
        if name in columns:
            shares[:, column] = stored[:, columns[name]]
    return shares
