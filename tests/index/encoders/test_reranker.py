"""The contract of a reranker, and the library's cross-encoder."""

import pytest

from index.encoders.packaged import check_packaged_model
from index.encoders.reranker import CrossEncoderReranker
from index.errors import ModelError


def test_no_texts_need_no_model() -> None:
    assert CrossEncoderReranker("no such model").scores("Is it good?", []) == []


@pytest.mark.model
def test_a_reranker_that_cannot_be_loaded_names_its_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelError, match="WORTHWATCH_RERANKER"):
        CrossEncoderReranker("/no/such/folder").scores("Is it good?", ["It is."])


@pytest.mark.model
@pytest.mark.filterwarnings("ignore")
def test_a_cross_encoder_scores_each_text_between_nought_and_one() -> None:
    # The packaged weights under an untrained head: the numbers mean nothing, their form is the contract.
    reranker = CrossEncoderReranker(str(check_packaged_model()))
    scores = reranker.scores("Is it good?", ["It is good.", "The boat sank.", "A long day."])
    assert len(scores) == 3
    assert all(0 <= score <= 1 for score in scores)
    assert scores == pytest.approx(
        reranker.scores("Is it good?", ["It is good.", "The boat sank.", "A long day."])
    )
