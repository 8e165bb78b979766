from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.relevance import RelevanceModel
from bot.answering.signals import SIGNALS
from bot.answering.trees import Trees
from index import ModelError
from tests.fakes import AN_ORIGIN

rows = st.lists(st.floats(-1, 1, width=32), min_size=len(SIGNALS), max_size=len(SIGNALS))


def test_no_passage_has_no_probability() -> None:
    assert RelevanceModel.load().probabilities(np.empty((0, len(SIGNALS)), np.float32)).shape == (0,)


@given(st.lists(rows, min_size=1, max_size=5))
def test_a_probability_lies_between_nought_and_one_and_is_one_for_each_row(
    signals: list[list[float]],
) -> None:
    likely = RelevanceModel.load().probabilities(np.array(signals, np.float32))
    assert likely.shape == (len(signals),)
    assert ((likely > 0) & (likely < 1)).all()


def test_the_committed_trees_prefer_what_is_near_and_speaks_of_what_is_asked() -> None:
    near, far = np.zeros((2, len(SIGNALS)), np.float32)
    for name, value in {
        "cosine": 0.7,
        "interaction": 0.7,
        "speaks_of_asked": 0.7,
        "asks_for_aspect": 0.9,
    }.items():
        near[SIGNALS.index(name)] = value
    for name, value in {"behind_nearest": -0.6, "misses_likeliest": 0.9, "asks_for_aspect": 0.9}.items():
        far[SIGNALS.index(name)] = value
    likely = RelevanceModel.load().probabilities(np.stack([near, far]))
    assert likely[0] > 10 * likely[1]


def test_trees_over_other_signals_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "relevance.npz"
    Trees(
        ("cosine",),
        np.zeros((1, 1), np.int64),
        np.zeros((1, 1), np.float32),
        np.zeros((1, 2), np.float32),
        0.0,
    ).save(path, AN_ORIGIN)
    with pytest.raises(ModelError, match="are over other signals: reinstall worthwatch"):
        RelevanceModel.load(path)
