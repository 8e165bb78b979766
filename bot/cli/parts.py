"""What every command shares: the wiring, and options that mean the same everywhere."""

import json
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from bot.errors import SeveralError
from bot.steering import spelled_out
from bot.wiring import Wiring
from index import WorthwatchError


class UsageError(Exception):
    """The command was used wrongly, in a way that only running it shows."""


ShowOption = Annotated[str | None, typer.Option("--show", help="The show: its slug, title or an alias.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
SpoilersOption = Annotated[bool, typer.Option("--spoilers", help="Show what spoilers cover.")]


def wiring(context: typer.Context) -> Wiring:
    """Return this process's parts."""
    found = context.find_object(Wiring)
    if found is None:
        raise RuntimeError("the command line was started without its parts")
    return found


def tell_of(problems: Sequence[WorthwatchError]) -> None:
    """Raise what tells of every problem, once all else is done; nothing where there is none."""
    if problems:
        raise problems[0] if len(problems) == 1 else SeveralError(problems)


def print_json(payload: Any) -> None:  # noqa: ANN401 (whatever JSON can hold)
    """Print a value as one line of JSON that steers no terminal either."""
    sys.stdout.write(f"{spelled_out(json.dumps(payload, ensure_ascii=False))}\n")
    sys.stdout.flush()
