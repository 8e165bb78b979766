"""A message as typed: what in it is the question, and what it says of the one who asks."""

import pytest

from bot.understanding.draft import Draft
from bot.understanding.pleas import without_plea
from bot.understanding.question import Question
from bot.understanding.watched import said_watched
from tests.bot.fakes import SHOW


def drafted(text: str) -> Draft:
    return Draft(show=SHOW, topic=None, text=text, question=Question(text))


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("what is it about (no spoilers please)", "what is it about"),
        ("No spoilers! How is the ending?", "How is the ending?"),
        ("is it good, but don't spoil anything", "is it good"),
        ("no-spoilers, who dies?", "who dies?"),
        ("how does it end without any spoilers", "how does it end"),
    ],
)
def test_a_plea_not_to_spoil_is_no_part_of_the_question(text: str, rest: str) -> None:
    draft = without_plea(drafted(text))
    assert (draft.text, draft.question.spoiler_free) == (rest, True)


@pytest.mark.parametrize(
    "text",
    [
        "Are there spoilers in the trailer?",
        "How is the ending?",
        "is it spoiler free?",
        "Do reviews have no spoilers?",
    ],
)
def test_a_question_without_a_plea_stays_as_it_is(text: str) -> None:
    draft = without_plea(drafted(text))
    assert (draft.text, draft.question.spoiler_free) == (text, False)


@pytest.mark.parametrize(
    ("text", "rest", "watched"),
    [
        ("I've only seen season 1, is the music good?", "is the music good?", 1),
        ("we have watched seasons 1 and 2 so far. How is the ending?", "How is the ending?", 2),
        ("ive finished s2 and how is the acting", "how is the acting", 2),
        ("I have only watched season 1", "I have only watched season 1", 1),
        ("I've seen season 1, is it good?", "I've seen season 1, is it good?", 1),
        ("I've seen season 1 twice, how is the acting?", "I've seen season 1 twice, how is the acting?", 1),
    ],
)
def test_what_was_watched_is_told_apart_from_what_is_asked(text: str, rest: str, watched: int) -> None:
    draft = said_watched(drafted(text))
    assert (draft.text, draft.question.watched) == (rest, watched)


@pytest.mark.parametrize(
    "text",
    [
        "How is season 1?",
        "has anyone seen season 3?",
        "I haven't seen season 2",
        "after I've finished season 3, what then?",
        "if I watched season 3 first",
        "have I seen season 1 for nothing?",
    ],
)
def test_seasons_that_are_asked_about_were_not_said_to_be_watched(text: str) -> None:
    draft = said_watched(drafted(text))
    assert (draft.text, draft.question.watched) == (text, None)
