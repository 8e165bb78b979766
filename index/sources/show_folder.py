"""A show's folder: ``show.toml`` and the review files beside it."""

import re
from collections.abc import Iterator
from pathlib import Path

from index.domain import Review, Show
from index.errors import SourceError
from index.sources.base import Reader
from index.sources.readers import reader_of
from index.sources.show_file import ShowFile, sound_fields

SHOW_FILE = "show.toml"
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def read_show(folder: Path) -> Show:
    """Return the show that the folder describes; its slug is the folder's name.

    Raises SourceError naming the file and line that is wrong.
    """
    if not _SLUG.fullmatch(folder.name):
        raise SourceError(folder, 1, "a show's folder is named by its slug: a to z, 0 to 9 and -, at most 64")
    told = ShowFile.read(folder / SHOW_FILE)
    return Show(
        slug=folder.name,
        title=told.title,
        folder=folder,
        year=told.year,
        seasons=told.seasons,
        aliases=tuple(told.aliases),
        language=told.language,
        note=told.note.strip(),
    )


def stand_in(folder: Path) -> Show:
    """Return what a folder that can't be read as a show is called: by its name, and by names it tells."""
    told = sound_fields(folder / SHOW_FILE)
    title = told.get("title", "").strip() or spoken(folder.name)
    return Show(slug=folder.name, title=title, folder=folder, aliases=tuple(told.get("aliases", ())))


def spoken(slug: str) -> str:
    """Return a slug as people would type it."""
    return slug.replace("-", " ")


def source_files(folder: Path) -> tuple[Path, ...]:
    """Return the show's review files in the order in which their reviews are numbered.

    Hidden ones (``._reviews.txt``) and folders are none. Whatever else a reader knows is one, and
    can't be read if it is no file: somebody put it there to be read, so that is told.
    """
    return tuple(path for path, _ in _with_readers(folder))


def _with_readers(folder: Path) -> list[tuple[Path, Reader]]:
    """Return the show's review files, each with what reads it."""
    try:
        seen = [path for path in folder.iterdir() if path.name[0] != "." and not path.is_dir()]
    except OSError as error:
        raise SourceError(folder, 1, f"can't be read: {error.strerror}") from error
    return [(path, reader) for path in sorted(seen) if (reader := reader_of(path))]


def read_reviews(show: Show) -> Iterator[Review]:
    """Yield every review of the show, read as it is asked for.

    A second file's numbers go on from the first's. Raises SourceError for a folder without
    review files, and whatever its files raise.
    """
    files = _with_readers(show.folder)
    if not files:
        raise SourceError(show.folder, 1, "no review file here: put the reviews into reviews.txt")
    row = 0
    for path, reader in files:
        row = yield from reader.read(path, show=show.slug, rows_before=row)
