from pathlib import Path

import numpy as np
import pytest

from index.encoders.base import Features
from index.errors import ModelError
from index.heads.aspects import AspectHead, as_bytes, from_bytes, leanings, spoken_of
from index.heads.catalogue import aspect_catalogue
from tests.fakes import whole_network

CATALOGUE = aspect_catalogue()
MUSIC = AspectHead(
    ("music",),
    whole_network(
        np.eye(2, dtype=np.float32), np.array([[4.0, -4.0]], np.float32), np.zeros(1, np.float32), dimension=1
    ),
    "digest",
)
FEATURES = Features(
    np.array([[1, 0], [0, 1]], np.float32), np.zeros((2, 1), np.float32), np.arange(2, dtype=np.int64)
)


def test_a_text_speaks_of_what_it_means_and_of_what_it_names() -> None:
    likely = leanings(MUSIC, CATALOGUE, ["It hums.", "The acting is good."], FEATURES)
    assert likely[0, CATALOGUE.position("music")] == pytest.approx(1 / (1 + np.exp(-4)), abs=1e-4)
    assert likely[1, CATALOGUE.position("acting")] == pytest.approx(0.75)
    assert [spoken_of(CATALOGUE, row) for row in likely] == [("music",), ("acting",)]


def test_a_cue_makes_no_less_likely_what_its_features_tell() -> None:
    row, _ = leanings(MUSIC, CATALOGUE, ["The music hums.", "Well."], FEATURES)
    assert row[CATALOGUE.position("music")] > 0.95


def test_leanings_are_kept_in_a_byte_each() -> None:
    likely = leanings(MUSIC, CATALOGUE, ["It hums.", "The acting is good."], FEATURES)
    kept = [as_bytes(row) for row in likely]
    assert [len(one) for one in kept] == [len(CATALOGUE.aspects)] * 2
    np.testing.assert_allclose(
        from_bytes(kept, tuple(CATALOGUE.aspects), tuple(CATALOGUE.aspects)), likely, atol=1 / 500
    )


def test_leanings_kept_by_another_catalogue_are_read_by_name() -> None:
    kept = [b"\xff\x00\x33"]
    assert from_bytes(kept, ("a", "b", "c"), ("c", "d", "a")).tolist() == [[pytest.approx(0.2), 0.0, 1.0]]


def test_the_committed_head_knows_the_catalogue() -> None:
    head = AspectHead.load()
    assert set(head.aspects) == set(CATALOGUE.aspects)
    assert head.network.outer.shape[0] == len(head.aspects)
    assert head.network.whole.shape[1] == 2 * head.network.looks.shape[1] == 2 * 384


def test_weights_that_are_missing_are_a_model_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"aspects\.npz can't be read: reinstall worthwatch"):
        AspectHead.load(tmp_path / "aspects.npz")
