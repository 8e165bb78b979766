import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.heads.hashed_phrases import BUCKETS, phrase_features


def signed(text: str) -> dict[int, float]:
    buckets, values = phrase_features(text)
    return dict(zip(buckets.tolist(), np.sign(values).tolist(), strict=True))


def test_a_text_s_words_and_word_pairs_are_its_features() -> None:
    assert signed("waste").items() <= signed("waste of time").items()
    assert signed("waste of").items() <= signed("waste of time").items()
    assert len(signed("waste of time")) == 5


def test_case_and_punctuation_change_nothing() -> None:
    assert signed("Waste of TIME!") == signed("waste of time")


def test_the_order_of_words_matters() -> None:
    assert signed("not good") != signed("good not")


def test_a_text_without_words_has_no_features() -> None:
    assert signed("") == signed("?!") == {}


@given(st.text(max_size=200))
def test_buckets_are_in_range_and_weights_have_the_length_of_one(text: str) -> None:
    buckets, values = phrase_features(text)
    assert buckets.shape == values.shape
    assert all(0 <= bucket < BUCKETS for bucket in buckets.tolist())
    if len(values):
        np.testing.assert_allclose(np.linalg.norm(values), 1, rtol=1e-4)
