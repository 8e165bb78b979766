"""Which passages are about which seasons and aspects and feel how, as bits.

A million of them are looked through in milliseconds, where SQLite takes a tenth of a second.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from index.cache import Recent
from index.domain import Passage, Polarity
from index.errors import SnapshotError

_SEASONS, _ASPECTS, _POLARITIES = "seasons.u64", "aspects.u64", "polarities.u8"
_NAMES = "aspects.json"
_MOST = 64
"""Seasons, and aspects, that a passage's bits can tell apart."""
_REMEMBERED = 8
"""Scopes whose passages are kept in mind: the same few are asked for again and again."""
_LIST_OF_NAMES = TypeAdapter(tuple[str, ...])
_CODES = {polarity: code for code, polarity in enumerate(Polarity)}

Numbers = NDArray[np.int32]


class ScopeIndex:
    """Finds the passages in a scope; opened from a snapshot's ``scopes/`` folder, mapped rather than read."""

    def __init__(
        self,
        seasons: NDArray[np.uint64],
        aspects: NDArray[np.uint64],
        polarities: NDArray[np.uint8],
        names: tuple[str, ...],
    ) -> None:
        self._seasons = seasons
        self._aspects = aspects
        self._polarities = polarities
        self._names = names
        self._recent: Recent[tuple[Any, ...], Numbers] = Recent(_REMEMBERED)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open a finished index; raises OSError or ValueError when it is missing or damaged."""
        seasons = np.asarray(np.memmap(folder / _SEASONS, np.uint64, "r"))
        aspects = np.asarray(np.memmap(folder / _ASPECTS, np.uint64, "r"))
        polarities = np.asarray(np.memmap(folder / _POLARITIES, np.uint8, "r"))
        if not len(seasons) == len(aspects) == len(polarities):
            raise ValueError(f"the files of {folder} are of different numbers of passages")
        names = _LIST_OF_NAMES.validate_json((folder / _NAMES).read_bytes())
        return cls(seasons, aspects, polarities, names)

    def __len__(self) -> int:
        return len(self._polarities)

    def numbers(
        self, *, seasons: Sequence[int] = (), aspects: Sequence[str] = (), polarity: Polarity | None = None
    ) -> Numbers:
        """Return the numbers of the passages in every scope given, sorted.

        Within ``seasons`` and within ``aspects`` one match is enough.
        """
        asked = (tuple(seasons), tuple(aspects), polarity)
        known = self._recent.get(asked)
        if known is None:
            known = self._find(*asked)
            known.setflags(write=False)
            self._recent.keep({asked: known})
        return known

    def _find(self, seasons: tuple[int, ...], aspects: tuple[str, ...], polarity: Polarity | None) -> Numbers:
        fitting = np.ones(len(self), bool)
        if seasons:
            fitting &= (self._seasons & _bits(season for season in seasons if 0 <= season < _MOST)) != 0
        if aspects:
            known = {name: place for place, name in enumerate(self._names)}
            fitting &= (self._aspects & _bits(known[name] for name in aspects if name in known)) != 0
        if polarity:
            fitting &= self._polarities == _CODES[polarity]
        return np.flatnonzero(fitting).astype(np.int32)


class ScopeWriter:
    """Writes passages' bits in the order of their numbers; a ``with`` block closes its files."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._folder = folder
        self._names: list[str] = []
        self._files: dict[str, BinaryIO] = {
            name: (folder / name).open("wb") for name in (_SEASONS, _ASPECTS, _POLARITIES)
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._files.values():
            file.close()

    def add(self, passages: Sequence[Passage]) -> None:
        """Take the next passages."""
        seasons = [_bits(season for season in passage.seasons if season < _MOST) for passage in passages]
        aspects = [_bits(map(self._place, passage.aspects)) for passage in passages]
        codes = [_CODES[passage.polarity] for passage in passages]
        self._files[_SEASONS].write(np.array(seasons, np.uint64).tobytes())
        self._files[_ASPECTS].write(np.array(aspects, np.uint64).tobytes())
        self._files[_POLARITIES].write(np.array(codes, np.uint8).tobytes())

    def finish(self) -> None:
        """Write what opening needs."""
        for file in self._files.values():
            file.close()
        (self._folder / _NAMES).write_text(json.dumps(self._names), encoding="utf-8")

    def _place(self, aspect: str) -> int:
        """Return an aspect's bit, in the order of their coming; raises SnapshotError beyond the last."""
        if aspect not in self._names:
            if len(self._names) == _MOST:
                raise SnapshotError(f"more than {_MOST} aspects: take some out of the catalogue")
            self._names.append(aspect)
        return self._names.index(aspect)


def _bits(places: Iterable[int]) -> np.uint64:
    bits = 0
    for place in places:
        bits |= 1 << place
    return np.uint64(bits)
