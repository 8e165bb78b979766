"""The vectors of passages, in a FAISS index: cosine similarity of unit vectors."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import faiss
import numpy as np
from numpy.typing import NDArray

from index.errors import SnapshotError

FLAT = "Flat"


class VectorIndex:
    """Finds passages by meaning; opened from a snapshot's ``vectors.faiss``."""

    def __init__(self, index: Any) -> None:  # noqa: ANN401 (faiss ships no types)
        self._index = index

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a finished index; raises SnapshotError when it is missing or damaged."""
        try:
            return cls(faiss.read_index(str(path)))
        except RuntimeError as error:
            raise SnapshotError(f"the vectors {path} can't be read: rebuild the show's index") from error

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """The length of each vector."""
        return int(self._index.d)

    def nearest(
        self, vector: NDArray[np.float32], limit: int, *, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return up to ``limit`` (passage number, cosine similarity), most similar first, ties by number.

        ``vector`` is a unit vector of shape (dimension,); with ``among``, only those passages count.
        """
        if not len(self) or (among is not None and len(among) == 0):
            return []
        parameters = None
        if among is not None:
            selector = faiss.IDSelectorBatch(np.asarray(among, dtype=np.int64))
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg] # its stub omits sel
        similarities, numbers = self._index.search(vector[None, :], min(limit, len(self)), params=parameters)
        found = zip(numbers[0].tolist(), similarities[0].tolist(), strict=True)
        return sorted(
            ((number, similarity) for number, similarity in found if number >= 0),
            key=lambda pair: (-pair[1], pair[0]),
        )

    def vectors(self, numbers: Sequence[int]) -> NDArray[np.float32]:
        """Return the stored vectors of some passages, shape (len(numbers), dimension)."""
        if not numbers:
            return np.empty((0, self.dimension), dtype=np.float32)
        stored: NDArray[np.float32] = self._index.reconstruct_batch(np.asarray(numbers, dtype=np.int64))
        return stored


def write_vectors(path: Path, vectors: NDArray[np.float32]) -> str:
    """Write unit vectors of shape (n, dimension), row i being passage i; return the factory string."""
    index = faiss.index_factory(vectors.shape[1], FLAT, faiss.METRIC_INNER_PRODUCT)
    index.add(np.ascontiguousarray(vectors))
    faiss.write_index(index, str(path))
    return FLAT
