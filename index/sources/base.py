"""What a show's folder needs of whatever reads one format of review files."""

from collections.abc import Generator
from pathlib import Path
from typing import Protocol

from index.domain import Review


class Reader(Protocol):
    """Reads files of one format; ``readers.py`` lists those that there are."""

    def reads(self, path: Path) -> bool:
        """Tell whether a file is of this format: by its name, or where that doesn't tell by its beginning.

        One that it is likely to be of but can't be opened is: reading it tells why it can't be read.
        """
        ...

    def read(self, path: Path, *, show: str, rows_before: int = 0) -> Generator[Review, None, int]:
        """Yield the file's reviews as they are asked for, numbered on from ``rows_before``.

        Returns the number of its last row; one that holds no review counts as a row all the same, so
        that a review's number is its place in its source. Raises SourceError with the line that is wrong.
        """
        ...
