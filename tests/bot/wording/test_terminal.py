import io
import re

import pytest
from rich.console import Console

from bot.answering.reply import Label, Reply, SearchPage, SeasonsUnsaid, WhichShow
from bot.wording.plain import COVER, plain_text
from bot.wording.terminal import Terminal
from tests.bot.fakes import SHOW, a_question, a_quote, a_refusal, a_verdict, an_answer, make_writer

SPOILING = a_quote("The [bold]keeper[/bold] dies.", spoiler=True)


class Screen:
    """A terminal of 60 columns, or a plain file, that remembers what was printed."""

    def __init__(self, *, is_terminal: bool) -> None:
        self._written = io.StringIO()
        console = Console(
            file=self._written, force_terminal=is_terminal, width=60, highlight=False, color_system="standard"
        )
        self.terminal = Terminal(make_writer(), console)

    @property
    def raw(self) -> str:
        return self._written.getvalue()

    @property
    def text(self) -> str:
        """What was printed, on one line and without colours."""
        return " ".join(re.sub(r"\x1b\[[\d;]*m", "", self.raw).split())


@pytest.mark.parametrize(
    "reply", [an_answer(), an_answer(SPOILING), a_refusal(a_quote()), WhichShow(a_question(), (SHOW,))]
)
def test_a_file_gets_the_plain_text_and_no_colours(reply: Reply) -> None:
    screen = Screen(is_terminal=False)
    screen.terminal.reply(reply, spoilers=False)
    assert screen.raw == f"{plain_text(reply, make_writer())}\n"


@pytest.mark.parametrize("label", Label)
def test_a_terminal_gets_colours_and_the_same_words(label: Label) -> None:
    screen = Screen(is_terminal=True)
    answer = an_answer(verdict=a_verdict(label=label), notes=(SeasonsUnsaid((8,)),))
    screen.terminal.reply(answer, spoilers=False)
    assert "\x1b[" in screen.raw
    for part in (make_writer().headline(answer), *make_writer().details(answer), "“Season 2 was awful.”"):
        assert part in screen.text


def test_a_refusal_on_a_terminal_says_what_was_close_and_what_to_try() -> None:
    screen = Screen(is_terminal=True)
    screen.terminal.reply(a_refusal(a_quote()), spoilers=False)
    assert "No review says what season 8 is like." in screen.text
    assert "“Season 2 was awful.”" in screen.text
    assert screen.text.endswith("How is the acting?")


@pytest.mark.parametrize("is_terminal", [True, False])
def test_a_spoiler_is_a_bar_until_it_is_lifted(is_terminal: bool) -> None:  # noqa: FBT001
    covered, shown = Screen(is_terminal=is_terminal), Screen(is_terminal=is_terminal)
    covered.terminal.reply(an_answer(SPOILING), spoilers=False)
    shown.terminal.reply(an_answer(SPOILING), spoilers=True)
    assert COVER in covered.text
    assert "--spoilers" in covered.text
    assert "keeper" not in covered.text
    assert "“The [bold]keeper[/bold] dies.”" in shown.text


@pytest.mark.parametrize("is_terminal", [True, False])
def test_a_search_shows_its_quotes_or_says_there_are_none(is_terminal: bool) -> None:  # noqa: FBT001
    some, none = Screen(is_terminal=is_terminal), Screen(is_terminal=is_terminal)
    some.terminal.page(SearchPage("awful", SHOW, (a_quote(),)), spoilers=False)
    none.terminal.page(SearchPage("awful", SHOW, ()), spoilers=False)
    assert "“Season 2 was awful.”" in some.text
    assert "review 6, negative" in some.text
    assert "Harbour Lights" in none.text


def test_a_table_is_drawn_on_a_terminal_and_one_line_a_row_elsewhere() -> None:
    rows = [{"slug": "harbour", "title": "[red]Harbour[/red]", "year": None}]
    drawn, plain, empty = Screen(is_terminal=True), Screen(is_terminal=False), Screen(is_terminal=False)
    drawn.terminal.table("Shows", rows)
    plain.terminal.table("Shows", rows)
    empty.terminal.table("Shows", [])
    assert "[red]Harbour[/red]" in drawn.text
    assert "│" in drawn.text
    assert [line.split() for line in plain.raw.splitlines()] == [
        ["slug", "title", "year"],
        ["harbour", "[red]Harbour[/red]"],
    ]
    assert empty.raw == "Shows: none.\n"


def test_progress_is_silent_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with Screen(is_terminal=False).terminal.bar("encoding") as moved:
        moved(1, 2)
    assert capsys.readouterr() == ("", "")
