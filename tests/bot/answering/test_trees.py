from pathlib import Path

import numpy as np
import pytest

from bot.answering.trees import Trees
from index import ModelError
from tests.fakes import AN_ORIGIN

NAMES = ("length", "depth")
ROWS = np.array([[0.1, 9], [0.9, 1], [0.9, 9], [0.5, 5]], np.float32)


def a_tree() -> Trees:
    """Length above .5? Then depth above 5?"""
    return Trees(
        NAMES,
        np.array([[0, 1, 1]]),
        np.array([[0.5, 100.0, 5.0]], np.float32),
        np.array([[1.0, 2.0, 3.0, 4.0]], np.float32),
        0.5,
    )


def test_each_row_goes_down_by_its_own_figures_and_what_equals_a_threshold_goes_left() -> None:
    assert a_tree().scores(ROWS).tolist() == [1.5, 3.5, 4.5, 1.5]


def test_trees_add_up() -> None:
    one = a_tree()
    both = Trees(
        NAMES,
        np.vstack([one.features, one.features]),
        np.vstack([one.thresholds, one.thresholds]),
        np.vstack([one.leaves, 10 * one.leaves]),
        0.5,
    )
    assert both.scores(ROWS).tolist() == [11.5, 33.5, 44.5, 11.5]


@pytest.mark.parametrize("depth", [1, 3, 8])
def test_rows_reach_the_leaf_that_a_walk_from_the_root_does(depth: int) -> None:
    chance = np.random.default_rng(depth)
    nodes, trees = 2**depth - 1, 5
    features = chance.integers(2, size=(trees, nodes))
    thresholds = chance.random((trees, nodes)).astype(np.float32)
    leaves = chance.random((trees, nodes + 1)).astype(np.float32)
    rows = chance.random((40, 2)).astype(np.float32)
    expected = []
    for row in rows:
        total = np.float32(0)
        for tree in range(trees):
            node = 0
            while node < nodes:
                node = 2 * node + 1 + int(row[features[tree, node]] > thresholds[tree, node])
            total += leaves[tree, node - nodes]
        expected.append(total)
    np.testing.assert_allclose(
        Trees(NAMES, features, thresholds, leaves, 0.0).scores(rows), np.array(expected), rtol=1e-6
    )


@pytest.mark.parametrize("depth", [0, 9])
def test_trees_of_no_node_or_too_many_layers_are_a_model_error(tmp_path: Path, depth: int) -> None:
    path = tmp_path / "trees.npz"
    nodes = 2**depth - 1
    Trees(
        NAMES,
        np.zeros((1, nodes), np.int64),
        np.zeros((1, nodes), np.float32),
        np.zeros((1, nodes + 1), np.float32),
        0.0,
    ).save(path, AN_ORIGIN)
    with pytest.raises(ModelError, match="too deep, or have no node"):
        Trees.load(path, NAMES)


def test_trees_read_back_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "trees.npz"
    a_tree().save(path, AN_ORIGIN)
    assert Trees.load(path, NAMES).scores(ROWS).tolist() == [1.5, 3.5, 4.5, 1.5]


@pytest.mark.parametrize("content", [None, b"", b"no archive"])
def test_trees_that_are_missing_or_damaged_are_a_model_error(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "trees.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelError, match=r"trees\.npz can't be read: reinstall worthwatch"):
        Trees.load(path, NAMES)
