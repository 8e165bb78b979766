"""Answers in a terminal: colours and tables where there is one, plain text where there isn't."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from bot.answering.reply import Answered, Label, Quote, Reply, SearchPage, WhichShow
from bot.wording.base import Writer, shows_stance
from bot.wording.plain import COVER, MARKS, plain_quote, plain_text
from bot.wording.steering import harmless, one_line
from index import Polarity

_LABEL_STYLES = {
    Label.YES: "bold green",
    Label.LEANING_YES: "green",
    Label.MIXED: "yellow",
    Label.LEANING_NO: "red",
    Label.NO: "bold red",
    Label.UNCLEAR: "yellow",
}
_STANCE_STYLES = {
    Polarity.POSITIVE: "green",
    Polarity.NEGATIVE: "red",
    Polarity.MIXED: "yellow",
    Polarity.NONE: "yellow",
}
_WIDEST = 100
"""Columns beyond which prose is hard to read."""


class Terminal:
    """Prints replies to standard output."""

    def __init__(self, writer: Writer, console: Console | None = None) -> None:
        self._writer = writer
        self._console = console or Console(highlight=False)
        self._console.width = min(self._console.width, _WIDEST)

    def reply(self, reply: Reply, *, spoilers: bool) -> None:
        """Print an answer."""
        if not self._console.is_terminal:
            self.line(plain_text(reply, self._writer, spoilers=spoilers))
            return
        style = (
            _LABEL_STYLES[reply.verdict.label] if isinstance(reply, Answered) and reply.verdict else "bold"
        )
        self._console.print()
        self._console.print(Text(self._writer.headline(reply), style=style))
        for detail in self._writer.details(reply):
            self._console.print(Text(detail))
        if introduction := self._writer.introduction(reply):
            self._console.print()
            self._console.print(Text(introduction, style="dim"))
        quotes = () if isinstance(reply, WhichShow) else reply.quotes
        self._quotes(quotes, stance=shows_stance(reply), spoilers=spoilers)
        if closing := self._writer.closing(reply):
            self._console.print()
            self._console.print(Text(closing, style="dim"))
        self._console.print()

    def page(self, page: SearchPage, *, spoilers: bool) -> None:
        """Print what a search found."""
        if not page.quotes:
            self.line(f"Nothing about that in the reviews of {page.show.title}.")
        elif self._console.is_terminal:
            self._quotes(page.quotes, stance=True, spoilers=spoilers)
            self._console.print()
        else:
            quotes = [
                plain_quote(quote, self._writer, stance=True, spoilers=spoilers) for quote in page.quotes
            ]
            self.line("\n\n".join(quotes))

    def table(self, title: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Print rows with the same keys as a table, or as tab-separated lines where there is no terminal."""
        if not rows:
            self.line(f"{title}: none.")
        elif self._console.is_terminal:
            table = Table(title=Text(one_line(title)), title_justify="left")
            for column in rows[0]:
                table.add_column(column)
            for row in rows:
                table.add_row(*(escape(_cell(value)) for value in row.values()))
            self._console.print(table)
        else:
            lines = ["\t".join(rows[0]), *("\t".join(_cell(value) for value in row.values()) for row in rows)]
            self._console.file.write("".join(f"{line}\n" for line in lines))  # the console would expand tabs

    def line(self, text: str) -> None:
        """Print one text as it is, but for what would steer the terminal."""
        self._console.print(Text(harmless(text)), soft_wrap=True)

    @contextmanager
    def bar(self, what: str) -> Iterator[Callable[[int, int], None]]:
        """Show a bar on standard error; give what moves it: called with the number done and in all."""
        console = Console(stderr=True)
        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as shown:
            task = shown.add_task(one_line(what), total=None)
            yield lambda done, total: shown.update(task, completed=done, total=total)

    def _quotes(self, quotes: Sequence[Quote], *, stance: bool, spoilers: bool) -> None:
        for quote in quotes:
            grid = Table.grid(padding=(0, 1))
            mark = Text(MARKS[quote.stance], style=_STANCE_STYLES[quote.stance]) if stance else Text("·")
            grid.add_row(mark, _shown(quote, spoilers=spoilers))
            grid.add_row("", Text(self._writer.attribution(quote, stance=stance), style="dim"))
            self._console.print()
            self._console.print(Padding(grid, (0, 0, 0, 2)))


def _shown(quote: Quote, *, spoilers: bool) -> Text:
    if quote.spoiler and not spoilers:
        return Text.assemble(COVER, (" spoiler; --spoilers shows it", "dim"))
    return Text(f"“{one_line(quote.text)}”")


def _cell(value: Any) -> str:  # noqa: ANN401 (whatever a row holds)
    return "" if value is None else one_line(str(value))
