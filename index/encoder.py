"""What building and asking need of a model that turns texts into unit vectors."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]
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
    """One text's unit vector, shape (dimension,), and its word pieces."""

    vector: Vectors
    tokens: TokenVectors


class Encoder(Protocol):
    """What building and asking need of a model."""

    @property
    def identity(self) -> ModelIdentity:
        """The model's name, digest and dimension."""
        ...

    @property
    def precision(self) -> str:
        """How the model's weights are kept: "fp32" or "int8"."""
        ...

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """Return unit vectors of shape (len(texts), dimension), in the order of the texts."""
        ...

    def encode_tokens(self, texts: Sequence[str]) -> list[Encoded]:
        """Return each text's vector with its word pieces, in one pass of the model."""
        ...
