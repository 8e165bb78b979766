"""The commands put together, and what a failure looks like."""

import os
import sys
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from bot.cli import asking, doctor, evaluating, indexing, serving
from bot.cli.parts import UsageError
from bot.errors import SeveralError
from bot.settings import Settings
from bot.steering import one_line
from bot.wiring import Wiring
from index import WorthwatchError

_FAILED, _WRONG_USAGE, _INTERRUPTED = 1, 2, 130

_DASHES_ARE_TEXT = {"ignore_unknown_options": True}
"""A question or query may begin with a dash."""

app = typer.Typer(
    name="worthwatch",
    help="Answers viewers' questions about shows from what other viewers wrote.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _print_version(asked: bool) -> None:  # noqa: FBT001 (as the library calls it)
    if asked:
        typer.echo(f"worthwatch {metadata.version('worthwatch')}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    pass


app.command("ask", context_settings=_DASHES_ARE_TEXT)(asking.ask)
app.command("chat")(asking.chat)
app.command("search", context_settings=_DASHES_ARE_TEXT)(asking.search)
app.command("shows")(asking.shows)
app.add_typer(indexing.app, name="index")
app.command("eval")(evaluating.evaluate)
app.command("run")(serving.run)
app.command("doctor")(doctor.doctor)


def run(arguments: Sequence[str]) -> int:
    """Run one command; return its exit status: 0, 1 a failure, 2 wrong usage."""
    try:
        app(list(arguments), prog_name="worthwatch", obj=Wiring(Settings()))
    except SystemExit as leaving:  # the command-line library has said what it had to
        return leaving.code if isinstance(leaving.code, int) else _FAILED
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 (the last edge: one line, no traceback)
        return _explained(error)
    return 0


def _explained(error: BaseException) -> int:
    """Say in one line what ended the command; return the exit status that goes with it."""
    match error:
        case UsageError():
            return _say(str(error), _WRONG_USAGE)
        case WorthwatchError():
            told = error.problems if isinstance(error, SeveralError) else (error,)
            return max([_say(str(problem), _FAILED) for problem in told])
        case ValidationError():
            return _say(_setting_problem(error), _FAILED)
        case KeyboardInterrupt():
            return _INTERRUPTED
        case BrokenPipeError():  # whoever read standard output has gone: nobody is left to tell
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return _FAILED
    return _say(f"{_where(error)}: {type(error).__name__}: {error}; please report this", _FAILED)


def _say(message: str, status: int) -> int:
    print(f"worthwatch: {one_line(message)}", file=sys.stderr)  # noqa: T201 (the command's own voice)
    return status


def _setting_problem(error: ValidationError) -> str:
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])
    return f"the setting {name} is wrong: {first['msg']}"


def _where(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "unknown place"
