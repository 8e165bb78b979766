from pathlib import Path

import faiss
import numpy as np
import pytest
from numpy.typing import NDArray

from index.store.vectors.base import VectorSearch
from index.store.vectors.faiss import FaissIndex, write_vectors

UNIT = np.array([[1, 0, 0], [0, 1, 0], [0.6, 0.8, 0], [0, 0, -1], [0.8, 0.6, 0]], dtype=np.float32)
EAST = UNIT[0]


def written(folder: Path, vectors: NDArray[np.float32] = UNIT) -> FaissIndex:
    return FaissIndex.open(folder, write_vectors(folder, vectors))


@pytest.fixture
def index(tmp_path: Path) -> FaissIndex:
    return written(tmp_path)


def test_a_scope_too_large_to_be_taken_out_is_held_to_all_the_same(
    index: FaissIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.store.vectors.faiss._COMPARED_UP_TO", 2)
    assert [number for number, _ in index.nearest(EAST, 5, among=[1, 2, 3])] == [2, 1, 3]


def test_an_index_of_another_kind_than_was_written_down_is_not_opened(tmp_path: Path) -> None:
    quantizer = faiss.IndexFlatIP(3)
    cells = faiss.IndexIVFFlat(quantizer, 3, 1, faiss.METRIC_INNER_PRODUCT)
    cells.train(UNIT)
    cells.add(UNIT)
    faiss.write_index(cells, str(tmp_path / "vectors.faiss"))
    with pytest.raises((OSError, RuntimeError, AttributeError)):  # whatever FAISS raises
        FaissIndex.open(tmp_path, VectorSearch())


def test_writing_tells_how_the_index_was_made(tmp_path: Path) -> None:
    assert write_vectors(tmp_path, UNIT) == VectorSearch("Flat", 0, 1.0)


@pytest.mark.parametrize("data", [None, b"", b"not an index", b"IxF"])
def test_a_missing_or_damaged_file_is_not_opened(tmp_path: Path, data: bytes | None) -> None:
    path = tmp_path / "vectors.faiss"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises((OSError, RuntimeError, AttributeError)):  # whatever FAISS raises
        FaissIndex.open(tmp_path, VectorSearch())


class TestCells:
    """A show too large to be searched exactly."""

    COUNT = 4000

    @pytest.fixture
    def many(self) -> NDArray[np.float32]:
        chosen = np.random.default_rng(1)
        centres = chosen.normal(size=(40, 24))
        vectors = centres[chosen.integers(40, size=self.COUNT)] + chosen.normal(
            scale=0.3, size=(self.COUNT, 24)
        )
        unit: NDArray[np.float32] = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(
            np.float32
        )
        return unit

    @pytest.fixture(autouse=True)
    def small_limit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("index.store.vectors.faiss._EXACT_UP_TO", 1000)

    def test_find_nearly_what_comparing_all_finds(self, tmp_path: Path, many: NDArray[np.float32]) -> None:
        search = write_vectors(tmp_path, many)
        assert search.factory == "IVF256,SQ8"
        assert search.recall >= 0.97
        index = FaissIndex.open(tmp_path, search)
        exact = np.argsort(-(many @ many[7]), kind="stable")[:10]
        found = [number for number, _ in index.nearest(many[7], 10)]
        assert len(set(found) & set(exact.tolist())) >= 9
        assert found[0] == 7
        assert len(index) == self.COUNT

    def test_give_similarities_of_the_exact_vectors(self, tmp_path: Path, many: NDArray[np.float32]) -> None:
        index = FaissIndex.open(tmp_path, write_vectors(tmp_path, many))
        for number, similarity in index.nearest(many[7], 5):
            assert similarity == pytest.approx(float(many[number] @ many[7]), abs=2e-3)
        np.testing.assert_allclose(index.vectors([3, 1]), many[[3, 1]], atol=1e-3)

    def test_hold_to_the_passages_asked_for(self, tmp_path: Path, many: NDArray[np.float32]) -> None:
        index = FaissIndex.open(tmp_path, write_vectors(tmp_path, many))
        assert {number for number, _ in index.nearest(many[7], 5, among=[7, 8, 9])} <= {7, 8, 9}

    def test_hold_to_more_passages_than_are_compared_one_by_one(
        self, tmp_path: Path, many: NDArray[np.float32], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("index.store.vectors.faiss._COMPARED_UP_TO", 100)
        index = FaissIndex.open(tmp_path, write_vectors(tmp_path, many))
        scope = range(1, self.COUNT, 2)
        exact = [number for number in np.argsort(-(many @ many[7])).tolist() if number in scope][:10]
        found = [number for number, _ in index.nearest(many[7], 10, among=scope)]
        assert set(found) <= set(scope)
        assert len(set(found) & set(exact)) >= 9

    def test_that_find_too_little_give_way_to_comparing_all(
        self, tmp_path: Path, many: NDArray[np.float32], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("index.store.vectors.faiss._LEAST_RECALL", 1.01)
        search = write_vectors(tmp_path, many)
        assert search == VectorSearch()
        assert FaissIndex.open(tmp_path, search).nearest(many[7], 1)[0][0] == 7
        assert [path.name for path in tmp_path.iterdir()] == ["vectors.faiss"]
