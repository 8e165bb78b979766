import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.answer_type import answer_test


def passes(query: str, text: str) -> bool:
    """Whether the text holds the kind of thing that the question wants."""
    test = answer_test(query)
    return test is None or test([text]) == [True]


@pytest.mark.parametrize(
    "query", ["Who plays the captain?", "and where was it filmed?", "Which other shows is it like?"]
)
def test_who_where_and_which_show_want_a_name(query: str) -> None:
    assert passes(query, "It has much of Mara Holm in Norway.")
    assert not passes(query, "It was well played, somewhere by the sea.")


def test_the_name_that_was_asked_about_answers_nothing() -> None:
    assert not passes("Who plays Mara?", "It is Mara who saves it.")
    assert passes("Who plays Mara?", "In it Tom Reed plays Mara.")


def test_how_many_wants_a_number_of_that_thing() -> None:
    query = "How many episodes are there?"
    assert passes(query, "It has ten episodes.")
    assert passes(query, "I saw 8 rather short episodes.")
    assert passes(query, "A story in six episodic parts.")
    assert not passes(query, "We were 24 people.")
    assert not passes(query, "It has many episodes.")


@pytest.mark.parametrize("query", ["When was it made?", "What year is it from?", "How old is the captain?"])
def test_when_and_how_old_want_a_number(query: str) -> None:
    assert passes(query, "That was 1987.")
    assert passes(query, "Twenty, if a day.")
    assert not passes(query, "That was long ago.")


@pytest.mark.parametrize("query", ["How long are the episodes?", "What is the running time?"])
def test_how_long_wants_a_number_or_a_length(query: str) -> None:
    assert passes(query, "45min each.")
    assert passes(query, "They are very short.")
    assert not passes(query, "They are superb.")


@pytest.mark.parametrize("query", ["What is it about?", "Is it dubbed?", ""])
def test_other_questions_take_any_passage(query: str) -> None:
    assert passes(query, "A harbour.")


@given(st.text(max_size=80), st.text(max_size=80))
def test_every_question_has_a_test_for_every_text(query: str, text: str) -> None:
    assert passes(query, text) in {True, False}
