"""What building and asking need of a model that turns texts into unit vectors."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
FULL_PRECISION, ONE_BYTE = "fp32", "int8"
"""How a model's weights are kept. Texts are read in full precision: bytes change what is counted."""
_SHORTEST = 1e-6
DoneCallback = Callable[[int, int], None]
"""Called with the number done and the number in all."""


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """What tells two models apart: vectors of one mean nothing to another."""

    name: str
    sha256: str
    dimension: int


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """A text's word pieces: their ids, shape (n,), and unit vectors, (n, dimension); n is at least 1."""

    ids: NDArray[np.int64]
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class Encoded:
    """One text's unit vector, shape (dimension,), its middle, its word pieces, and these inside the model.

    The middle is the unit mean of the text's pieces halfway through the model's layers: further
    on, a model of what texts have in common lets go of how they feel. ``inside`` are all its pieces,
    the special ones too, one layer later, shape (pieces, dimension).
    """

    vector: Vectors
    middle: Vectors
    tokens: TokenVectors
    inside: Vectors

    @property
    def row(self) -> Vectors:
        """The vector with the middle, shape (2 * dimension,)."""
        return np.concatenate((self.vector, self.middle))


@dataclass(frozen=True, slots=True)
class Features:
    """What heads read of texts.

    ``rows`` are their vectors with their middles, shape (texts, 2 * dimension), ``pieces`` all their
    pieces inside the model, text after text, (pieces, dimension), and ``starts`` where each text's begin.
    """

    rows: Vectors
    pieces: Vectors
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, encoded: Sequence[Encoded]) -> Self:
        """Return the features of texts, at least one."""
        lengths = [len(one.inside) for one in encoded]
        return cls(
            rows=np.stack([one.row for one in encoded]),
            pieces=np.concatenate([one.inside for one in encoded]),
            starts=np.cumsum([0, *lengths[:-1]]),
        )


def unit_rows(vectors: Vectors, *, shortest: float = _SHORTEST) -> Vectors:
    """Return vectors, (n, dimension), brought to length 1.

    One shorter than ``shortest`` is stretched no further than one of that length: noise, or nothing at all.
    """
    lengths = np.sqrt(np.einsum("nd,nd->n", vectors, vectors))[:, None]
    unit: Vectors = (vectors / np.maximum(lengths, shortest)).astype(np.float32, copy=False)
    return unit


class Encoder(Protocol):
    """What building and asking need of a model."""

    @property
    def identity(self) -> ModelIdentity:
        """The model's name, digest and dimension."""
        ...

    @property
    def precision(self) -> str:
        """How the model's weights are kept: FULL_PRECISION or ONE_BYTE."""
        ...

    def encode(self, texts: Sequence[str], *, on_done: DoneCallback | None = None) -> Vectors:
        """Return unit vectors of shape (len(texts), dimension), in the order of the texts."""
        ...

    def encode_tokens(self, texts: Sequence[str]) -> list[Encoded]:
        """Return each text's vector, middle and word pieces, in one pass of the model, in their order."""
        ...
