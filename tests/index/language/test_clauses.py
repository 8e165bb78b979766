import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language.clauses import clauses


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("A good story, but spoiled by the ending.", ["A good story", "but spoiled by the ending."]),
        ("The cast is fine; the plot is not.", ["The cast is fine", "the plot is not."]),
        ("I liked the music – the cast was wooden.", ["I liked the music", "the cast was wooden."]),
        ("The acting is well done.", ["The acting is well done."]),
        ("Slow and long and dull.", ["Slow and long and dull."]),
        ("", [""]),
    ],
)
def test_a_sentence_is_parted_where_it_turns(text: str, parts: list[str]) -> None:
    assert [part.strip(" ,;–") for part in clauses(text)] == parts


@pytest.mark.parametrize("text", ["Good, though.", "The story is fine; ok.", "Fine, but no."])
def test_a_very_short_clause_is_no_clause_of_its_own(text: str) -> None:
    assert clauses(text) == [text]


@given(
    st.text() | st.lists(st.sampled_from(["one", "two", ",", ";", "but", "…", "–", " ", "yet"])).map(" ".join)
)
def test_clauses_hold_every_character_but_space_in_order(text: str) -> None:
    assert "".join("".join(clauses(text)).split()) == "".join(text.split())
