from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.encoders.base import TokenVectors
from index.store.tokens import TokenIndex, TokenWriter
from tests.fakes import WordOverlapEncoder

PASSAGES = (
    "The acting had charm.",
    "The story had a plot.",
    "The spaceship had acting robots in it.",
    "The end.",
    "The end.",
)


def pieces(*texts: str) -> list[TokenVectors]:
    return [encoded.tokens for encoded in WordOverlapEncoder().encode_tokens(texts)]


def written(folder: Path, texts: Sequence[str] = PASSAGES) -> TokenIndex:
    writer = TokenWriter(folder / "tokens")
    writer.add(pieces(*texts[:2]))
    writer.add(pieces(*texts[2:]))
    writer.finish()
    return TokenIndex.open(folder / "tokens")


@pytest.fixture
def index(tmp_path: Path) -> TokenIndex:
    return written(tmp_path)


def scores(index: TokenIndex, question: str, numbers: Sequence[int] = range(5)) -> list[float]:
    return index.interactions(pieces(question)[0], numbers)


def test_a_passage_scores_by_the_share_of_the_question_that_it_answers(index: TokenIndex) -> None:
    acting, story, robots, end, same_end = scores(index, "acting robots")
    assert robots == pytest.approx(1, abs=0.05)
    assert robots > acting > story
    assert acting > 0.2
    assert abs(story) < 0.1
    assert end == same_end


def test_a_rare_word_weighs_more_than_a_common_one(index: TokenIndex) -> None:
    _, story, robots, *_ = scores(index, "acting plot")
    assert story > robots > 0


def test_a_word_that_every_passage_has_tells_nothing(index: TokenIndex) -> None:
    assert scores(index, "the") == [0, 0, 0, 0, 0]


def test_scores_come_in_the_order_of_the_passages_asked_for(index: TokenIndex) -> None:
    every = scores(index, "acting robots")
    assert scores(index, "acting robots", [2, 0]) == pytest.approx([every[2], every[0]])
    assert scores(index, "acting robots", []) == []


def test_a_word_that_no_passage_has_is_no_error(index: TokenIndex) -> None:
    question = TokenVectors(np.array([10**6]), np.zeros((1, 512), dtype=np.float32))
    assert index.interactions(question, [0, 1]) == pytest.approx([0, 0], abs=0.2)


def test_the_index_counts_its_passages(index: TokenIndex) -> None:
    assert len(index) == 5


def test_a_missing_folder_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        TokenIndex.open(tmp_path / "tokens")


def test_a_missing_part_is_not_opened(tmp_path: Path) -> None:
    written(tmp_path)
    for path in sorted((tmp_path / "tokens").iterdir()):
        data = path.read_bytes()
        path.unlink()
        with pytest.raises(FileNotFoundError, match=path.name):
            TokenIndex.open(tmp_path / "tokens")
        path.write_bytes(data)
    assert len(TokenIndex.open(tmp_path / "tokens")) == 5
