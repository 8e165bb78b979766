from pathlib import Path

import numpy as np
import pytest

from index.store import likeness
from index.store.likeness import Likeness
from index.store.records.reader import NO_ASPECTS, AspectVectors
from index.store.vectors import VECTORS, VectorIndex

PASSAGES = np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32)
EXAMPLES = AspectVectors(("story", "story", "acting"), np.array([[1, 0], [-1, 0], [0, 1]], dtype=np.float32))


@pytest.fixture
def vectors(tmp_path: Path) -> VectorIndex:
    with VECTORS.writer(tmp_path, PASSAGES.shape[1]) as writer:
        writer.add(PASSAGES)
        return VECTORS.open(tmp_path, writer.finish())


def test_each_passage_has_its_highest_cosine_to_every_aspects_examples(vectors: VectorIndex) -> None:
    own = Likeness(EXAMPLES, vectors)
    assert own.aspects == ("story", "acting")
    assert own.of([2, 0, 1]).tolist() == [pytest.approx(row) for row in ([0.6, 0.8], [1, 0], [0, 1])]


def test_what_was_asked_before_is_the_same_again(vectors: VectorIndex) -> None:
    own = Likeness(EXAMPLES, vectors)
    first = own.of([0, 2])
    np.testing.assert_array_equal(own.of([2, 1, 0])[[2, 0]], first)


def test_more_than_is_remembered_is_worked_out_all_the_same(
    vectors: VectorIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(likeness, "_REMEMBERED", 2)
    own = Likeness(EXAMPLES, vectors)
    for numbers in ([0, 1], [1, 2], [0, 1, 2]):
        np.testing.assert_allclose(own.of(numbers), np.abs(PASSAGES)[numbers], rtol=1e-6)
        assert len(own._recent) <= 2


def test_without_examples_there_is_nothing_to_be_like(vectors: VectorIndex) -> None:
    assert Likeness(NO_ASPECTS, vectors).of([0, 1]).shape == (2, 0)


def test_of_no_passage_there_are_no_likenesses(vectors: VectorIndex) -> None:
    assert Likeness(EXAMPLES, vectors).of([]).shape == (0, 2)
