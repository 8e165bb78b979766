"""The vectors of passages, in a FAISS index: cosine similarity of unit vectors.

A show is searched exactly until that takes too long. A larger one has its vectors
in cells, a byte a dimension; the cells nearest to a question are looked through, and
the best found are ranked again by their exact vectors, which lie beside as halves.
"""

import threading
from math import sqrt
from pathlib import Path
from typing import Any, BinaryIO, Self

import faiss
import numpy as np
from numpy.typing import NDArray

from index.encoders.processor import cores
from index.store.rows import RowFile
from index.store.vectors.base import FLAT, Numbers, VectorSearch

VECTORS_FILE = "vectors.faiss"
HALVES_FILE = "vectors.f16"
_SPOOL = "vectors.f32"
_EXACT_UP_TO = 50_000
"""Passages that exact search takes some 4 ms for, on one core."""
_LEAST_RECALL = 0.97
"""Share of the ten nearest that a search of cells must find; else the show is searched exactly."""
_PROBES = (16, 32, 64, 128, 256)
"""Cells looked through, the fewest that reach the recall."""
_TRAIN_ON = 50
"""Vectors for each cell that the cells are learnt from."""
_SAMPLE = 200
"""Passages of the show that recall is measured on, each asking for its own ten nearest."""
_TEN = 10
_ADDED = 50_000
"""Vectors that cells take in at once."""
_COMPARED_UP_TO = 4_000
"""Passages asked for that are compared one by one, whatever cells they lie in."""
_READING = threading.Lock()
_REFINED = 2
"""Candidates ranked again for each passage asked for."""


class FaissStore:
    """Keeps vectors in FAISS's files."""

    def writer(self, folder: Path, dimension: int) -> "FaissWriter":
        """Return what writes vectors of that length; row i will be passage i."""
        return FaissWriter(folder, dimension)

    def open(self, folder: Path, search: VectorSearch) -> "FaissIndex":
        """Open a finished index; raises what ``FaissIndex.open`` raises."""
        return FaissIndex.open(folder, search)


class FaissIndex:
    """Finds passages by meaning; opened from a snapshot's folder."""

    def __init__(
        self,
        index: Any,  # noqa: ANN401 (faiss ships no types)
        search: VectorSearch,
        halves: RowFile | None = None,
    ) -> None:
        self._index = index
        self._search = search
        self._exact: NDArray[np.float32] | RowFile = _stored(index) if halves is None else halves

    @classmethod
    def open(cls, folder: Path, search: VectorSearch) -> Self:
        """Open a finished index, cells mapped rather than read.

        Raises OSError, ValueError or what FAISS raises when it is missing, damaged or of another kind.
        """
        path = folder / VECTORS_FILE
        if search.factory == FLAT:
            return cls(_read(path), search)
        index = _read(path, faiss.IO_FLAG_MMAP_IFC)
        halves = RowFile(folder / HALVES_FILE, np.float16, index.d)
        if len(halves) != index.ntotal:
            raise ValueError(f"{folder} holds {index.ntotal} vectors in bytes, {len(halves)} in halves")
        return cls(index, search, halves)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """The length of each vector."""
        return int(self._index.d)

    def nearest(
        self,
        vector: NDArray[np.float32],
        limit: int,
        *,
        among: Numbers | None = None,
    ) -> list[tuple[int, float]]:
        """Return up to ``limit`` (passage number, cosine similarity), most similar first, ties by number.

        ``vector`` is a unit vector of shape (dimension,); with ``among``, only those passages count.
        """
        if not len(self) or (among is not None and len(among) == 0):
            return []
        if among is not None and len(among) <= _COMPARED_UP_TO:
            numbers = np.asarray(among, np.int64)
            similarities = self.similarities(vector, numbers)
        elif isinstance(self._exact, RowFile):
            numbers = self._found(vector, _REFINED * limit, among)
            similarities = self.similarities(vector, numbers)
        else:
            numbers = np.arange(len(self)) if among is None else np.asarray(among, np.int64)
            similarities = np.vecdot(self._exact, vector)[numbers]
        if len(numbers) > limit:
            least = np.partition(similarities, -limit)[-limit]
            near = np.flatnonzero(similarities >= least)
            numbers, similarities = numbers[near], similarities[near]
        order = np.lexsort((numbers, -similarities))[:limit]
        return list(zip(numbers[order].tolist(), similarities[order].tolist(), strict=True))

    def similarities(self, vector: NDArray[np.float32], numbers: Numbers) -> NDArray[np.float32]:
        """Return the cosine similarity of a unit vector to some passages, shape (len(numbers),).

        Taken row by row: a product of a whole matrix rounds equal rows a little differently by their place.
        """
        found: NDArray[np.float32] = np.vecdot(self.vectors(numbers), vector)
        return found

    def vectors(self, numbers: Numbers) -> NDArray[np.float32]:
        """Return the stored vectors of some passages, shape (len(numbers), dimension)."""
        if not len(numbers):
            return np.empty((0, self.dimension), dtype=np.float32)
        chosen = np.asarray(numbers, dtype=np.int64)
        if isinstance(self._exact, RowFile):
            return self._exact.rows(chosen).astype(np.float32)
        stored: NDArray[np.float32] = self._exact.take(chosen, axis=0)
        return stored

    def _found(self, vector: NDArray[np.float32], limit: int, among: Numbers | None) -> NDArray[np.int64]:
        """Return up to ``limit`` passages from the cells nearest to a vector, as their bytes rank them."""
        selector = None if among is None else self._selector(np.asarray(among, np.int64))
        # Fewer passages that count lie in more cells.
        share = 1.0 if among is None else len(among) / len(self)
        parameters: Any = faiss.SearchParametersIVF(sel=selector, nprobe=round(self._search.probes / share))  # type: ignore[call-arg] # its stub omits sel
        faiss.omp_set_num_threads(1)  # a question's search is too short to be shared out; set by thread
        _, numbers = self._index.search(vector[None, :], min(limit, len(self)), params=parameters)
        found: NDArray[np.int64] = numbers[0][numbers[0] >= 0]
        return found

    def _selector(self, among: NDArray[np.int64]) -> Any:  # noqa: ANN401 (faiss ships no types)
        """Return what lets these passages through alone: a bit for each passage of the show."""
        chosen = np.zeros(len(self), bool)
        chosen[among] = True
        bits: Any = np.packbits(chosen, bitorder="little")
        return faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg] # its stub knows the C++ alone


def _read(path: Path, flags: int = 0) -> Any:  # noqa: ANN401 (faiss ships no types)
    """Read an index's file; what a damaged one says of its own length isn't believed.

    FAISS would set that much memory aside. Its limit is the whole process's, so one is read at a time.
    """
    with _READING:
        faiss.set_deserialization_vector_byte_limit(path.stat().st_size)
        return faiss.read_index(str(path), flags)


def _stored(index: Any) -> NDArray[np.float32]:  # noqa: ANN401 (likewise)
    """Return a view of all the vectors that an index of no cells holds, which must outlive it."""
    stored: NDArray[np.float32] = faiss.rev_swig_ptr(index.get_xb(), index.ntotal * index.d)
    return stored.reshape(index.ntotal, index.d)


def write_vectors(folder: Path, vectors: NDArray[np.float32]) -> VectorSearch:
    """Write unit vectors of shape (n, dimension), row i being passage i; return how they are searched."""
    if len(vectors) > _EXACT_UP_TO:
        search = _write_cells(folder, vectors)
        if search.recall >= _LEAST_RECALL:
            return search
        (folder / HALVES_FILE).unlink()
    index = faiss.index_factory(vectors.shape[1], FLAT, faiss.METRIC_INNER_PRODUCT)
    index.add(np.ascontiguousarray(vectors))
    _write(index, folder / VECTORS_FILE)
    return VectorSearch()


def _write(index: Any, path: Path) -> None:  # noqa: ANN401 (faiss ships no types)
    """Write an index to its file; raises OSError, where the library raises its own kind."""
    try:
        faiss.write_index(index, str(path))
    except RuntimeError as error:
        raise OSError(str(error).splitlines()[-1]) from error


class FaissWriter:
    """Takes vectors to a file as they come, so that few are in memory, then writes their index."""

    def __init__(self, folder: Path, dimension: int) -> None:
        self._folder = folder
        self._dimension = dimension
        self._spool = folder / _SPOOL
        self._file: BinaryIO = self._spool.open("wb")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._spool.unlink(missing_ok=True)

    def add(self, vectors: NDArray[np.float32]) -> None:
        """Take the next unit vectors, shape (n, dimension)."""
        self._file.write(np.ascontiguousarray(vectors, np.float32).tobytes())

    def finish(self) -> VectorSearch:
        """Write the index of all of them; return how they are searched."""
        self._file.close()
        taken = np.memmap(self._spool, np.float32, "r").reshape(-1, self._dimension)
        return write_vectors(self._folder, taken)


def _write_cells(folder: Path, vectors: NDArray[np.float32]) -> VectorSearch:
    """Write the vectors in cells and as halves; return the fewest probes that reach the recall."""
    cells = 2 ** round(np.log2(4 * sqrt(len(vectors))))
    factory = f"IVF{cells},SQ8"
    index = faiss.index_factory(vectors.shape[1], factory, faiss.METRIC_INNER_PRODUCT)
    chosen = np.random.default_rng(0)
    learnt_from = chosen.choice(len(vectors), min(len(vectors), _TRAIN_ON * cells), replace=False)
    faiss.omp_set_num_threads(cores())
    index.train(np.ascontiguousarray(vectors[np.sort(learnt_from)]))
    with (folder / HALVES_FILE).open("wb") as halves:
        for start in range(0, len(vectors), _ADDED):
            step = np.ascontiguousarray(vectors[start : start + _ADDED])
            index.add(step)
            halves.write(step.astype(np.float16).tobytes())
    _write(index, folder / VECTORS_FILE)
    sample = np.sort(chosen.choice(len(vectors), _SAMPLE, replace=False))
    exact = _exact_neighbours(vectors, vectors[sample])
    recall = 0.0
    for probes in _PROBES:
        opened = FaissIndex.open(folder, VectorSearch(factory, probes, recall))
        found = [{number for number, _ in opened.nearest(vectors[row], _TEN)} for row in sample]
        shared = (len(own & set(right)) for own, right in zip(found, exact.tolist(), strict=True))
        recall = round(sum(shared) / exact.size, 4)
        if recall >= _LEAST_RECALL:
            return VectorSearch(factory, probes, recall)
    return VectorSearch(factory, _PROBES[-1], recall)


def _exact_neighbours(vectors: NDArray[np.float32], wanted: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the numbers of the ten nearest of each wanted vector, shape (len(wanted), 10)."""
    faiss.omp_set_num_threads(cores())
    _, numbers = faiss.knn(wanted, np.ascontiguousarray(vectors), _TEN, faiss.METRIC_INNER_PRODUCT)
    found: NDArray[np.int64] = numbers
    return found
