"""A question's time is proportional to its length, at its worst too."""

from collections.abc import Callable

import pytest

from bot.answering.answer_type import _counts, _holds_number
from bot.answering.english import PASSAGES
from bot.answering.names import proper_names
from bot.discord.render import escape, split_text
from bot.understanding.english import QUESTIONS
from bot.understanding.shows import names_mended, without_names
from bot.understanding.spelling import Spelling
from bot.wording.steering import one_line
from index import ENGLISH
from tests.bot.fakes import SHOW, read_question
from tests.growth import BAR, growth

Rule = Callable[[str], object]
EVERY_RULE = [
    pytest.param(rule.holds, id=rule.name)
    for rules in (ENGLISH, QUESTIONS, PASSAGES)
    for rule in rules.by_name.values()
]


def _read(text: str) -> object:
    return read_question(text, last_season=5)


def _counted(text: str) -> object:
    return _counts(text, stem="epis")


def _mended(text: str) -> object:
    return names_mended(text, [SHOW])


def _unnamed(text: str) -> object:
    return without_names(text, SHOW)


def _split(text: str) -> object:
    return split_text(text, 600)


@pytest.mark.parametrize(
    ("rule", "unit", "length"),
    [
        (_read, "s1 ", 1000),
        (_read, "is it ", 1000),
        (_read, "mara ", 1000),
        (_read, "first, ", 1000),
        (_read, "i have seen s1 is ", 1000),
        (_read, "no spoilers, ", 1000),
        (proper_names.__wrapped__, "a Mara. ", 2000),
        (_holds_number.__wrapped__, "s1, ", 2000),
        (_counted, "ten ", 4000),
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


@pytest.mark.parametrize("rule", EVERY_RULE)
def test_no_rule_takes_longer_than_its_text_is(rule: Rule) -> None:
    assert growth(rule, "and the first, is it s1 who would like no more than ", 1000) < BAR


@pytest.mark.parametrize("rule", EVERY_RULE)
def test_space_without_end_is_passed_over_once(rule: Rule) -> None:
    assert growth(rule, " ", 1000, around=("is the show about", "x")) < BAR
