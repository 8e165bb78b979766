"""What every command shares: the wiring, and options that mean the same everywhere."""

import errno
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.app.wiring import Wiring
from bot.wording.steering import one_line
from index import WorthwatchError

if TYPE_CHECKING:
    from bot.wording.terminal import Terminal


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


def terminal_of(parts: Wiring) -> "Terminal":
    """Return the writer for terminals; what it is made with takes 30 ms, and JSON needs none of it."""
    from bot.wording.terminal import Terminal  # noqa: PLC0415

    return Terminal(parts.writer)


def explanation(error: BaseException) -> str:
    """Return in one line what went wrong."""
    match error:
        case UsageError() | WorthwatchError():
            told = str(error)
        case OSError(filename=str(path), strerror=str(problem)):
            told = f"{path} can't be used ({problem}): is there room, and permission?"
        case OSError(errno=errno.ENOSPC):
            told = "there is no room for what is to be written: give the disk some"
        case OSError(filename=path, strerror=str(problem)):
            told = f"{path or 'a file or standard output'}: {problem}: is the disk in order?"
        case _:
            told = f"{_where(error)}: {type(error).__name__}: {error}; please report this"
    return one_line(told)


def say(message: str) -> None:
    """Tell a failure on standard error."""
    print(f"worthwatch: {message}", file=sys.stderr)  # noqa: T201 (the command's own voice)


def _where(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "unknown place"


def tell_of(problems: Sequence[Exception]) -> None:
    """Raise what tells of every problem, once all else is done; nothing where there is none.

    One is raised as it is, several as an ExceptionGroup.
    """
    if len(problems) > 1:
        raise ExceptionGroup("several", problems)
    for problem in problems:
        raise problem
