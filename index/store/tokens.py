"""The vectors of passages' word pieces, for late interaction: each word of a question finds its match.

A passage's score is the mean, weighted by rarity, of how near each of the
question's word pieces comes to any of the passage's (MaxSim). The vectors are
projected onto the directions that vary most and kept as bytes, about 2.4 KB a
passage: measured to rank no worse than all dimensions in full precision.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Self

import numpy as np
from numpy.typing import NDArray

from index.encoders.base import TokenVectors, Vectors, unit_rows
from index.store.rows import RowFile

DIMENSIONS = 96
_SCALE = 127.0
_SHORTEST = 0.1
"""A projection shorter than this is noise: it isn't stretched to full length."""
_NO_VARIANCE = 1e-9
"""Share of the greatest variance under which a direction holds nothing of the show."""
FIT_ON = 20_000
"""Word pieces that the projection is fitted on: the first of the show."""
_VECTORS, _IDS = "vectors.i8", "ids.i4"
_STARTS, _RARITY, _PROJECTION = "starts.npy", "rarity.npy", "projection.npy"


@dataclass(frozen=True, slots=True)
class StoredPieces:
    """A passage's word pieces as an index keeps them: ids, shape (n,), and projected vectors, (n, kept)."""

    ids: NDArray[np.int32]
    vectors: NDArray[np.int8]


class TokenIndex:
    """Scores passages by late interaction; opened from a snapshot's ``tokens/`` folder."""

    def __init__(
        self,
        vectors: RowFile,
        ids: RowFile,
        starts: NDArray[np.int64],
        rarity: Vectors,
        projection: Vectors,
    ) -> None:
        self._vectors = vectors
        self._ids = ids
        self._starts = starts
        self._rarity = rarity
        self.projection = projection

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open a finished index; raises OSError, ValueError or the like when it is missing or damaged."""
        starts = _numbers(folder / _STARTS, np.int64, dimensions=1)
        rarity = _numbers(folder / _RARITY, np.float32, dimensions=1)
        projection = _numbers(folder / _PROJECTION, np.float32, dimensions=2)
        vectors = RowFile(folder / _VECTORS, np.int8, projection.shape[1])
        ids = RowFile(folder / _IDS, np.int32, 1)
        if not len(vectors) == len(ids) == starts[-1]:
            raise ValueError(f"the files of {folder} are of different numbers of word pieces")
        if starts[0] or not np.all(starts[:-1] < starts[1:]):
            raise ValueError(f"{folder / _STARTS} doesn't go up")
        return cls(vectors, ids, starts, rarity, projection)

    def __len__(self) -> int:
        return len(self._starts) - 1

    @property
    def count(self) -> int:
        """How many word pieces there are."""
        return len(self._ids)

    def pieces(self, numbers: Sequence[int]) -> list[StoredPieces]:
        """Return what is kept of passages' word pieces."""
        chosen = np.asarray(numbers, np.int64)
        starts = self._starts[chosen]
        lengths = self._starts[chosen + 1] - starts
        ids, vectors = self._ids.spans(starts, lengths)[:, 0], self._vectors.spans(starts, lengths)
        ends = np.cumsum(lengths).tolist()
        return [
            StoredPieces(ids[first:end], vectors[first:end])
            for first, end in zip([0, *ends], ends, strict=False)
        ]

    def interactions(self, question: TokenVectors, numbers: Sequence[int] | NDArray[np.int64]) -> list[float]:
        """Return each passage's late-interaction score with a question, about 0 to 1."""
        weights = self._weights(question.ids)
        if not len(numbers) or not weights.sum():
            return [0.0] * len(numbers)
        shares = weights / (weights.sum() * _SCALE)
        wanted = unit_rows(question.vectors @ self.projection, shortest=_SHORTEST) * shares[:, None]
        chosen = np.asarray(numbers, np.int64)
        starts = self._starts[chosen]
        lengths = self._starts[chosen + 1] - starts
        edges = np.cumsum(lengths) - lengths
        similarities = self._vectors.spans(starts, lengths).astype(np.float32) @ wanted.T
        nearest = np.maximum.reduceat(similarities, edges, axis=0)
        scores: list[float] = nearest.sum(axis=1).tolist()
        return scores

    def _weights(self, ids: NDArray[np.int64]) -> Vectors:
        known = np.where(ids < len(self._rarity), ids, len(self._rarity) - 1)
        weights: Vectors = self._rarity[known]
        return weights


def _numbers(path: Path, dtype: type[np.generic], *, dimensions: int) -> NDArray[Any]:
    """Read an array that must be of this kind and finite; raises ValueError where it is another.

    It is mapped first: what a damaged file says of its own shape would be set aside in memory.
    """
    mapped = np.lib.format.open_memmap(path, mode="r")
    if mapped.dtype != dtype or mapped.ndim != dimensions:
        raise ValueError(f"{path} doesn't hold what was written")
    if not mapped.size or not np.all(np.isfinite(mapped)):
        raise ValueError(f"{path} is empty, or of numbers that can't be counted with")
    return np.array(mapped)


class TokenWriter:
    """Writes a show's word pieces, passage by passage in the order of their numbers.

    With the ``projection`` of an earlier index, passages stored there are taken over
    as they are. Used in a ``with`` block, which closes its files whatever happens.
    """

    def __init__(self, folder: Path, *, projection: Vectors | None = None) -> None:
        folder.mkdir(parents=True)
        self._folder = folder
        self._file: BinaryIO = (folder / _VECTORS).open("wb")
        self._ids: BinaryIO = (folder / _IDS).open("wb")
        self._waiting: list[Vectors] = []
        self._waiting_pieces = 0
        self._projection = projection
        self._lengths = array("q")
        self._frequency = np.zeros(1, dtype=np.int64)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._ids.close()

    def add(self, passages: Sequence[TokenVectors | StoredPieces]) -> None:
        """Take the next passages, each with at least one word piece.

        Stored ones are of the index whose projection was given.
        """
        if not passages:
            return
        lengths = [len(passage.ids) for passage in passages]
        ids = np.concatenate([passage.ids for passage in passages]).astype(np.int32)
        self._lengths.extend(lengths)
        self._count(ids, lengths)
        self._ids.write(ids.tobytes())
        for passage in passages:
            if isinstance(passage, StoredPieces):
                self._flush()
                self._file.write(passage.vectors.tobytes())
            else:
                self._waiting.append(passage.vectors)
                self._waiting_pieces += len(passage.ids)
        if self._waiting_pieces >= FIT_ON or self._projection is not None:
            self._flush()

    def finish(self) -> None:
        """Write what is left and what opening needs."""
        self._flush()
        self._file.close()
        self._ids.close()
        rarity = np.log(max(len(self._lengths), 2) / (1 + self._frequency.astype(np.float64)))
        starts = np.concatenate([[0], np.cumsum(np.asarray(self._lengths, np.int64))]).astype(np.int64)
        np.save(self._folder / _STARTS, starts)
        np.save(self._folder / _RARITY, np.clip(rarity, 0, None).astype(np.float32))
        if self._projection is not None:
            np.save(self._folder / _PROJECTION, self._projection)

    def _count(self, ids: NDArray[np.int32], lengths: Sequence[int]) -> None:
        """Count in how many passages, ``lengths`` pieces each, every id stands."""
        highest = int(ids.max()) + 1
        if highest >= len(self._frequency):  # the last place stays free: it stands for what no passage holds
            grown = np.zeros(highest + 1, dtype=np.int64)
            grown[: len(self._frequency)] = self._frequency
            self._frequency = grown
        in_passages = np.unique(np.repeat(np.arange(len(lengths)), lengths) * highest + ids) % highest
        self._frequency[:highest] += np.bincount(in_passages, minlength=highest)

    def _flush(self) -> None:
        if not self._waiting:
            return
        vectors = np.concatenate(self._waiting)
        self._waiting, self._waiting_pieces = [], 0
        if self._projection is None:
            self._projection = _fit(vectors)
        stored = np.round(unit_rows(vectors @ self._projection, shortest=_SHORTEST) * _SCALE)
        self._file.write(stored.astype(np.int8).tobytes())


def _fit(vectors: Vectors) -> Vectors:
    """Return the directions along which the vectors vary most, shape (dimension, at most DIMENSIONS)."""
    exact = vectors.astype(np.float64)
    variances, directions = np.linalg.eigh(exact.T @ exact)  # least first
    kept = min(DIMENSIONS, int((variances > _NO_VARIANCE * variances[-1]).sum()))
    projection: Vectors = directions[:, ::-1][:, :kept].astype(np.float32)
    return projection
