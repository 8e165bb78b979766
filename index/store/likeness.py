"""How near passages come to what reviewers write about each aspect."""

from collections.abc import Sequence

import numpy as np

from index.cache import Recent
from index.encoders.base import Vectors
from index.store.records.reader import AspectVectors
from index.store.vectors import VectorIndex

_REMEMBERED = 2048
"""Passages whose likenesses are kept, at some 300 bytes each: the same ones come near most questions."""
_NONE = np.empty(0, np.float32)


class Likeness:
    """Likenesses of a snapshot's passages, which no question changes; safe to use from several threads."""

    def __init__(self, examples: AspectVectors, vectors: VectorIndex) -> None:
        self._examples = examples
        self._vectors = vectors
        self._recent: Recent[int, Vectors] = Recent(_REMEMBERED)

    @property
    def aspects(self) -> tuple[str, ...]:
        """The aspects that the columns are of."""
        return self._examples.names

    def of(self, numbers: Sequence[int]) -> Vectors:
        """Return passages' highest cosines to each aspect's examples: (len(numbers), len(self.aspects))."""
        found = self._recent.among(numbers)
        unknown = [number for number in numbers if number not in found]
        if unknown:
            read = dict(zip(unknown, self._examples.best(self._vectors.vectors(unknown)), strict=True))
            found |= read
            self._recent.keep(read)
        rows: Vectors = np.concatenate([*(found[number] for number in numbers), _NONE])
        return rows.reshape(len(numbers), len(self.aspects))
