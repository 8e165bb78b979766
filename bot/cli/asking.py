"""ask, chat, search, shows."""

import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from bot.cli.parts import JsonOption, ShowOption, SpoilersOption, UsageError, print_json, tell_of, wiring
from bot.conversation import next_topic
from bot.message import tidy
from bot.model import Reply, Topic, WhichShow
from bot.payload import answer_payload, search_payload
from bot.progress import Progress
from bot.terminal import Terminal
from bot.wiring import Wiring
from index import Polarity

_FROM_STDIN = "-"
_WatchedOption = Annotated[
    int | None,
    typer.Option("--watched", min=0, help="Seasons you have watched: later ones are kept from you."),
]
_FAREWELLS = {"exit", "quit", ":q"}
"""What ends a chat with a person, beside the end of input."""


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
    parts = wiring(context)
    from_stdin = question == _FROM_STDIN
    for text in _lines() if from_stdin else iter([_required(question, "question")]):
        if from_stdin and not as_json:
            Terminal(parts.writer).line(f"\n? {text}\n")
        reply = parts.answerer.ask(text, show=show, progress=Progress(everywhere=watched))
        _print_reply(parts, reply, spoilers=spoilers, as_json=as_json)


def chat(
    context: typer.Context,
    show: ShowOption = None,
    watched: _WatchedOption = None,
    *,
    spoilers: SpoilersOption = False,
    as_json: JsonOption = False,
) -> None:
    """Ask one question after another; follow-ups keep the topic. Ends with quit, or Ctrl-D."""
    parts = wiring(context)
    topic: Topic | None = None
    for text in _lines(prompt=not as_json):
        reply = parts.answerer.ask(text, show=show, topic=topic, progress=Progress(everywhere=watched))
        _print_reply(parts, reply, spoilers=spoilers, as_json=as_json)
        topic = next_topic(reply, topic)


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
        Terminal(parts.writer).reply(page, spoilers=spoilers)
    else:
        Terminal(parts.writer).page(page, spoilers=spoilers)


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
        Terminal(parts.writer).table("Shows", rows)
    tell_of(problems)


def _print_reply(parts: Wiring, reply: Reply, *, spoilers: bool, as_json: bool) -> None:
    if as_json:
        print_json(answer_payload(reply, parts.writer, spoilers=spoilers))
    else:
        Terminal(parts.writer).reply(reply, spoilers=spoilers)


def _required(text: str, what: str) -> str:
    if not text.strip():
        raise UsageError(f"the {what} is empty")
    return text


def _lines(*, prompt: bool = False) -> Iterator[str]:
    """Yield the lines of standard input that aren't blank, with a prompt where a person types."""
    asks = prompt and sys.stdin.isatty()
    while True:
        if asks:
            sys.stdout.write("? ")
            sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            return
        if asks and line.strip().lower() in _FAREWELLS:
            return
        if line.strip():
            yield line.strip()
