from pathlib import Path

import numpy as np
import pytest

from bot.understanding.intent import IntentHead, Want
from index import Features, ModelError, PieceNetwork, Vectors, phrase_features
from tests.fakes import whole_network

DIMENSION = 4


def passing_on(outer: Vectors) -> PieceNetwork:
    """A network whose hidden units are the text's vectors themselves."""
    return whole_network(
        np.eye(DIMENSION, dtype=np.float32), outer, np.zeros(len(outer), np.float32), dimension=1
    )


def a_head() -> IntentHead:
    """Wants a fact in one direction, an opinion in another; the second means the music."""
    wants = np.zeros((len(Want), DIMENSION), np.float32)
    wants[list(Want).index(Want.FACT), 0] = 9
    wants[list(Want).index(Want.OPINION), 1] = 9
    return IntentHead(
        wants=passing_on(wants),
        phrases=np.zeros((len(Want), 8192), np.float32),
        phrase_biases=np.zeros(len(Want), np.float32),
        aspects=("music", "acting"),
        asked=passing_on(np.array([[0, 6, 0, 0], [0, -6, 0, 0]], np.float32)),
        model_sha256="digest",
    )


def along(axis: int, length: float = 1.0) -> Features:
    rows = length * np.eye(DIMENSION, dtype=np.float32)[[axis]]
    return Features(rows, np.zeros((1, 1), np.float32), np.zeros(1, np.int64))


def test_wants_add_up_to_one_and_follow_the_features() -> None:
    fact, opinion = a_head().read("who plays her", along(0)), a_head().read("is it loud", along(1))
    assert fact.wants.sum() == pytest.approx(1)
    assert fact.of(Want.FACT) > 0.99 > opinion.of(Want.OPINION) - 0.02


def test_aspects_are_likely_by_name() -> None:
    assert a_head().read("is it loud", along(1)).aspects == pytest.approx(
        {"music": 1 / (1 + np.exp(-6)), "acting": 1 / (1 + np.exp(6))}
    )


def test_phrases_speak_beside_the_features() -> None:
    head = a_head()
    buckets, values = phrase_features("hello there")
    head.phrases[list(Want).index(Want.CHATTER), buckets] = 20 * np.sign(values)
    nowhere = along(0, 0.0)
    assert head.read("hello there", nowhere).of(Want.CHATTER) > 0.9
    assert head.read("how is the ferry", nowhere).of(Want.CHATTER) < 0.2


def test_the_committed_heads_know_every_want() -> None:
    head = IntentHead.load()
    assert len(head.wants.outer) == len(head.phrases) == len(Want)
    assert len(head.asked.outer) == len(head.aspects)
    assert {"acting", "pacing", "where"} <= set(head.aspects)


def test_weights_that_are_missing_are_a_model_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"intent\.npz can't be read: reinstall worthwatch"):
        IntentHead.load(tmp_path / "intent.npz")
