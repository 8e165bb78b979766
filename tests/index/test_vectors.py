from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.errors import SnapshotError
from index.vectors import VectorIndex, write_vectors

UNIT = np.array([[1, 0, 0], [0, 1, 0], [0.6, 0.8, 0], [0, 0, -1], [0.8, 0.6, 0]], dtype=np.float32)
EAST = UNIT[0]


def written(folder: Path, vectors: NDArray[np.float32] = UNIT) -> VectorIndex:
    write_vectors(folder / "vectors.faiss", vectors)
    return VectorIndex.open(folder / "vectors.faiss")


def near(pairs: Sequence[tuple[int, float]]) -> list[tuple[int, object]]:
    return [(number, pytest.approx(similarity, abs=1e-6)) for number, similarity in pairs]


@pytest.fixture
def index(tmp_path: Path) -> VectorIndex:
    return written(tmp_path)


def test_the_nearest_come_first_with_their_cosine_similarity(index: VectorIndex) -> None:
    expected = [(0, 1.0), (4, 0.8), (2, 0.6), (1, 0.0), (3, 0.0)]
    assert index.nearest(EAST, 5) == near(expected)
    assert index.nearest(-UNIT[3], 5)[-1] == near([(3, -1.0)])[0]


def test_the_limit_keeps_the_nearest_and_may_exceed_what_is_there(index: VectorIndex) -> None:
    assert index.nearest(EAST, 2) == near([(0, 1.0), (4, 0.8)])
    assert [number for number, _ in index.nearest(EAST, 100)] == [0, 4, 2, 1, 3]


def test_only_the_passages_asked_for_count(index: VectorIndex) -> None:
    assert index.nearest(EAST, 5, among=[3, 2, 1]) == near([(2, 0.6), (1, 0.0), (3, 0.0)])
    assert index.nearest(EAST, 1, among=[1, 2]) == near([(2, 0.6)])
    assert index.nearest(EAST, 5, among=[]) == []


def test_equal_similarities_come_by_number(tmp_path: Path) -> None:
    index = written(tmp_path, np.repeat(UNIT[:1], 4, axis=0))
    assert index.nearest(EAST, 4) == near([(0, 1.0), (1, 1.0), (2, 1.0), (3, 1.0)])


def test_stored_vectors_come_back_in_the_order_asked_for(index: VectorIndex) -> None:
    np.testing.assert_array_equal(index.vectors([4, 0]), UNIT[[4, 0]])
    assert index.vectors([]).shape == (0, 3)


def test_the_index_knows_its_size_and_dimension(index: VectorIndex) -> None:
    assert (len(index), index.dimension) == (5, 3)


def test_writing_tells_how_the_index_was_made(tmp_path: Path) -> None:
    assert write_vectors(tmp_path / "vectors.faiss", UNIT) == "Flat"


@pytest.mark.parametrize("data", [None, b"", b"not an index", b"IxF"])
def test_a_missing_or_damaged_file_is_a_snapshot_error(tmp_path: Path, data: bytes | None) -> None:
    path = tmp_path / "vectors.faiss"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(SnapshotError, match=r"vectors\.faiss can't be read: rebuild"):
        VectorIndex.open(path)
