"""What every writer of words does; a new one is one more parameter."""

from dataclasses import replace

import pytest

from bot.answering.reply import Reply, WhichShow
from bot.wording.base import Writer, shows_stance
from bot.wording.sentences import SentenceWriter
from bot.wording.steering import one_line
from index import Polarity, aspect_catalogue
from tests.bot.fakes import SHOW, a_question, a_quote, a_refusal, a_signed_quote, an_answer

UNRULY = replace(SHOW, title="Har\nbour\x1b[2J\u202e")
REPLIES: tuple[Reply, ...] = (
    an_answer(),
    an_answer(verdict=None),
    a_refusal(a_quote()),
    WhichShow(a_question(), (SHOW, SHOW)),
    replace(an_answer(question=a_question(seasons=())), show=UNRULY),
    replace(a_refusal(), show=UNRULY),
    WhichShow(a_question(), (UNRULY,)),
)


@pytest.fixture(params=[SentenceWriter(aspect_catalogue())], ids=lambda writer: type(writer).__name__)
def writer(request: pytest.FixtureRequest) -> Writer:
    chosen: Writer = request.param
    return chosen


@pytest.mark.parametrize("reply", REPLIES)
def test_every_text_is_one_line_that_steers_nothing(reply: Reply, writer: Writer) -> None:
    texts = [
        writer.headline(reply),
        *writer.details(reply),
        writer.introduction(reply),
        writer.closing(reply),
    ]
    assert texts == [one_line(text) for text in texts]


@pytest.mark.parametrize("reply", REPLIES)
def test_there_is_a_headline_whatever_the_reply(reply: Reply, writer: Writer) -> None:
    assert writer.headline(reply)


def test_only_what_is_close_to_a_declined_question_is_led_up_to(writer: Writer) -> None:
    assert writer.introduction(a_refusal(a_quote()))
    assert writer.introduction(a_refusal()) == writer.introduction(an_answer()) == ""


def test_only_a_declined_question_ends_with_what_could_be_asked(writer: Writer) -> None:
    assert aspect_catalogue()["acting"].suggest in writer.closing(a_refusal())
    assert writer.closing(an_answer()) == ""


def test_a_quote_is_said_to_be_of_its_review_and_author(writer: Writer) -> None:
    told = writer.attribution(replace(a_signed_quote(), author="mara\n\x07"))
    assert "5" in told
    assert "mara" in told
    assert told == one_line(told)


def test_a_stance_is_told_unless_it_is_not_to_be(writer: Writer) -> None:
    sides = [a_quote(stance=Polarity.POSITIVE), a_quote(stance=Polarity.NEGATIVE)]
    assert len({writer.attribution(quote) for quote in sides}) == 2
    assert len({writer.attribution(quote, stance=False) for quote in sides}) == 1


def test_quotes_take_sides_in_a_verdict_alone() -> None:
    assert shows_stance(an_answer())
    assert not any(map(shows_stance, (an_answer(verdict=None), a_refusal(a_quote()), REPLIES[3])))
