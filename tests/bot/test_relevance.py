import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.relevance import WEIGHTS_FILE, RelevanceHead
from bot.signals import SIGNALS
from index import ModelError
from tests.bot.fakes import make_head

WEIGHTS = dict.fromkeys(SIGNALS, 0.5)
rows = st.lists(st.floats(-1, 1, width=32), min_size=len(SIGNALS), max_size=len(SIGNALS))


def test_the_committed_weights_are_of_the_signals_that_the_code_gives() -> None:
    head = RelevanceHead.load()
    stored = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    assert head.weights.shape == (len(SIGNALS),)
    assert head.weights.tolist() == pytest.approx([stored["weights"][name] for name in SIGNALS])
    assert head.bias == stored["bias"]


def test_weights_are_read_by_name_whatever_their_order(tmp_path: Path) -> None:
    path = tmp_path / "relevance.json"
    numbered = {name: float(column) for column, name in enumerate(SIGNALS)}
    path.write_text(json.dumps({"weights": dict(reversed(numbered.items())), "bias": -1}), encoding="utf-8")
    head = RelevanceHead.load(path)
    assert head.weights.tolist() == list(range(len(SIGNALS)))
    assert head.bias == -1.0


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "no json",
        "[]",
        json.dumps({"weights": WEIGHTS}),
        json.dumps({"bias": 0.0}),
        json.dumps({"weights": WEIGHTS, "bias": None}),
        json.dumps({"weights": WEIGHTS, "bias": "high"}),
        json.dumps({"weights": {"cosine": 1.0}, "bias": 0.0}),
        json.dumps({"weights": WEIGHTS | {"cosine": "much"}, "bias": 0.0}),
    ],
)
def test_weights_that_are_missing_damaged_or_lack_a_signal_are_a_model_error(
    text: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "relevance.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=r"relevance\.json can't be read: reinstall worthwatch"):
        RelevanceHead.load(path)


def test_a_probability_grows_with_what_speaks_for_it_and_falls_with_what_speaks_against_it() -> None:
    signals = np.zeros((4, len(SIGNALS)), np.float32)
    signals[1, SIGNALS.index("cosine")] = 1
    signals[2, SIGNALS.index("cosine")] = 0.5
    signals[3, SIGNALS.index("off_aspect")] = 1
    nothing, near, nearer, against = (
        make_head(0.0, cosine=2.0, off_aspect=-3.0).probabilities(signals).tolist()
    )
    assert nothing == 0.5
    assert near > nearer > nothing > against
    assert near == pytest.approx(1 / (1 + np.exp(-2)))


def test_no_passage_has_no_probability() -> None:
    assert RelevanceHead.load().probabilities(np.empty((0, len(SIGNALS)), np.float32)).shape == (0,)


@given(st.lists(rows, min_size=1, max_size=5))
def test_a_probability_lies_between_nought_and_one_and_is_one_for_each_row(
    signals: list[list[float]],
) -> None:
    likely = RelevanceHead.load().probabilities(np.array(signals, np.float32))
    assert likely.shape == (len(signals),)
    assert ((likely > 0) & (likely < 1)).all()
