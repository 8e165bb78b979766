"""Reviews that repeat an earlier one: pasted twice, or with a word changed."""

import tempfile
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.domain import Review
from index.language.words import words

_SHINGLE = 5
"""Words in a row that two texts must share to be thought alike there."""
_ALIKE_FROM = 0.7
"""Share of the longer text's word runs that both have, from which one repeats the other.

More would miss a short review with a word changed; less would take a quarrel that quotes for a copy.
"""
_NOTHING_OWN_FROM = 0.95
"""Share of a text's word runs that an earlier one has, from which it says nothing of its own."""
_FEWEST_WORDS = 12
"""A text shorter than this ("Great show!") may be alike by chance."""
_FACTORS = np.array([0x9E3779B97F4A7C15**place % 2**64 | 1 for place in range(1, _SHINGLE + 1)], np.uint64)
"""What makes one number of a run of words, whichever process counts: odd, so that no bit is lost."""
_PARTS = 64
"""Files that runs are kept in: a million short reviews have some ten million runs, two megabytes a file."""
_ROWS_AT_ONCE = 4096
"""Reviews that are compared at once."""
_HELD = 1 << 17
"""Runs held before they are put into files."""
_RUN = np.dtype([("run", np.uint64), ("row", np.uint32)])


def repeats(reviews: Iterable[Review], folder: Path) -> dict[int, int]:
    """Return, for each review that repeats an earlier one, that one's row; ``reviews`` come by row.

    Linear in the words of all reviews: each run of words names the first review that has it. Runs are
    kept in files in ``folder``, away again at the end, and only those that several reviews have are
    looked at again, so that a million reviews take little more memory than a thousand.
    """
    with tempfile.TemporaryDirectory(dir=folder, prefix="runs-") as own:
        sizes = array("I")
        runs = _Kept(Path(own), "run")
        for review in reviews:
            found = _runs(review.text)
            sizes.extend([0] * (review.row + 1 - len(sizes)))
            sizes[review.row] = len(found)
            runs.add(found, np.full(len(found), review.row, np.uint32))
        return _compared(*_shared(runs, Path(own)), sizes)


@dataclass(slots=True)
class _Kept:
    """Runs with the rows that have them, in files by a part of either, in the order in which they came."""

    folder: Path
    name: str
    by_row: bool = False
    _runs: list[NDArray[np.uint64]] = field(default_factory=list)
    _rows: list[NDArray[np.uint32]] = field(default_factory=list)
    _held: int = 0

    def add(self, runs: NDArray[np.uint64], rows: NDArray[np.uint32]) -> None:
        """Keep these too."""
        self._runs.append(runs)
        self._rows.append(rows)
        self._held += len(runs)
        if self._held >= _HELD:
            self._put_away()

    def parts(self) -> Iterator[NDArray[np.void]]:
        """Yield what was kept, a part at a time."""
        self._put_away()
        for path in sorted(self.folder.glob(f"{self.name}-*")):
            yield np.fromfile(path, _RUN)

    def _put_away(self) -> None:
        pairs = np.empty(self._held, _RUN)
        if self._held:
            pairs["run"], pairs["row"] = np.concatenate(self._runs), np.concatenate(self._rows)
        self._runs, self._rows, self._held = [], [], 0
        of_part = pairs["row"] // _ROWS_AT_ONCE if self.by_row else pairs["run"] % np.uint64(_PARTS)
        pairs, of_part = _in_order(pairs, of_part)
        for part in np.unique(of_part):
            own = pairs[slice(*np.searchsorted(of_part, [part, part + 1]))]
            with (self.folder / f"{self.name}-{part:08d}").open("ab") as file:
                file.write(own.tobytes())


def _in_order(
    pairs: NDArray[np.void], key: NDArray[np.generic]
) -> tuple[NDArray[np.void], NDArray[np.generic]]:
    """Return pairs and keys by the key, equal ones in the order in which they came."""
    order = np.argsort(key, kind="stable")
    return pairs[order], key[order]


def _shared(runs: _Kept, folder: Path) -> tuple[_Kept, int]:
    """Return the runs that several reviews have, numbered from 0, with their rows, and their count."""
    shared = _Kept(folder, "shared", by_row=True)
    count = 0
    for part in runs.parts():
        pairs, keys = _in_order(part, part["run"])
        is_same = keys[1:] == keys[:-1]
        is_shared = np.append(is_same, False) | np.append(False, is_same)
        _, numbers = np.unique(keys[is_shared], return_inverse=True)
        shared.add(numbers.astype(np.uint64) + np.uint64(count), pairs["row"][is_shared])
        count += int(numbers.max(initial=-1)) + 1
    return shared, count


def _compared(shared: _Kept, count: int, sizes: "array[int]") -> dict[int, int]:
    """Return which rows repeat which; ``sizes`` are how many runs each row has."""
    first_with = array("I", bytes(4 * count))
    """The first row with each shared run that repeats no other, 0 as long as there is none."""
    found: dict[int, int] = {}
    for part in shared.parts():
        pairs, _ = _in_order(part, part["row"])
        for row, group in groupby(pairs.tolist(), key=itemgetter(1)):
            runs = [run for run, _ in group]
            counted = Counter(filter(None, map(first_with.__getitem__, runs)))
            for first, alike in counted.most_common(1):
                enough = _ALIKE_FROM * max(sizes[row], sizes[first])
                if alike >= min(enough, _NOTHING_OWN_FROM * sizes[row]):
                    found[row] = first
            if row not in found:
                for run in runs:
                    first_with[run] = first_with[run] or row
    return found


def _runs(text: str) -> NDArray[np.uint64]:
    """Return the numbers of the different runs of words in a text, none for a short one."""
    spelled = words(text)
    if len(spelled) < _FEWEST_WORDS:
        return np.empty(0, np.uint64)
    hashes = np.array([zlib.crc32(word.encode()) for word in spelled], np.uint64)
    last = len(hashes) - _SHINGLE + 1
    columns = (hashes[place : last + place] * factor for place, factor in enumerate(_FACTORS))
    return np.unique(reduce(np.add, columns))
