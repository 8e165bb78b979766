"""The standard streams, as they are on every machine: closed, of any encoding, of bytes that are no text."""

import codecs
import io
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.cli.parts import UsageError
from bot.wording.steering import spelled_out

_FAREWELLS = {"exit", "quit", ":q"}
"""What ends a chat with a person, beside the end of input."""


def make_usable() -> None:
    """Make every standard stream one that no text breaks.

    A closed one reads nothing and keeps nothing; what the encoding of standard output lacks is
    replaced; bytes of standard input that are no text are kept for ``lines`` to tell of.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 (for the process)
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors in {"strict", "surrogateescape"}:
        sys.stdout.reconfigure(errors="replace")


def print_json(payload: Any) -> None:  # noqa: ANN401 (whatever JSON can hold)
    """Print a value as one line of JSON that steers no terminal; in another encoding than UTF-8, escaped."""
    encoding = sys.stdout.encoding or "utf-8"
    escaped = codecs.lookup(encoding).name != "utf-8"
    sys.stdout.write(f"{spelled_out(json.dumps(payload, ensure_ascii=escaped))}\n")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of standard input as it came."""

    number: int
    given: str

    @property
    def text(self) -> str:
        """What it says; raises UsageError when it is no text."""
        try:
            return as_text(self.given)
        except UnicodeError as error:
            raise UsageError(f"line {self.number} of standard input isn't UTF-8 text") from error

    @property
    def shown(self) -> str:
        """What it says, with a mark for every byte that is no text."""
        return self.given.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def as_text(given: str) -> str:
    """Return a text whose bytes the locale may not have known, read as UTF-8; raises UnicodeError."""
    return given.encode("utf-8", "surrogateescape").decode("utf-8")


def lines(*, prompt: bool = False) -> Iterator[Line]:
    """Yield the lines of standard input that aren't blank.

    With ``prompt`` a person is asked for each, and may end by a farewell.
    """
    asks = prompt and sys.stdin.isatty()
    number = 0
    while True:
        if asks:
            sys.stdout.write("? ")
            sys.stdout.flush()
        line = sys.stdin.readline()
        number += 1
        if not line or (asks and line.strip().lower() in _FAREWELLS):
            return
        if line.strip():
            yield Line(number, line.strip())
