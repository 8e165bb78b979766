"""What can go wrong while reviews are read, indexed and searched.

    WorthwatchError
    ├── SourceError          a show's files, or the catalogue of aspects, can't be read; names file and line
    ├── UnknownShowError     no show of that name in the library
    │   └── EmptyLibraryError    no show at all
    ├── NoIndexError         the show has no live snapshot
    ├── SnapshotError        a snapshot is damaged, foreign or can't be made live
    ├── UnreadableError      there is no permission to read a file or folder
    ├── StorageError         there is no room, or no permission, to write
    ├── BuildBusyError       another build of the same show is running
    ├── ExportBusyError      another export of a model is running
    └── ModelError           the model is missing, altered or can't be loaded
        └── UnexportableError    no other try would export it

Each message is one line that says what happened, where, and what mends it.
"""

from pathlib import Path

from pydantic import ValidationError


class WorthwatchError(Exception):
    """Any failure that a message can explain to the person who asked."""


class SourceError(WorthwatchError):
    """A show's file, or the catalogue of aspects, can't be read; the message starts with ``file:line``."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        super().__init__(f"{path}:{line}: {problem}")
        self.path = path
        self.line = line


class UnknownShowError(WorthwatchError):
    """There is no show of that name in the library."""

    def __init__(self, wanted: str, known: list[str]) -> None:
        known_shows = ", ".join(known) if known else "none yet"
        super().__init__(f"no show called “{wanted}”; shows here: {known_shows}")
        self.wanted = wanted


class EmptyLibraryError(UnknownShowError):
    """There is no show at all."""

    def __init__(self) -> None:
        WorthwatchError.__init__(
            self,
            "there is no show yet: put a folder with show.toml and reviews.txt into the folder of "
            "WORTHWATCH_SEEDS (seeds/ where that isn't set)",
        )
        self.wanted = ""


class NoIndexError(WorthwatchError):
    """The show has no live snapshot to answer from."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"“{slug}” has no index yet: run “worthwatch index build --show {slug}”")
        self.slug = slug


class SnapshotError(WorthwatchError):
    """A snapshot is damaged, of another format, or can't be made live.

    With ``show``, a build of that show mends it, and the message says so.
    """

    def __init__(self, problem: str, show: str | None = None) -> None:
        mend = f": run “worthwatch index build --show {show}”" if show else ""
        super().__init__(f"{problem}{mend}")
        self.problem = problem


class UnreadableError(WorthwatchError):
    """A file or folder may not be read by this user."""

    def __init__(self, path: Path, problem: object) -> None:
        super().__init__(f"{path} can't be read ({problem}): has this user permission to read it?")


class StorageError(WorthwatchError):
    """A file or folder can't be written."""

    def __init__(self, folder: Path, problem: object) -> None:
        super().__init__(f"{folder} can't be written ({problem}): is there room, and permission to write?")


class BuildBusyError(WorthwatchError):
    """Another build of the same show is running."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"“{slug}” is being rebuilt already: wait until that has ended")


class ExportBusyError(WorthwatchError):
    """Another export to the same folder is running."""

    def __init__(self, models: Path) -> None:
        super().__init__(f"another export to {models} is running: wait until that has ended")


class ModelError(WorthwatchError):
    """The sentence model is missing, altered or can't be loaded."""


class UnexportableError(ModelError):
    """The model can't be exported, or too much is lost: trying again is of no use."""


def first_problem(error: ValidationError) -> str:
    """Return in one line what is wrong first with what was read, after where in it that stands."""
    first = error.errors(include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    told = first["msg"].removeprefix("Value error, ")
    return f"{where}: {told}" if where else told
