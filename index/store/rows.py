"""Rows of numbers in a file, of which a question wants a few hundred, wherever they lie."""

import os
import weakref
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_MAPPED_UP_TO = 64_000_000
"""Bytes of a file that is mapped: around each row touched, the system counts 64 KB as the process's own."""


class RowFile:
    """Rows of ``width`` numbers each: mapped where the file is small, else read as they are asked for.

    Raises OSError when the file is missing, ValueError when it doesn't hold whole rows.
    """

    def __init__(
        self, path: Path, dtype: type[np.generic], width: int, *, mapped_up_to: int = _MAPPED_UP_TO
    ) -> None:
        self._path = path
        self._dtype = np.dtype(dtype)
        self._width = width
        self._row = self._dtype.itemsize * width
        size = path.stat().st_size
        if not width or size % self._row:
            raise ValueError(f"{path} doesn't hold rows of {width} numbers")
        self._rows = size // self._row
        self._mapped: NDArray[Any] | None = None
        if size <= mapped_up_to or not hasattr(os, "preadv"):
            self._mapped = np.asarray(np.memmap(path, self._dtype, "r")).reshape(-1, width)
        else:
            self._file = os.open(path, os.O_RDONLY)
            weakref.finalize(self, os.close, self._file)

    def __len__(self) -> int:
        return self._rows

    def spans(self, starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[Any]:
        """Return runs of rows, one after another: shape (sum(lengths), width)."""
        ends = np.cumsum(lengths)
        total = int(lengths.sum())
        if self._mapped is not None:
            rows = np.repeat(starts - (ends - lengths), lengths) + np.arange(total)
            chosen: NDArray[Any] = self._mapped.take(rows, axis=0)
            return chosen
        found = np.empty((total, self._width), self._dtype)
        into: Any = found.reshape(-1).view(np.uint8)
        places = zip(starts.tolist(), (ends - lengths).tolist(), ends.tolist(), strict=True)
        for start, first, end in places:
            wanted = into[first * self._row : end * self._row]
            if os.preadv(self._file, [wanted], start * self._row) < len(wanted):
                raise ValueError(f"{self._path} ends before row {start}")
        return found

    def rows(self, numbers: NDArray[np.int64]) -> NDArray[Any]:
        """Return single rows: shape (len(numbers), width)."""
        return self.spans(numbers, np.ones(len(numbers), np.int64))
