import contextlib
import io
import json
import logging
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot.answering.reply import Missing, Reply, SearchPage, WhichShow
from bot.app.logs import RedactingFormatter
from bot.cli.app import _told
from bot.discord.commands.options import ShowOption
from bot.discord.render import DiscordRenderer
from bot.wording.plain import plain_text
from bot.wording.steering import harmless, one_line, spelled_out
from bot.wording.terminal import Terminal
from index import Show, SourceError, UnknownShowError
from tests.bot.fakes import SHOW, a_question, a_quote, a_refusal, an_answer, make_writer

WRITER = make_writer()
STEERING = "\x1b]0;title\x07\x1b[2J\x9b2J\x08\r\u202e"
anything = st.text() | st.text(st.sampled_from(STEERING + "a\n\t \x00\x7f\x85\u2066"))


def steering_in(text: str, *, kept: str = "\n") -> set[str]:
    """The control characters of a text, but those that lay it out, and what turns its direction."""
    turning = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    return {sign for sign in text if unicodedata.category(sign) == "Cc" or sign in turning} - set(kept)


def replies(text: str) -> list[Reply]:
    """Replies that hold a text wherever somebody wrote one."""
    show = replace(SHOW, title=text)
    quote = replace(a_quote(text), author=text)
    question = a_question("Is it worth it?", seasons=())
    return [
        replace(an_answer(quote, question=question), show=show),
        replace(a_refusal(quote), show=show),
        replace(a_refusal(), show=show, missing=Missing.NAMES, names=(text, text)),
        replace(a_refusal(), show=show, missing=Missing.CUES, names=(text,)),
        WhichShow(a_question(), (show, show)),
        WhichShow(a_question(), (show, show), named=True),
    ]


@given(anything)
def test_a_text_shown_on_a_line_has_no_control_character(text: str) -> None:
    assert not steering_in(one_line(text), kept="")
    assert not steering_in(harmless(text), kept="\n\t")


@given(st.text(st.characters(exclude_categories=["C"])))
def test_what_steers_nothing_is_shown_as_it_is(text: str) -> None:
    assert harmless(text) == text


@given(anything)
def test_no_answer_has_a_control_character_whatever_people_wrote(text: str) -> None:
    for reply in replies(text):
        assert not steering_in(plain_text(reply, WRITER, spoilers=True))
        assert not steering_in("".join(DiscordRenderer(WRITER).messages(reply, spoilers=True)))


@given(anything)
def test_no_page_for_a_terminal_or_a_file_has_a_control_character(text: str) -> None:
    file = io.StringIO()
    terminal = Terminal(WRITER, Console(file=file, highlight=False, color_system=None))
    on_screen = Terminal(WRITER, Console(file=file, highlight=False, color_system=None, force_terminal=True))
    for reply in replies(text):
        for one in (terminal, on_screen):
            one.reply(reply, spoilers=True)
    for one in (terminal, on_screen):
        one.page(SearchPage(text, replace(SHOW, title=text), ()), spoilers=True)
        one.page(SearchPage(text, SHOW, (replace(a_quote(text), author=text),)), spoilers=True)
        one.table(text, [{"title": text}])
        one.line(text)
    assert not steering_in(file.getvalue(), kept="\n\t")


@given(anything)
def test_no_failure_told_has_a_control_character(text: str) -> None:
    told = io.StringIO()
    with contextlib.redirect_stderr(told):
        for error in (
            UnknownShowError(text, [text]),
            SourceError(Path("seeds") / text.replace("/", "").replace("\0", "") / "show.toml", 1, text),
            RuntimeError(text),
        ):
            assert _told(error) == 1
    assert not steering_in(told.getvalue())
    assert told.getvalue().count("\n") == 3


@given(anything)
def test_no_line_of_the_log_has_a_control_character(text: str) -> None:
    record = logging.LogRecord("bot", logging.ERROR, "", 1, "%s", (text,), None)
    assert not steering_in(RedactingFormatter(()).format(record), kept="\n\t")


@given(anything)
def test_json_means_the_same_and_has_no_control_character(text: str) -> None:
    printed = spelled_out(json.dumps({"text": text}, ensure_ascii=False))
    assert json.loads(printed) == {"text": text}
    assert not steering_in(printed, kept="")


async def test_a_title_of_nothing_that_is_shown_is_offered_by_its_slug() -> None:
    class Library:
        def shows(self) -> list[Show]:
            return [replace(SHOW, title="\x1b\x07"), replace(SHOW, title="\x1bTides")]

    class Client:
        library = Library()

    class Interaction:
        client = Client()

    choices = await ShowOption().autocomplete(Interaction(), "")  # type: ignore[arg-type] # a small stand-in
    assert [choice.name for choice in choices] == ["harbour", "Tides"]


def test_a_progress_bar_takes_a_title_for_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    with Terminal(WRITER).bar("[/x]: reading reviews") as moved:
        moved(1, 2)
    assert capsys.readouterr() == ("", "")
