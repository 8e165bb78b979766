"""Writes a snapshot's ``reviews.sqlite``: reviews, passages and what is known of them."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

import numpy as np

from index.domain import Passage, Review
from index.encoders.base import Vectors
from index.reading.opinions import opinions
from index.store.records.reader import AspectTexts
from index.store.records.schema import SCHEMA, SIDES, passage_row, review_row


class RecordsWriter:
    """Writes a new file, review by review in the order of their numbers.

    Used in a ``with`` block, which closes the file; ``finish`` makes what was added whole.
    """

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)
        self._connection.executescript(SCHEMA)
        self._of_season: Counter[int] = Counter()
        self._of_aspect: Counter[str] = Counter()
        """How many reviews have a passage about each."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def add(self, reviews: Sequence[Review], passages: Iterable[Passage]) -> None:
        """Take the next reviews and their passages."""
        self._connection.executemany(
            "INSERT INTO review VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (review_row(review) for review in reviews),
        )
        own: dict[str, list[Passage]] = {}
        for passage in passages:
            own.setdefault(passage.review, []).append(passage)
        for of_review in own.values():
            self._of_season.update({season for passage in of_review for season in passage.seasons})
            self._of_aspect.update({aspect for passage in of_review for aspect in passage.aspects})
        self._connection.executemany(
            "INSERT INTO passage VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (passage_row(passage) for of_review in own.values() for passage in of_review),
        )
        self._connection.executemany(
            "INSERT INTO opinion VALUES (?,?,?)",
            (
                (season, review.row, SIDES[stance])
                for review in reviews
                for season, stance in opinions(review, own.get(review.id, ())).items()
            ),
        )

    def finish(self, aspects: AspectTexts) -> None:
        """Write the aspects' own texts, what all adds up to, and all that waits, to the file."""
        self._connection.execute(
            "INSERT INTO tally SELECT season, side, repeats IS NOT NULL, count(*) "
            "FROM opinion JOIN review ON row = review GROUP BY 1, 2, 3"
        )
        for table, counted in (("season_reviews", self._of_season), ("aspect_reviews", self._of_aspect)):
            self._connection.executemany(f"INSERT INTO {table} VALUES (?,?)", counted.items())  # noqa: S608 (two names)
        for role, known in (("question", aspects.questions), ("example", aspects.examples)):
            self._connection.executemany(
                "INSERT INTO aspect_vector (role, aspect, vector) VALUES (?,?,?)",
                [(role, *pair) for pair in zip(known.aspects, _blobs(known.vectors), strict=True)],
            )
        self._connection.commit()
        self._connection.execute("PRAGMA optimize")


def _blobs(vectors: Vectors) -> list[bytes]:
    return [vector.astype(np.float32).tobytes() for vector in vectors]
