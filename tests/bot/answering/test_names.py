from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.names import holds_names, named_words, names_known, proper_names
from index import Library
from tests.fakes import add_show, make_library


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Is Mara in it?", ["Mara"]),
        ("Is Mara Holm in it?", ["Mara Holm"]),
        ("Is it on Wavebox or Gullplay?", ["Wavebox", "Gullplay"]),
        ("Does it end like The King of the Harbour did?", ["The King of the Harbour"]),
        ("How is Anna-Lena O'Brien?", ["Anna-Lena O'Brien"]),
        ("is Élodie any good", ["Élodie"]),
    ],
)
def test_a_run_of_capitalised_words_is_one_name(text: str, names: list[str]) -> None:
    assert list(proper_names(text)) == names


@pytest.mark.parametrize(
    "text", ["Acting good?", "Is it slow? Boring even?", "“Boring” is what they say?", "It drags… Why?"]
)
def test_a_word_that_only_opens_a_sentence_is_no_name(text: str) -> None:
    assert list(proper_names(text)) == []


def test_a_name_after_the_word_that_opens_the_sentence_is_one() -> None:
    assert list(proper_names("It drags. Does Tom leave?")) == ["Tom"]


@pytest.mark.parametrize(
    "text", ["should I or I'm too late", "is the CGI ok on TV", "are S2 and Season 3 fine"]
)
def test_everyday_capitals_are_no_names(text: str) -> None:
    assert list(proper_names(text)) == []


@pytest.mark.parametrize("text", ["", "no capitals here", "IS MARA HOLM IN IT?", "😀 123"])
def test_a_text_that_tells_no_names_apart_has_none(text: str) -> None:
    assert list(proper_names(text)) == []


@given(st.text(max_size=200))
def test_names_are_spans_of_the_text_in_its_order(text: str) -> None:
    after = 0
    for name in proper_names(text):
        assert name
        after = text.index(name, after) + len(name)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Is Mara Holm in it?", {"mara", "holm"}),
        ("Is it on Wavebox or Gullplay?", {"wavebox", "gullplay"}),
        ("no capitals here", set()),
        ("", set()),
    ],
)
def test_the_words_of_names_are_in_lower_case_each_once(text: str, named: set[str]) -> None:
    assert named_words(text) == named


class TestNamesThatReviewsKnow:
    @pytest.fixture
    def library(self, tmp_path: Path) -> Library:
        reviews = ["It is like The Expanse.", "An expanse of sea and boats."]
        add_show(tmp_path, reviews=reviews + ["The harbour is fine."] * 3)
        library = make_library(tmp_path)
        library.build(library.show("harbour"))
        return library

    def test_are_known_in_lower_case_where_reviewers_mostly_write_them_so(self, library: Library) -> None:
        snapshot = library.snapshot("harbour")
        assert names_known("is it like the expanse", snapshot) == {"expanse"}
        assert names_known("is it like the Expanse", snapshot) == {"expanse"}
        assert names_known("any boats in it", snapshot) == set()
        assert names_known("", snapshot) == set()


def test_names_are_held_with_their_accents_or_without() -> None:
    text = "Hélène Viviès stands out."
    assert holds_names(text, {"helene", "viviès"})
    assert not holds_names(text, {"helene", "moreau"})
