"""Nobody's review can hold up a build: every rule's time is proportional to the text, at its worst too."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from index.heads.catalogue import aspect_catalogue
from index.language.advice import advice
from index.language.clauses import clauses
from index.language.reveals import reveals
from index.language.seasons.mentions import counts_seasons, mentions
from index.language.seasons.topic import tag_seasons, turns
from index.language.words import words
from index.reading.cut import cut
from index.sources.pasted_page import parse_pasted_page
from index.sources.ratings import stated_rating
from tests.growth import BAR, growth
from tests.index.samples import a_review

Rule = Callable[[str], object]


def _read_page(text: str) -> object:
    return list(parse_pasted_page(io.StringIO(f"• One.\n{text}\n"), path=Path("reviews.txt"), show="harbour"))


def _tagged(text: str) -> object:
    return tag_seasons(cut(a_review(text)), last_season=4)


def _mentions(text: str) -> object:
    return mentions(text, last_season=4, of_seasons=True)


def _turns(text: str) -> object:
    return turns(text, of_seasons=True)


@pytest.mark.parametrize(
    ("rule", "unit", "length"),
    [
        (clauses, " ", 2000),
        (clauses, ", ", 2000),
        (clauses, "; ", 40_000),
        (clauses, "a but ", 4000),
        (stated_rating, "4 out of 5 ", 2000),
        (stated_rating, "season 1: 4/5 ", 2000),
        (stated_rating, "Two stars.\n", 4000),
        (stated_rating, "/ \n", 2000),
        (stated_rating, "a 4 star ", 2000),
        (stated_rating, "1-", 4000),
        (_mentions, "s1 ", 2000),
        (_mentions, "s1, ", 2000),
        (_mentions, "first, ", 2000),
        (_mentions, "series ", 2000),
        (_mentions, "hope season 1 but ", 2000),
        (_turns, "season 1 good but season 2 bad ", 1000),
        (counts_seasons, "all of the ", 4000),
        (advice, "if you ", 2000),
        (advice, "not recommend ", 8000),
        (advice, ", ", 4000),
        (reveals, "really is ", 4000),
        (aspect_catalogue().cued, "act /", 4000),
        (words, "a-", 20_000),
        (_tagged, "(a ", 600),
        (_tagged, "season 1 ", 1000),
        (_tagged, "S1. ", 1000),
        (_tagged, "a. ", 1000),
        (_tagged, "a!\n", 1000),
        (_tagged, "\"'", 2000),
        (_tagged, "a" + " " * 598, 1200),
        (_read_page, "\n", 4000),
        (_read_page, " \n", 4000),
        (_read_page, "Warning: spoilers\n", 8000),
        (_read_page, "mara 1 June 2018\n", 4000),
        (_read_page, "•", 20_000),
    ],
)
def test_twice_the_text_takes_about_twice_the_time(rule: Rule, unit: str, length: int) -> None:
    assert growth(rule, unit, length) < BAR


@pytest.mark.parametrize("unseen", [" ", "\xa0", "\t", "\n"])
@pytest.mark.parametrize(
    ("rule", "before"),
    [
        (clauses, "Good"),
        (stated_rating, "4 stars. 4"),
        (_mentions, "season 2 series"),
        (_turns, "season 1 good but"),
        (_tagged, "season 2 series"),
        (advice, "not recommend, "),
    ],
)
def test_space_without_end_is_passed_over_once(rule: Rule, before: str, unseen: str) -> None:
    assert growth(rule, unseen, 2000, around=(before, "Bad.")) < BAR
