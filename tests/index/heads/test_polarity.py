from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.domain import Polarity
from index.encoders.packaged import PACKAGED_SHA256
from index.errors import ModelError
from index.heads.polarity import HEAD_FILE, Feeling, PolarityHead, _feeling, opposed
from tests.fakes import features_of, word_head


def feelings(*texts: str, head: PolarityHead | None = None) -> list[Feeling]:
    return (head or word_head()).read(texts, features_of(texts))


def test_each_text_has_its_own_feeling_in_order() -> None:
    found = feelings("A great story.", "An awful story.", "A story.", "Superb!")
    assert [feeling.polarity for feeling in found] == [
        Polarity.POSITIVE,
        Polarity.NEGATIVE,
        Polarity.NONE,
        Polarity.POSITIVE,
    ]
    assert found[3].valence > found[0].valence > found[2].valence > found[1].valence


def test_sides_that_balance_are_mixed() -> None:
    (feeling,) = feelings("Great, awful!")
    assert feeling == Feeling(Polarity.MIXED, 0.0)


@given(st.lists(st.text(max_size=60), min_size=1, max_size=5))
def test_a_valence_lies_between_minus_one_and_one_and_agrees_with_its_polarity(texts: list[str]) -> None:
    for feeling in feelings(*texts):
        assert -1 <= feeling.valence <= 1
        if feeling.polarity == Polarity.POSITIVE:
            assert feeling.valence > 0
        if feeling.polarity == Polarity.NEGATIVE:
            assert feeling.valence < 0


def test_large_scores_do_not_overflow() -> None:
    head = word_head()
    larger = replace(head.network, outer=head.network.outer * 1e6)
    (feeling,) = feelings("Great.", head=replace(head, network=larger))
    assert feeling == Feeling(Polarity.POSITIVE, 1.0)


def test_the_committed_weights_are_small_unpickled_and_made_for_the_packaged_model() -> None:
    head = PolarityHead.load()
    assert head.model_sha256 == PACKAGED_SHA256
    assert head.network.whole.shape[1] == 2 * head.network.looks.shape[1] == 2 * 384
    assert head.network.outer_biases.shape == (3,)
    assert HEAD_FILE.stat().st_size < 220_000
    with np.load(HEAD_FILE, allow_pickle=False) as arrays:
        assert all(arrays[name].dtype != object for name in arrays.files)


@pytest.mark.parametrize("data", [None, b"not weights"])
def test_weights_that_cannot_be_read_are_a_model_error(tmp_path: Path, data: bytes | None) -> None:
    path = tmp_path / "polarity.npz"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(ModelError, match=r"polarity\.npz can't be read"):
        PolarityHead.load(path)


def test_weights_that_lack_a_part_are_a_model_error(tmp_path: Path) -> None:
    path = tmp_path / "polarity.npz"
    np.savez(path, outer=np.zeros((3, 96)))
    with pytest.raises(ModelError, match="can't be read"):
        PolarityHead.load(path)


def test_pickled_weights_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "polarity.npz"
    np.savez(path, weights=np.array([{}], dtype=object), biases=np.zeros(3), model=np.array("x"))
    with pytest.raises(ModelError, match="can't be read"):
        PolarityHead.load(path)


def felt(*valences: float) -> list[Feeling]:
    return [Feeling(Polarity.POSITIVE if valence > 0 else Polarity.NEGATIVE, valence) for valence in valences]


@pytest.mark.parametrize("valences", [(0.9, -0.9), (-0.9, 0.1, 0.9)])
def test_clauses_oppose_each_other_where_one_is_clearly_for_and_one_clearly_against(
    valences: tuple[float, ...],
) -> None:
    assert opposed(felt(*valences))


@pytest.mark.parametrize("valences", [(), (0.9,), (0.9, 0.8), (-0.9, -0.8), (0.9, -0.05), (0.05, -0.9)])
def test_clauses_of_one_side_oppose_nothing(valences: tuple[float, ...]) -> None:
    assert not opposed(felt(*valences))


@pytest.mark.parametrize(
    ("negative", "mixed", "polarity"),
    [
        (0.25, 0.45, Polarity.POSITIVE),
        (0.25, 0.55, Polarity.MIXED),
        (0.05, 0.55, Polarity.POSITIVE),  # hardly anything speaks for the other side
    ],
)
def test_a_text_that_likely_takes_both_sides_is_mixed_and_leans_less(
    negative: float, mixed: float, polarity: Polarity
) -> None:
    found = _feeling(negative, 0.1, 0.9 - negative, mixed=mixed)
    assert found.polarity is polarity
    kept = 1 - mixed if polarity is Polarity.MIXED else 1
    assert found.valence == pytest.approx((0.9 - 2 * negative) * kept, abs=1e-3)
