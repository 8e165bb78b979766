import numpy as np
import pytest

from index.heads.network import Network

CHANCE = np.random.default_rng(7)
FEATURES = CHANCE.normal(size=(40, 12)).astype(np.float32)


def a_network(spreads: float = 1.0) -> Network:
    """Six hidden units and three outputs, some features weighing far more than others."""
    scales = spreads ** CHANCE.uniform(-1, 1, size=12)
    return Network(
        (CHANCE.normal(size=(6, 12)) * scales).astype(np.float32),
        CHANCE.normal(size=6).astype(np.float32),
        CHANCE.normal(size=(3, 6)).astype(np.float32),
        CHANCE.normal(size=3).astype(np.float32),
    )


def test_a_hidden_unit_below_nothing_says_nothing() -> None:
    network = Network(
        np.array([[1, 0], [0, 1]], np.float32),
        np.array([0, -1], np.float32),
        np.array([[2, 10]], np.float32),
        np.array([0.5], np.float32),
    )
    assert network.scores(np.array([[3, 0.9], [-3, 2]], np.float32)).tolist() == [[6.5], [10.5]]


def test_no_features_have_no_scores() -> None:
    assert a_network().scores(FEATURES[:0]).shape == (0, 3)


@pytest.mark.parametrize("spreads", [1.0, 1000.0])
def test_a_byte_a_weight_keeps_the_scores(spreads: float) -> None:
    network = a_network(spreads)
    kept = Network.of_arrays(network.arrays("of_"), "of_")
    scores, again = network.scores(FEATURES), kept.scores(FEATURES)
    assert np.abs(scores - again).max() < 0.02 * np.abs(scores).max()


def test_a_unit_without_weights_is_kept_as_it_is() -> None:
    network = a_network()
    network.inner[2] = 0
    network.inner[:, 5] = 0
    assert np.isfinite(Network.of_arrays(network.arrays()).scores(FEATURES)).all()
