"""What every store of vectors does; a new one is one more parameter."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.store.vectors.base import VectorIndex, VectorSearch, VectorStore
from index.store.vectors.faiss import FaissStore

UNIT = np.array([[1, 0, 0], [0, 1, 0], [0.6, 0.8, 0], [0, 0, -1], [0.8, 0.6, 0]], dtype=np.float32)
EAST = UNIT[0]


@pytest.fixture(params=[FaissStore()], ids=lambda store: type(store).__name__)
def store(request: pytest.FixtureRequest) -> VectorStore:
    chosen: VectorStore = request.param
    return chosen


@pytest.fixture
def index(store: VectorStore, tmp_path: Path) -> VectorIndex:
    return written(store, tmp_path)


def written(store: VectorStore, folder: Path, vectors: NDArray[np.float32] = UNIT) -> VectorIndex:
    with store.writer(folder, vectors.shape[1]) as writer:
        writer.add(vectors[:2])
        writer.add(vectors[2:])
        search = writer.finish()
    return store.open(folder, search)


def near(pairs: Sequence[tuple[int, float]]) -> list[tuple[int, object]]:
    return [(number, pytest.approx(similarity, abs=1e-6)) for number, similarity in pairs]


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


def test_equal_similarities_come_by_number(store: VectorStore, tmp_path: Path) -> None:
    index = written(store, tmp_path, np.repeat(UNIT[:1], 4, axis=0))
    assert index.nearest(EAST, 4) == near([(0, 1.0), (1, 1.0), (2, 1.0), (3, 1.0)])


@pytest.mark.parametrize("among", [None, range(3, 400)])
def test_equal_vectors_come_by_number_wherever_they_stand(
    store: VectorStore, tmp_path: Path, among: range | None
) -> None:
    chance = np.random.default_rng(0)
    vectors = chance.normal(size=(401, 384)).astype(np.float32)
    equal = sorted(chance.choice(np.arange(3, 400), 12, replace=False).tolist())
    vectors[equal] = vectors[equal[0]]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    found = written(store, tmp_path, vectors).nearest(vectors[equal[0]], 100, among=among)
    assert [number for number, _ in found[:12]] == equal
    assert len({similarity for _, similarity in found[:12]}) == 1


def test_stored_vectors_come_back_in_the_order_asked_for(index: VectorIndex) -> None:
    np.testing.assert_array_equal(index.vectors([4, 0]), UNIT[[4, 0]])
    assert index.vectors([]).shape == (0, 3)


def test_the_index_knows_its_size_and_dimension(index: VectorIndex) -> None:
    assert (len(index), index.dimension) == (5, 3)


def test_what_is_missing_is_not_opened(store: VectorStore, tmp_path: Path) -> None:
    with pytest.raises((OSError, ValueError, RuntimeError)):
        store.open(tmp_path, VectorSearch())


def test_a_writer_that_did_not_finish_leaves_nothing_behind(store: VectorStore, tmp_path: Path) -> None:
    with store.writer(tmp_path, 3) as writer:
        writer.add(UNIT)
    assert list(tmp_path.iterdir()) == []
