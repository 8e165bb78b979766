"""Files of text, line by line, and what keeps one from being read."""

import stat
from collections.abc import Iterator
from pathlib import Path

from index.errors import SourceError


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
