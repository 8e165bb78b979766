"""A question's time is proportional to its length, at its worst too."""

from collections.abc import Callable

import pytest

from bot.answering import refusals
from bot.answering.answer_type import _holds_number
from bot.answering.names import proper_names
from bot.discord.render import escape, split_text
from bot.understanding import clean, kinds, seasons, sides
from bot.understanding.asked import understand
from bot.understanding.clean import said_watched, without_plea
from bot.understanding.shows import names_mended, without_names
from bot.understanding.spelling import Spelling
from bot.wording.steering import one_line
from index import aspect_catalogue
from tests.bot.fakes import SHOW
from tests.growth import BAR, growth

Rule = Callable[[str], object]


def _understood(text: str) -> object:
    return understand(text, aspect_catalogue(), last_season=5)


def _asked_seasons(text: str) -> object:
    return seasons.asked_seasons(text, 5)


def _seen(text: str) -> object:
    return seasons.after_seen(text, 5)


def _watched(text: str) -> object:
    return said_watched(text, last_season=5)


def _which_season(text: str) -> object:
    return seasons.compares_seasons(text, ())


def _mended(text: str) -> object:
    return names_mended(text, [SHOW])


def _unnamed(text: str) -> object:
    return without_names(text, SHOW)


def _split(text: str) -> object:
    return split_text(text, 600)


@pytest.mark.parametrize(
    ("rule", "unit", "length"),
    [
        (_understood, "s1 ", 1000),
        (_understood, "is it ", 1000),
        (_understood, "mara ", 1000),
        (_asked_seasons, "s1 ", 1500),
        (_asked_seasons, "first, ", 1500),
        (seasons.asks_news, "will there ", 2000),
        (_seen, "seen s1 ", 1500),
        (_which_season, "which season ", 2000),
        (_watched, "s1 ", 1500),
        (_watched, "i have seen s1 is ", 1500),
        (without_plea, ",", 2000),
        (without_plea, "- ", 2000),
        (without_plea, "no spoilers ", 2000),
        (clean.without_address, "hey ", 4000),
        (clean.is_of_show_alone, "; ", 4000),
        (clean.is_of_show_alone, "the ", 4000),
        (clean.stands_alone, "ok ", 4000),
        (sides.sought_side, "who liked ", 4000),
        (kinds._HOW_IT_IS.match, "how is ", 20_000),
        (proper_names.__wrapped__, "a Mara. ", 2000),
        (_holds_number.__wrapped__, "s1, ", 2000),
        (refusals._OF_SHOW_ABOUT.match, ",", 20_000),
        (refusals._EPISODE.search, "ep ", 4000),
        (Spelling(["episode"]).out, "abou ", 4000),
        (_mended, "harbor ", 4000),
        (_unnamed, "harbour ", 8000),
        (escape, "*", 4000),
        (_split, "a. ", 20_000),
        (one_line, "\x1b ", 8000),
    ],
)
def test_twice_the_question_takes_about_twice_the_time(rule: Rule, unit: str, length: int) -> None:
    assert growth(rule, unit, length) < BAR


@pytest.mark.parametrize(
    ("rule", "around"),
    [
        (refusals._SUBJECT.match, ("is ", "x")),
        (refusals._OF_SHOW_ABOUT.match, ("is the show about ", "x")),
        (refusals._EPISODE.search, ("episode", "x")),
        (without_plea, ("good", "x")),
        (clean.is_of_show_alone, ("how is", "x")),
    ],
)
def test_space_without_end_is_passed_over_once(rule: Rule, around: tuple[str, str]) -> None:
    assert growth(rule, " ", 4000, around=around) < BAR
