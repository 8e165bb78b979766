"""The commands put together, and what a failure looks like."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import metadata
from typing import Annotated

import typer

from bot.app.settings import read_settings
from bot.app.wiring import Wiring
from bot.cli import asking, doctor, evaluating, indexing, serving
from bot.cli.parts import UsageError, explanation, say
from bot.cli.streams import make_usable
from index import few_arenas

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


def run(arguments: Sequence[str], parts: Wiring | None = None) -> int:
    """Run one command; return its exit status: 0, 1 a failure, 2 wrong usage.

    Without ``parts``, they are put together from the settings.
    """
    make_usable()
    few_arenas()
    try:
        app(list(arguments), prog_name="worthwatch", obj=parts or Wiring(read_settings()))
    except SystemExit as leaving:  # the command-line library has said what it had to
        return leaving.code if isinstance(leaving.code, int) else _FAILED
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:  # whoever read standard output has gone: nobody is left to tell
        with suppress(OSError):  # it has no descriptor of its own
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _FAILED
    except ExceptionGroup as several:  # one failure a show
        return max(_told(one) for one in several.exceptions)
    except Exception as error:  # noqa: BLE001 (the last edge: one line, no traceback)
        return _told(error)
    return 0


def _told(error: Exception) -> int:
    """Say in one line what ended the command; return the exit status that goes with it."""
    say(explanation(error))
    return _WRONG_USAGE if isinstance(error, UsageError) else _FAILED
