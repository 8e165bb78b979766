"""The vectors of passages: what the rest of a snapshot needs of whatever keeps and searches them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

FLAT = "Flat"
Numbers = Sequence[int] | NDArray[np.int32] | NDArray[np.int64]
"""Numbers of passages."""


@dataclass(frozen=True, slots=True)
class VectorSearch:
    """How a show's vectors are searched: FAISS's factory string, cells looked through, recall of ten.

    ``probes`` is 0 and ``recall`` 1 where every vector is compared.
    """

    factory: str = FLAT
    probes: int = 0
    recall: float = 1.0


class VectorIndex(Protocol):
    """Finds passages by meaning; safe to use from several threads."""

    def __len__(self) -> int:
        """Return how many vectors it holds."""
        ...

    @property
    def dimension(self) -> int:
        """The length of each vector."""
        ...

    def nearest(
        self, vector: NDArray[np.float32], limit: int, *, among: Numbers | None = None
    ) -> list[tuple[int, float]]:
        """Return up to ``limit`` (passage number, cosine similarity), most similar first, ties by number.

        ``vector`` is a unit vector of shape (dimension,); with ``among``, only those passages count.
        """
        ...

    def similarities(self, vector: NDArray[np.float32], numbers: Numbers) -> NDArray[np.float32]:
        """Return the cosine similarity of a unit vector to some passages, shape (len(numbers),)."""
        ...

    def vectors(self, numbers: Numbers) -> NDArray[np.float32]:
        """Return the stored vectors of some passages, shape (len(numbers), dimension)."""
        ...


class VectorWriter(Protocol):
    """Takes vectors as they come, so that few are in memory; a ``with`` block closes its files."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def add(self, vectors: NDArray[np.float32]) -> None:
        """Take the next unit vectors, shape (n, dimension)."""
        ...

    def finish(self) -> VectorSearch:
        """Write the index of all of them; return how they are searched."""
        ...


class VectorStore(Protocol):
    """Writes a show's vectors into a snapshot's folder, and opens them there."""

    def writer(self, folder: Path, dimension: int) -> VectorWriter:
        """Return what writes vectors of that length; row i will be passage i."""
        ...

    def open(self, folder: Path, search: VectorSearch) -> VectorIndex:
        """Open finished vectors.

        Raises OSError, ValueError or what the library behind it raises when they are missing, damaged
        or of another kind.
        """
        ...
