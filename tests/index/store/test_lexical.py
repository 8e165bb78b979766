from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.domain import Passage, Polarity
from index.store.lexical import LexicalIndex, LexicalWriter
from tests.index.samples import a_passage

PASSAGES = (
    a_passage(0, "The acting is superb.", seasons=(1,), aspects=("acting",), polarity=Polarity.POSITIVE),
    a_passage(1, "Poor acting, poor story.", seasons=(3,), polarity=Polarity.NEGATIVE),
    a_passage(2, "The story wanders a bit.", seasons=(1, 2), polarity=Polarity.MIXED),
    a_passage(3, "Hélène acted well in this long and winding tale of ships.", polarity=Polarity.POSITIVE),
    a_passage(4, "Episodes are short."),
)


def written(folder: Path, passages: Sequence[Passage] = PASSAGES) -> LexicalIndex:
    with LexicalWriter(folder / "lexical") as writer:
        writer.add(passages)
        writer.finish()
    return LexicalIndex.open(folder / "lexical")


def numbers(found: Sequence[tuple[int, float]]) -> list[int]:
    return [number for number, _ in found]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    return written(tmp_path_factory.mktemp("lexical"))


def test_passages_with_more_of_the_words_and_fewer_others_come_first(index: LexicalIndex) -> None:
    found = index.best(["acting", "story"], 10)
    assert numbers(found)[0] == 1
    assert set(numbers(found)) == {0, 1, 2, 3}
    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] > 0


def test_only_passages_that_hold_a_word_are_found(index: LexicalIndex) -> None:
    assert numbers(index.best(["episode"], 10)) == [4]
    assert index.best(["soundtrack"], 10) == []
    assert index.best([], 10) == []


def test_a_word_matches_its_other_forms_and_without_its_accents(index: LexicalIndex) -> None:
    assert set(numbers(index.best(["act"], 10))) == {0, 1, 3}
    assert numbers(index.best(["ship"], 10)) == [3]
    assert numbers(index.best(["helene"], 10)) == numbers(index.best(["HÉLÈNE"], 10)) == [3]


def test_a_rare_word_weighs_more_than_a_common_one(index: LexicalIndex) -> None:
    assert numbers(index.best(["wanders", "acting"], 10))[0] == 2


def test_a_scope_leaves_out_passages_and_changes_no_score(
    index: LexicalIndex,
) -> None:
    everywhere = dict(index.best(["acting", "story"], 10))
    for found, expected in (
        (index.best(["acting", "story"], 10, seasons=[1]), {0, 2}),
        (index.best(["acting", "story"], 10, seasons=[2, 3]), {1, 2}),
        (index.best(["acting", "story"], 10, polarity=Polarity.POSITIVE), {0, 3}),
        (index.best(["acting", "story"], 10, seasons=[1], polarity=Polarity.MIXED), {2}),
        (index.best(["acting", "story"], 10, seasons=[9]), set()),
        (index.best(["acting", "story"], 10, aspects=["acting", "music"]), {0}),
        (index.best(["acting", "story"], 10, among=[3, 0, 4]), {0, 3}),
        (index.best(["acting", "story"], 10, among=[]), set()),
    ):
        assert set(numbers(found)) == expected
        assert {number: pytest.approx(everywhere[number]) for number in expected} == dict(found)


def test_the_limit_keeps_the_best(index: LexicalIndex) -> None:
    assert index.best(["acting", "story"], 1) == index.best(["acting", "story"], 10)[:1]


def test_equal_scores_come_by_number(tmp_path: Path) -> None:
    index = written(tmp_path, [a_passage(number, "The same words.") for number in range(6)])
    found = index.best(["same"], 10)
    assert numbers(found) == [0, 1, 2, 3, 4, 5]
    assert len({score for _, score in found}) == 1


def test_stems_are_each_given_once_with_how_many_passages_hold_them(index: LexicalIndex) -> None:
    stems = index.stems(["acting", "Acted", "stories"])
    assert stems == ["act", "stori"]
    assert [index.document_frequency(stem) for stem in [*stems, "nowher"]] == [3, 2, 0]


def test_the_index_counts_its_passages(index: LexicalIndex) -> None:
    assert len(index) == 5


def test_a_missing_folder_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="DoesNotExist"):
        LexicalIndex.open(tmp_path / "lexical")


def test_a_damaged_index_is_not_opened(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "lexical" / "meta.json").write_text("{", encoding="utf-8")
    with pytest.raises(ValueError, match=r"meta\.json"):
        LexicalIndex.open(tmp_path / "lexical")


@given(words=st.lists(st.text(max_size=20), max_size=8))
def test_no_word_of_any_kind_is_an_error(index: LexicalIndex, words: list[str]) -> None:
    assert {number for number, _ in index.best(words, 10)} <= {0, 1, 2, 3, 4}
