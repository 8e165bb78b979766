"""ask, chat, search, shows."""

import sys
from dataclasses import KW_ONLY, dataclass
from typing import Annotated

import typer

from bot.answering.reply import Reply, WhichShow
from bot.answering.topic import next_topic
from bot.app.wiring import Wiring
from bot.cli.parts import (
    JsonOption,
    ShowOption,
    SpoilersOption,
    UsageError,
    explanation,
    say,
    tell_of,
    terminal_of,
    wiring,
)
from bot.cli.streams import Line, as_text, lines, print_json
from bot.understanding.progress import Progress
from bot.understanding.question import Topic
from bot.understanding.spelling import tidy
from bot.wording.payload import answer_payload, search_payload
from index import Polarity

_FROM_STDIN = "-"
_WatchedOption = Annotated[
    int | None,
    typer.Option("--watched", min=0, help="Seasons you have watched: later ones are kept from you."),
]


def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="The question; - reads one a line from standard input.")],
    show: ShowOption = None,
    watched: _WatchedOption = None,
    *,
    spoilers: SpoilersOption = False,
    as_json: JsonOption = False,
) -> None:
    """Answer a question from what viewers wrote."""
    asker = _Asker(wiring(context), show, Progress(everywhere=watched), spoilers=spoilers, as_json=as_json)
    if question != _FROM_STDIN:
        asker.ask(_required(question, "question"))
        return
    for line in lines():
        asker.next(line, heading=True)
    asker.leave()


def chat(
    context: typer.Context,
    show: ShowOption = None,
    watched: _WatchedOption = None,
    *,
    spoilers: SpoilersOption = False,
    as_json: JsonOption = False,
) -> None:
    """Ask one question after another; follow-ups keep the topic. Ends with quit, or Ctrl-D."""
    asker = _Asker(wiring(context), show, Progress(everywhere=watched), spoilers=spoilers, as_json=as_json)
    topic: Topic | None = None
    for line in lines(prompt=not as_json):
        if reply := asker.next(line, topic=topic):
            topic = next_topic(reply, topic)
    asker.leave()


@dataclass
class _Asker:
    """Asks one question after another for who sits at the command, and prints what comes of each."""

    parts: Wiring
    show: str | None
    progress: Progress
    _: KW_ONLY
    spoilers: bool
    as_json: bool
    has_failed: bool = False

    def ask(self, text: str, *, topic: Topic | None = None) -> Reply:
        """Print the answer to a question, and return it."""
        reply = self.parts.answerer.ask(text, show=self.show, topic=topic, progress=self.progress)
        if self.as_json:
            print_json(answer_payload(reply, self.parts.writer, spoilers=self.spoilers))
        else:
            terminal_of(self.parts).reply(reply, spoilers=self.spoilers)
        sys.stdout.flush()
        return reply

    def next(self, line: Line, *, topic: Topic | None = None, heading: bool = False) -> Reply | None:
        """Print the answer to a line, or why there is none: the next one may have one."""
        try:
            text = line.text
            if heading and not self.as_json:
                terminal_of(self.parts).line(f"\n? {text}\n")
            return self.ask(text, topic=topic)
        except BrokenPipeError:
            raise
        except Exception as error:  # noqa: BLE001 (the edge: one question's trouble is its own)
            self.has_failed = True
            self._tell(line, error)
            return None

    def leave(self) -> None:
        """End with the exit status of a failure if a question had one."""
        if self.has_failed:
            raise typer.Exit(1)

    def _tell(self, line: Line, error: Exception) -> None:
        """Tell a failure on standard error, and as that line's object where each line has one."""
        if self.as_json:
            print_json({"question": line.shown, "error": explanation(error)})
            sys.stdout.flush()
        say(explanation(error))


def search(
    context: typer.Context,
    query: Annotated[str, typer.Argument(help="What to look for.")],
    show: ShowOption = None,
    season: Annotated[
        int | None, typer.Option("--season", min=1, help="Only passages about this season.")
    ] = None,
    stance: Annotated[Polarity | None, typer.Option("--stance", help="Only passages that feel so.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100, help="How many passages.")] = 10,
    *,
    spoilers: SpoilersOption = False,
    as_json: JsonOption = False,
) -> None:
    """List the passages nearest to a query."""
    parts = wiring(context)
    text = tidy(_required(query, "query"))
    page = parts.answerer.search(text, show=show, season=season, stance=stance, limit=limit)
    if as_json:
        print_json(search_payload(page, text))
    elif isinstance(page, WhichShow):
        terminal_of(parts).reply(page, spoilers=spoilers)
    else:
        terminal_of(parts).page(page, spoilers=spoilers)


def shows(context: typer.Context, *, as_json: JsonOption = False) -> None:
    """List the shows that can be asked about."""
    parts = wiring(context)
    found, problems = parts.library.shows(), parts.library.problems()
    if not found:
        tell_of(problems)
    rows = []
    for show in found:
        manifest = parts.library.manifest(show.slug)
        rows.append(
            {
                "slug": show.slug,
                "title": show.title,
                "year": show.year,
                "seasons": show.seasons,
                "reviews": manifest.reviews if manifest else 0,
                "passages": manifest.passages if manifest else 0,
            }
        )
    if as_json:
        print_json(rows)
    else:
        terminal_of(parts).table("Shows", rows)
    tell_of(problems)


def _required(text: str, what: str) -> str:
    if not text.strip():
        raise UsageError(f"the {what} is empty")
    try:
        return as_text(text)
    except UnicodeError as error:
        raise UsageError(f"the {what} isn't UTF-8 text") from error
