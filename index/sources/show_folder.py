"""A show's folder: ``show.toml`` and the review files beside it."""

import re
import stat
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from index.domain import Review, Show
from index.errors import SourceError
from index.language.seasons.mentions import HIGHEST_SEASON
from index.sources.pasted_page import parse_pasted_page

SHOW_FILE = "show.toml"
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_TYPES: dict[str, type] = {
    "title": str,
    "year": int,
    "seasons": int,
    "aliases": list,
    "language": str,
    "note": str,
}
_IN_WORDS = {str: "a text in quotation marks", int: "a whole number", list: "a list"}
_NUMBERS = {"year": range(1888, 2101), "seasons": range(1, HIGHEST_SEASON + 1)}
"""What a number may be: the first film is of 1888."""
_LONGEST = {"title": 200, "language": 35, "note": 1000}
"""Characters that a text may have: a name is shown in headlines, the longest tag of a language has 35."""
_MOST_ALIASES = 50
_LONGEST_FILE = 100_000
"""Characters of a ``show.toml``: whoever has more put the reviews there."""
_LONG_NUMBER = re.compile(r"[\d_]{1000}")


def read_show(folder: Path) -> Show:
    """Return the show that the folder describes; its slug is the folder's name.

    Raises SourceError naming the file and line that is wrong.
    """
    path = folder / SHOW_FILE
    if not _SLUG.fullmatch(folder.name):
        raise SourceError(folder, 1, "a show's folder is named by its slug: a to z, 0 to 9 and -, at most 64")
    fields = _fields(path)
    return Show(
        slug=folder.name,
        title=fields["title"].strip(),
        folder=folder,
        year=fields.get("year"),
        seasons=fields.get("seasons"),
        aliases=tuple(fields.get("aliases", ())),
        language=fields.get("language"),
        note=fields.get("note", "").strip(),
    )


def stand_in(folder: Path) -> Show:
    """Return what a folder that can't be read as a show is called: by its name, and by names it tells."""
    path = folder / SHOW_FILE
    try:
        told = _parsed(path, "".join(read_lines(path)))
    except SourceError:
        told = {}
    fields = {name: value for name, value in told.items() if _problem_of(name, value) is None}
    title = fields.get("title", "").strip() or spoken(folder.name)
    return Show(slug=folder.name, title=title, folder=folder, aliases=tuple(fields.get("aliases", ())))


def spoken(slug: str) -> str:
    """Return a slug as people would type it."""
    return slug.replace("-", " ")


def source_files(folder: Path) -> tuple[Path, ...]:
    """Return the show's review files in the order in which their reviews are numbered.

    Hidden ones (``._reviews.txt``) and folders are none. Whatever else is called ``.txt`` is one
    and can't be read if it is no file: somebody put it there to be read, so that is told.
    """
    try:
        found = [path for path in folder.iterdir() if path.suffix == ".txt" and path.name[0] != "."]
    except OSError as error:
        raise SourceError(folder, 1, f"can't be read: {error.strerror}") from error
    return tuple(sorted(path for path in found if not path.is_dir()))


def read_reviews(show: Show) -> Iterator[Review]:
    """Yield every review of the show, read as it is asked for.

    A second file's numbers go on from the first's. Raises SourceError for a folder without
    review files, and whatever its files raise.
    """
    files = source_files(show.folder)
    if not files:
        raise SourceError(show.folder, 1, "no review file here: put the reviews into reviews.txt")
    row = 0
    for path in files:
        row = yield from parse_pasted_page(read_lines(path), path=path, show=show.slug, rows_before=row)


def refuse_irregular(path: Path) -> None:
    """Raise SourceError for what isn't there or is no regular file: a pipe is waited for without end."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise SourceError(path, 1, f"can't be read: {error.strerror}") from error
    if not stat.S_ISREG(mode):
        raise SourceError(path, 1, "is no regular file: take it away, or put a file in its place")


def read_lines(path: Path) -> Iterator[str]:
    """Yield a file's lines, without a byte-order mark and each ended by a bare line feed.

    Raises SourceError for what can't be read, is no regular file, is empty or isn't UTF-8.
    """
    is_empty = True
    refuse_irregular(path)
    try:
        with path.open(encoding="utf-8-sig") as file:
            for line in file:
                is_empty = is_empty and not line.strip()
                yield line
    except OSError as error:
        raise SourceError(path, 1, f"can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        bad = _line_of_bad_byte(path)
        raise SourceError(path, bad, "not UTF-8 text: save the file as UTF-8") from error
    if is_empty:
        raise SourceError(path, 1, "the file is empty")


def _line_of_bad_byte(path: Path) -> int:
    """Return the line with the first byte that isn't UTF-8."""
    data = path.read_bytes()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        return before.count(b"\n") + 1
    return 1  # it was changed meanwhile


def _fields(path: Path) -> dict[str, Any]:
    text = "".join(read_lines(path))
    fields = _parsed(path, text)
    for name, value in fields.items():
        if problem := _problem_of(name, value):
            raise SourceError(path, _line_of(name, text), problem)
    if not fields.get("title", "").strip():
        raise SourceError(path, 1, 'no title: add a line like  title = "The show\'s name"')
    return fields


def _parsed(path: Path, text: str) -> dict[str, Any]:
    if len(text) > _LONGEST_FILE:
        raise SourceError(path, 1, f"has more than {_LONGEST_FILE:,} characters: reviews go into reviews.txt")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise SourceError(path, int(found[1]) if found else 1, f"not valid TOML: {error}") from error
    except ValueError as error:  # Python reads no number of more than 4,300 digits
        number = _LONG_NUMBER.search(text)
        line = text.count("\n", 0, number.start()) + 1 if number else 1
        raise SourceError(path, line, "a number is too long to be read") from error
    except RecursionError as error:
        raise SourceError(
            path, _deepest_line(text), "brackets within brackets, too deep to be read"
        ) from error


def _deepest_line(text: str) -> int:
    """Return the line with the most brackets."""
    lines = text.split("\n")
    return 1 + max(range(len(lines)), key=lambda place: lines[place].count("[") + lines[place].count("{"))


def _problem_of(name: str, value: Any) -> str | None:  # noqa: ANN401 (whatever TOML can hold)
    """Return what is wrong with a field, None when nothing is."""
    wanted = _TYPES.get(name)
    if wanted is None:
        return f"unknown key “{name[:50]}”; known: {', '.join(_TYPES)}"
    if not isinstance(value, wanted) or isinstance(value, bool):
        return f"“{name}” must be {_IN_WORDS[wanted]}"
    if (numbers := _NUMBERS.get(name)) and value not in numbers:
        return f"“{name}” must be from {numbers[0]} to {numbers[-1]}"
    if name == "aliases":
        return _problem_of_aliases(value)
    longest = _LONGEST.get(name)
    if isinstance(value, str) and longest and len(value) > longest:
        return f"“{name}” may have {longest} characters at most"
    return None


def _problem_of_aliases(aliases: Any) -> str | None:  # noqa: ANN401 (a list of whatever TOML can hold)
    if not all(isinstance(alias, str) and alias.strip() for alias in aliases):
        return "“aliases” must be a list of strings, none of them empty"
    if len(aliases) > _MOST_ALIASES or any(len(alias) > _LONGEST["title"] for alias in aliases):
        return f"“aliases” may be {_MOST_ALIASES} at most, of {_LONGEST['title']} characters each"
    return None


def _line_of(key: str, text: str) -> int:
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith(key):
            return number
    return 1
