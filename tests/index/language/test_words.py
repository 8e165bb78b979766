import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language.words import content_words, words


def test_words_are_lower_case_without_punctuation() -> None:
    assert words("Hélène's acting: SUPERB, 9/10!") == ["hélène", "acting", "superb", "9", "10"]


@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_an_apostrophe_and_what_follows_it_are_taken_off(apostrophe: str) -> None:
    assert words(f"it{apostrophe}s viewers{apostrophe} don{apostrophe}t") == ["it", "viewers", "don"]


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("How is the acting?", ["acting"]),
        ("Is the story of the show good, and is the music?", ["story", "music"]),
        ("Is it worth watching?", []),
        ("What do people think about the spaceship?", ["spaceship"]),
        ("Music, music, MUSIC and effects", ["music", "effects"]),
        ("", []),
        ("🙂🙂", []),
    ],
)
def test_content_words_are_what_a_review_could_answer_in(question: str, kept: list[str]) -> None:
    assert content_words(question) == kept


@pytest.mark.parametrize(
    "syntax", ['"acting"', "acting*", "NEAR(acting)", "-acting", "field:acting", "(acting AND"]
)
def test_query_syntax_is_only_words(syntax: str) -> None:
    assert "acting" in content_words(syntax)


@given(st.text())
def test_content_words_are_words_of_the_text_in_order_each_once(text: str) -> None:
    all_words = words(text)
    kept = content_words(text)
    assert [all_words.index(word) for word in kept] == sorted({all_words.index(word) for word in kept})
