import pytest

from index.language.advice import Advice, advice


@pytest.mark.parametrize(
    "text",
    [
        "Well worth a watch.",
        "It is worth seeing for the harbour alone.",
        "I reccommend it to anyone.",
        "I would suggest watching series 1 & 2.",
        "A must-see.",
        "If it rains, watch it.",
        "Don't miss it!",
        "Do yourself a favour.",
        "Go for it.",
    ],
)
def test_praise_of_the_time_it_takes_is_advice_to_watch(text: str) -> None:
    assert advice(text) is Advice.WATCH


@pytest.mark.parametrize(
    "text",
    [
        "Avoid.",
        "Slow and daft; skip it.",
        "Just give it a miss.",
        "Don’t bother.",
        "I would not recommend it.",
        "I can't recommend season 2.",
        "Not worth your evening.",
        "It is not really worth a look.",
        "A waste of my time.",
        "Stay away!",
        "One to avoid.",
        "I gave up after two episodes.",
    ],
)
def test_a_warning_is_advice_to_leave_it(text: str) -> None:
    assert advice(text) is Advice.LEAVE


@pytest.mark.parametrize(
    "text",
    [
        "If you want action, this is not for you.",
        "It may not be for everyone.",
        "If you like boats, recommended; if you don't, it's not for you.",
    ],
)
def test_a_warning_to_some_viewers_depends_on_the_viewer(text: str) -> None:
    assert advice(text) is Advice.DEPENDS


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The acting is superb.",
        "A disaster.",
        "They avoid the harbour.",
        "We watched it in June.",
        "It skips.",
    ],
)
def test_a_mood_or_a_fact_is_no_advice(text: str) -> None:
    assert advice(text) is Advice.NONE


def test_advice_is_read_in_any_case_and_over_line_breaks() -> None:
    assert advice("DO NOT\nBOTHER") is Advice.LEAVE
    assert advice("WELL WORTH\nA WATCH") is Advice.WATCH
