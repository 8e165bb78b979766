import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer_type import answer_tests


def passes(query: str, text: str) -> list[bool]:
    """Whether the text passes each of the question's tests, the strictest first."""
    return [test(text) for test in answer_tests(query)]


@pytest.mark.parametrize(
    "query", ["Who plays the captain?", "and where was it filmed?", "Which other shows is it like?"]
)
def test_who_where_and_which_show_want_a_name(query: str) -> None:
    assert passes(query, "It has much of Mara Holm in Norway.") == [True]
    assert passes(query, "It was well played, somewhere by the sea.") == [False]


def test_the_name_that_was_asked_about_answers_nothing() -> None:
    assert passes("Who plays Mara?", "It is Mara who saves it.") == [False]
    assert passes("Who plays Mara?", "In it Tom Reed plays Mara.") == [True]


def test_how_many_wants_a_number_of_that_thing_and_failing_that_any_number() -> None:
    query = "How many episodes are there?"
    assert passes(query, "It has ten episodes.") == [True, True]
    assert passes(query, "I saw 8 rather short episodes.") == [True, True]
    assert passes(query, "A story in six episodic parts.") == [True, True]
    assert passes(query, "We were 24 people.") == [False, True]
    assert passes(query, "It has many episodes.") == [False, False]


@pytest.mark.parametrize("query", ["When was it made?", "What year is it from?", "How old is the captain?"])
def test_when_and_how_old_want_a_number(query: str) -> None:
    assert passes(query, "That was 1987.") == [True]
    assert passes(query, "Twenty, if a day.") == [True]
    assert passes(query, "That was long ago.") == [False]


@pytest.mark.parametrize("query", ["How long are the episodes?", "What is the running time?"])
def test_how_long_wants_a_number_or_a_length(query: str) -> None:
    assert passes(query, "45min each.") == [True]
    assert passes(query, "They are very short.") == [True]
    assert passes(query, "They are superb.") == [False]


@pytest.mark.parametrize("query", ["What is it about?", "Is it dubbed?", ""])
def test_other_questions_take_any_passage(query: str) -> None:
    assert passes(query, "A harbour.") == [True]


@given(st.text(max_size=80), st.text(max_size=80))
def test_every_question_has_a_test_for_every_text(query: str, text: str) -> None:
    assert set(passes(query, text)) <= {True, False}
    assert answer_tests(query)
