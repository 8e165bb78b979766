"""A show's folder: ``show.toml`` and the review files beside it."""

import codecs
import re
import tomllib
from pathlib import Path
from typing import Any

from index.errors import SourceError
from index.model import Review, Show
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
    """Return what a folder that can't be read as a show is called: by its name, and by a title it tells."""
    try:
        fields = tomllib.loads(read_text(folder / SHOW_FILE))
    except (SourceError, ValueError, RecursionError):  # the last two of what is no TOML
        fields = {}
    title, aliases = fields.get("title"), fields.get("aliases")
    return Show(
        slug=folder.name,
        title=title if isinstance(title, str) and title.strip() else spoken(folder.name),
        folder=folder,
        aliases=tuple(name for name in aliases if isinstance(name, str)) if isinstance(aliases, list) else (),
    )


def spoken(slug: str) -> str:
    """Return a slug as people would type it."""
    return slug.replace("-", " ")


def source_files(folder: Path) -> tuple[Path, ...]:
    """Return the show's review files in the order in which their reviews are numbered."""
    return tuple(sorted(folder.glob("*.txt")))


def read_reviews(show: Show) -> tuple[Review, ...]:
    """Return every review of the show; a second file's numbers go on from the first's.

    Raises SourceError for a folder without review files and whatever its files raise.
    """
    files = source_files(show.folder)
    if not files:
        raise SourceError(show.folder, 1, "no review file here: put the reviews into reviews.txt")
    reviews: list[Review] = []
    row = 0
    for path in files:
        page = parse_pasted_page(read_text(path), path=path, show=show.slug, rows_before=row)
        reviews.extend(page.reviews)
        row = page.last_row
    return tuple(reviews)


def read_text(path: Path) -> str:
    """Return a file's text, without a byte-order mark and with bare line feeds.

    Raises SourceError for a file that can't be read, is empty or isn't UTF-8.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(path, 1, f"can't be read: {error.strerror}") from error
    if not data.strip():
        raise SourceError(path, 1, "the file is empty")
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        line = before.count(b"\n") + 1
        raise SourceError(path, line, "not UTF-8 text: save the file as UTF-8") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _fields(path: Path) -> dict[str, Any]:
    text = read_text(path)
    try:
        fields = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise SourceError(path, int(found[1]) if found else 1, f"not valid TOML: {error}") from error
    for name, value in fields.items():
        wanted = _TYPES.get(name)
        if wanted is None:
            raise SourceError(path, _line_of(name, text), f"unknown key “{name}”; known: {', '.join(_TYPES)}")
        if not isinstance(value, wanted) or isinstance(value, bool):
            raise SourceError(path, _line_of(name, text), f"“{name}” must be a {wanted.__name__}")
    if not fields.get("title", "").strip():
        raise SourceError(path, 1, 'no title: add a line like  title = "The show\'s name"')
    if not all(isinstance(alias, str) for alias in fields.get("aliases", ())):
        raise SourceError(path, _line_of("aliases", text), "“aliases” must be a list of strings")
    return fields


def _line_of(key: str, text: str) -> int:
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith(key):
            return number
    return 1
