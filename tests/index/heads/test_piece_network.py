import numpy as np
import pytest

from index.encoders.base import Features
from index.heads.piece_network import PieceNetwork

CHANCE = np.random.default_rng(7)
NOTHING = np.zeros((1, 2), np.float32)


def normal(*shape: int) -> np.ndarray:
    return CHANCE.normal(size=shape).astype(np.float32)


def a_network() -> PieceNetwork:
    """Three looks that take two figures each, four peaks, two units and three outputs; pieces have five."""
    return PieceNetwork(
        normal(3, 5), normal(6, 5), normal(6), normal(4, 5), normal(4), normal(2, 10), normal(2),
        normal(3, 12), normal(3),
    )  # fmt: skip


def features_of(*lengths: int) -> Features:
    return Features(normal(len(lengths), 10), normal(sum(lengths), 5), np.cumsum([0, *lengths[:-1]]))


def one_of(features: Features, text: int) -> Features:
    ends = [*features.starts[1:], len(features.pieces)]
    own = features.pieces[features.starts[text] : ends[text]]
    return Features(features.rows[text : text + 1], own, np.zeros(1, np.int64))


def test_a_look_takes_what_it_minds_most() -> None:
    network = PieceNetwork(
        looks=np.array([[50.0, 0.0]], np.float32),
        taken=np.array([[0.0, 1.0]], np.float32),
        taken_biases=np.zeros(1, np.float32),
        peaks=NOTHING,
        peak_biases=np.zeros(1, np.float32),
        whole=np.zeros((1, 4), np.float32),
        whole_biases=np.zeros(1, np.float32),
        outer=np.array([[1.0, 0.0, 0.0]], np.float32),
        outer_biases=np.zeros(1, np.float32),
    )
    pieces = np.array([[0, 9], [1, 3], [0, 9], [1, 4], [0, 9]], np.float32)
    features = Features(np.zeros((2, 4), np.float32), pieces, np.array([0, 2]))
    np.testing.assert_allclose(network.scores(features), [[3.0], [4.0]], atol=1e-4)


def test_a_peak_is_the_most_that_any_piece_has() -> None:
    network = PieceNetwork(
        looks=NOTHING,
        taken=NOTHING,
        taken_biases=np.zeros(1, np.float32),
        peaks=np.array([[1.0, 0.0]], np.float32),
        peak_biases=np.array([0.5], np.float32),
        whole=np.zeros((1, 4), np.float32),
        whole_biases=np.zeros(1, np.float32),
        outer=np.array([[0.0, 1.0, 0.0]], np.float32),
        outer_biases=np.zeros(1, np.float32),
    )
    pieces = np.array([[1, 9], [3, 0], [-2, 0]], np.float32)
    features = Features(np.zeros((2, 4), np.float32), pieces, np.array([0, 2]))
    np.testing.assert_allclose(network.scores(features), [[3.5], [0.0]], atol=1e-6)


def test_a_texts_scores_are_its_own_whatever_it_stands_among() -> None:
    network, features = a_network(), features_of(4, 1, 7)
    together = network.scores(features)
    for text in range(3):
        np.testing.assert_allclose(
            network.scores(one_of(features, text)), together[text : text + 1], atol=1e-5
        )


@pytest.mark.parametrize("prefix", ["", "of_"])
def test_a_byte_a_weight_keeps_the_scores(prefix: str) -> None:
    network, features = a_network(), features_of(*range(1, 20))
    scores, again = (
        network.scores(features),
        PieceNetwork.of_arrays(network.arrays(prefix), prefix).scores(features),
    )
    assert np.abs(scores - again).max() < 0.03 * np.abs(scores).max()
