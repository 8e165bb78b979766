"""The kinds of commands that documentation may have: what is checked of each, and which are run.

What reaches for a network, makes an environment, needs a server or never ends is checked by what it
names; everything else is run as it stands. A command of no kind here fails the test: give it one.
"""

import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import typer

from bot.cli.app import app
from tests.unprivileged import REPOSITORY

_NEVER_ENDS = "run"
_SERVER = "server:"
_PIP_OPTIONS = {"--no-deps", "-r"}


class UnknownKindError(LookupError):
    """A command that nothing here knows how to check."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One program's commands: ``check`` takes the words behind it and the folder they are typed in."""

    check: Callable[[Sequence[str], Path], None]
    runs: bool


def check(words: Sequence[str], place: Path) -> None:
    """Check what a command names; raises UnknownKindError, or AssertionError with what is wrong."""
    kind = KINDS.get(words[0])
    if kind is None:
        raise UnknownKindError(f"{' '.join(words)}: no known kind of command; add it to tests/docs/kinds.py")
    kind.check(words[1:], place)


def is_run(words: Sequence[str]) -> bool:
    """Whether a command can be run in a test."""
    kind = KINDS.get(words[0])
    return kind is not None and kind.runs and _NEVER_ENDS not in words[1:2]


def _worthwatch(words: Sequence[str], place: Path) -> None:
    command, rest = typer.main.get_command(app), list(words)
    while inside := getattr(command, "commands", None):
        assert rest, f"{command.name}: no subcommand"
        assert rest[0] in inside, f"{command.name} has no subcommand {rest[0]}"
        command = inside[rest.pop(0)]
    known = {name for parameter in command.params for name in parameter.opts}
    unknown = {word for word in rest if word.startswith("-")} - known
    assert not unknown, f"{command.name} has no {unknown}"
    for word in rest:
        assert " " in word or "/" not in word or (place / word).exists(), f"there is no {word}"


def _make(words: Sequence[str], place: Path) -> None:
    del place
    set_here = [word.partition("=")[0] for word in words if "=" in word]
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8").splitlines()
    for name in set_here:
        assert any(line.startswith(f"{name} ?=") for line in makefile), f"the Makefile has no {name}"
    dry = ["/usr/bin/env", "make", "--dry-run", *words]
    done = subprocess.run(dry, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _pip(words: Sequence[str], place: Path) -> None:
    what, *rest = words
    assert what == "install", f"pip {what} isn't known here"
    assert {word for word in rest if word.startswith("-")} <= _PIP_OPTIONS, rest
    for file in (word for word in rest if not word.startswith("-")):
        assert (place / file).exists(), f"there is no {file}"


def _python(words: Sequence[str], place: Path) -> None:
    del place
    option, module, *_ = words
    assert option == "-m", words
    assert find_spec(module), f"there is no module {module}"


def _rsync(words: Sequence[str], place: Path) -> None:
    options, *rest, target = words
    assert options == "-a", words
    assert target.startswith(_SERVER), words
    left_out = rest[1:2] if rest[0] == "--exclude" else []
    for source in rest[2 * len(left_out) :]:
        assert (place / source).is_dir(), f"there is no folder {source}"
        for name in left_out:
            assert any((place / source).rglob(name)), f"nothing in {source} is called {name}"


def _cp(words: Sequence[str], place: Path) -> None:
    source, _ = words
    assert (place / source).is_file(), f"there is no file {source}"


def _git(words: Sequence[str], place: Path) -> None:
    del place
    assert words[0] == "clone", f"git {words[0]} isn't known here"


def _anything(words: Sequence[str], place: Path) -> None:
    del words, place


KINDS = {
    ".venv/bin/worthwatch": Kind(_worthwatch, runs=True),
    "worthwatch": Kind(_worthwatch, runs=True),
    "cp": Kind(_cp, runs=True),
    "ls": Kind(_anything, runs=True),
    "make": Kind(_make, runs=False),  # makes an environment first
    "git": Kind(_git, runs=False),
    "cd": Kind(_anything, runs=False),  # into what was cloned
    "python3": Kind(_python, runs=False),
    ".venv/bin/pip": Kind(_pip, runs=False),
    "rsync": Kind(_rsync, runs=False),
}
