from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.encoders.base import Features
from index.encoders.torch_encoder import packaged_encoder
from index.errors import ModelError
from index.heads.spoilers import HEAD_FILE, SpoilerHead
from tests.fakes import features_of, never_spoils, whole_network


def lighthouse_head() -> SpoilerHead:
    """A made-up head that covers what speaks mostly of the lighthouse."""
    lighthouse = features_of(["lighthouse"]).rows * 10
    network = whole_network(lighthouse, np.ones((1, 1), np.float32), np.array([-13.2], np.float32))
    return replace(never_spoils(), network=network)


def spoiling(*texts: str, head: SpoilerHead, valences: Sequence[float] = ()) -> list[bool]:
    return head.spoils(texts, features_of(texts), valences or [0.0] * len(texts))


class TestThePhrases:
    @pytest.mark.parametrize(
        "text",
        [
            "The keeper dies in the storm.",
            "He is murdered by the mayor.",
            "It turns out that the ferry never left.",
            "She is really his sister.",
            "We learn who lit the fire.",
            "It ends with the harbour in flames.",
            "The mate betrays them.",
            "Mara comes back to life.",
            "They are the only survivors.",
            "IT WAS ALL A DREAM",
        ],
    )
    def test_that_reveal_are_covered_whatever_the_head_reads(self, text: str) -> None:
        assert spoiling(text, head=never_spoils()) == [True]

    @pytest.mark.parametrize(
        "text",
        [
            "The acting is superb.",
            "A dietary show with a killer score.",
            "The story is good and the ending is satisfying.",
            "The twists kept me watching.",
            "",
        ],
    )
    def test_that_judge_or_describe_are_not(self, text: str) -> None:
        assert spoiling(text, head=never_spoils()) == [False]


class TestTheHead:
    def test_covers_what_it_finds_probable_each_text_on_its_own(self) -> None:
        texts = ["Lighthouse.", "A boat with a red sail.", "Lighthouse?"]
        assert spoiling(*texts, head=lighthouse_head()) == [True, False, True]

    @pytest.mark.parametrize("valence", [-0.9, 0.9])
    def test_must_be_surer_of_what_judges_than_of_what_tells(self, valence: float) -> None:
        sure, less_sure = "Lighthouse.", "Calm lighthouse view."
        head = lighthouse_head()
        assert spoiling(sure, less_sure, head=head) == [True, True]
        assert spoiling(sure, less_sure, head=head, valences=[valence, valence]) == [True, False]

    def test_wants_a_vector_and_a_valence_for_each_text(self) -> None:
        with pytest.raises(ValueError, match="argument"):
            never_spoils().spoils(["One.", "Two."], features_of(["One.", "Two."]), [0.0])


class TestTheWeights:
    def test_that_are_committed_are_small_and_unpickled_and_fit_the_packaged_model(self) -> None:
        head = SpoilerHead.load()
        assert head.network.whole.shape[1] == 2 * head.network.looks.shape[1] == 2 * 384
        assert head.network.outer_biases.shape == (1,)
        assert HEAD_FILE.stat().st_size < 100_000
        with np.load(HEAD_FILE, allow_pickle=False) as arrays:
            assert all(arrays[name].dtype != object for name in arrays.files)

    @pytest.mark.parametrize("data", [None, b"", b"not weights"])
    def test_that_cannot_be_read_are_a_model_error(self, tmp_path: Path, data: bytes | None) -> None:
        path = tmp_path / "spoilers.npz"
        if data is not None:
            path.write_bytes(data)
        with pytest.raises(ModelError, match=r"spoilers\.npz can't be read: reinstall worthwatch"):
            SpoilerHead.load(path)

    def test_that_lack_a_part_or_are_pickled_are_a_model_error(self, tmp_path: Path) -> None:
        lacking, pickled = tmp_path / "lacking.npz", tmp_path / "pickled.npz"
        np.savez(lacking, looks=np.zeros(384))
        np.savez(pickled, looks=np.array([{}], dtype=object))
        for path in (lacking, pickled):
            with pytest.raises(ModelError, match="can't be read"):
                SpoilerHead.load(path)


@pytest.mark.model
@pytest.mark.parametrize(
    ("spoils", "texts"),
    [
        pytest.param(
            True,
            (
                "The ferryman was her brother all along.",
                "The captain drowns saving the child.",
                "Mara leaves the island and marries the doctor at the end.",
                "In the end the harbour burns down and only the cook escapes.",
                "It was the mayor who had hidden the body.",
                "Everyone aboard the ferry is a ghost and nobody notices until the last minute.",
            ),
            id="what gives plot away in no set phrase is covered",
        ),
        pytest.param(
            False,
            (
                "The acting is superb.",
                "I loved the music.",
                "The photography of the coast is beautiful.",
                "The episodes are about half an hour long.",
                "Well worth a weekend.",
                "The plot is slow and the dialogue poor.",
                "The dubbing is awful.",
                "I watched it with my sister.",
            ),
            id="what judges or states a fact is not",
        ),
    ],
)
def test_the_shipped_head_on_the_packaged_model(spoils: bool, texts: tuple[str, ...]) -> None:  # noqa: FBT001
    found = SpoilerHead.load().spoils(
        texts, Features.of(packaged_encoder().encode_tokens(texts)), [0.0] * len(texts)
    )
    assert dict(zip(texts, found, strict=True)) == dict.fromkeys(texts, spoils)
