"""The formats of review files that can be read."""

from pathlib import Path

from index.sources.base import Reader
from index.sources.pasted_page import PastedPage

READERS: tuple[Reader, ...] = (PastedPage(),)
"""One for each format, in the order in which they are asked: the first that knows a file reads it."""


def reader_of(path: Path) -> Reader | None:
    """Return what reads a file, None for a file of no format."""
    return next((reader for reader in READERS if reader.reads(path)), None)
