from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import LONGEST_QUESTION, Kind
from bot.question import named_shows, tidy, understand, without_names
from index import Show, aspect_catalogue
from tests.bot.fakes import SHOW

CATALOGUE = aspect_catalogue()
TIDES = Show("tides", "The Tides", Path("seeds/tides"), aliases=("Ebb+Flow",))


@pytest.mark.parametrize(
    ("text", "seasons"),
    [
        ("Is season 3 worth watching?", (3,)),
        ("is S2 any good", (2,)),
        ("How are seasons 1 and 2?", (1, 2)),
        ("is the third season better", (3,)),
        ("what about the last season?", (4,)),
        ("Is it worth watching?", ()),
    ],
)
def test_seasons_asked_for_are_understood(text: str, seasons: tuple[int, ...]) -> None:
    assert understand(text, CATALOGUE, last_season=4).seasons == seasons


def test_going_on_after_a_season_asks_about_those_that_follow() -> None:
    assert understand("Should I stop after season 1?", CATALOGUE, last_season=3).seasons == (2, 3)
    assert understand("Is it worth continuing past season 2?", CATALOGUE).seasons == (3,)


@pytest.mark.parametrize(
    ("text", "kind", "aspects"),
    [
        ("Is season 3 worth watching?", Kind.VERDICT, ()),
        ("Should I watch it?", Kind.VERDICT, ()),
        ("Is it good?", Kind.VERDICT, ()),
        ("How is the acting?", Kind.OPINION, ("acting",)),
        ("Is the music good?", Kind.OPINION, ("music",)),
        ("How long are the episodes?", Kind.FACT, ("length",)),
        ("How many seasons are there?", Kind.FACT, None),
    ],
)
def test_what_a_question_wants_is_understood(text: str, kind: Kind, aspects: tuple[str, ...] | None) -> None:
    question = understand(text, CATALOGUE)
    assert question.kind is kind
    assert aspects is None or question.aspects == aspects


@pytest.mark.parametrize("text", ["Is season 2 good?", "How is the acting?", "Should I watch this show?"])
def test_a_whole_question_stands_alone(text: str) -> None:
    assert understand(text, CATALOGUE).stands_alone


@pytest.mark.parametrize("text", ["and the acting?", "what about season 2?", "why?", "How about the music?"])
def test_a_follow_up_needs_its_topic(text: str) -> None:
    assert not understand(text, CATALOGUE).stands_alone


@given(st.text(max_size=LONGEST_QUESTION * 2))
def test_any_text_is_understood_somehow(text: str) -> None:
    question = understand(text, CATALOGUE, last_season=3)
    assert len(question.text) <= LONGEST_QUESTION
    assert question.text == question.text.strip()


def test_a_question_is_read_on_one_line_and_up_to_the_longest() -> None:
    assert tidy("  Is\n\n it\tgood? ") == "Is it good?"
    assert tidy("ab " * 2000) == ("ab " * 2000)[:LONGEST_QUESTION].strip()


def test_shows_are_named_by_title_alias_or_slug_in_any_case_and_as_whole_words() -> None:
    shows = [SHOW, TIDES]
    assert named_shows("is HARBOUR LIGHTS good?", shows) == [SHOW]
    assert named_shows("is the tides any good?", shows) == [TIDES]
    assert named_shows("Ebb+Flow or Harbour Lights?", shows) == [SHOW, TIDES]
    assert named_shows("is it about harbours?", shows) == []


def test_a_shows_names_are_no_part_of_the_query() -> None:
    assert without_names("Is The Tides (ebb+flow) good in tidesville?", TIDES) == "Is ( ) good in tidesville?"
