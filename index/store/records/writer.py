"""Writes a snapshot's ``reviews.sqlite``: reviews, passages and what is known of them."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np

from index.domain import Passage, Review
from index.encoders.base import Vectors
from index.reading.opinions import opinions
from index.store.records.reader import SIDES, AspectTexts, text_digest

_SCHEMA = """
CREATE TABLE review (
    row INTEGER PRIMARY KEY, text TEXT NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL, author TEXT,
    date TEXT, rating_low REAL, rating_high REAL, rating_scale INTEGER, title TEXT, spoiler INTEGER NOT NULL,
    repeats INTEGER, digest INTEGER NOT NULL
) STRICT;
CREATE TABLE passage (
    number INTEGER PRIMARY KEY, review INTEGER NOT NULL REFERENCES review (row), lead INTEGER NOT NULL,
    start INTEGER NOT NULL, stop INTEGER NOT NULL, text TEXT NOT NULL, polarity TEXT NOT NULL,
    valence REAL NOT NULL, spoiler INTEGER NOT NULL, wish INTEGER NOT NULL, reveals INTEGER NOT NULL,
    digest INTEGER NOT NULL, leanings BLOB NOT NULL, seasons TEXT NOT NULL, aspects TEXT NOT NULL
) STRICT;
CREATE INDEX review_digest ON review (digest);
CREATE INDEX review_repeats ON review (row) WHERE repeats IS NOT NULL;
CREATE INDEX passage_review ON passage (review);
CREATE INDEX passage_digest ON passage (digest);
CREATE TABLE opinion (
    season INTEGER NOT NULL, review INTEGER NOT NULL REFERENCES review (row), side INTEGER NOT NULL,
    PRIMARY KEY (season, review)
) STRICT, WITHOUT ROWID;
CREATE TABLE tally (
    season INTEGER NOT NULL, side INTEGER NOT NULL, repeating INTEGER NOT NULL, reviews INTEGER NOT NULL
) STRICT;
CREATE TABLE season_reviews (season INTEGER PRIMARY KEY, reviews INTEGER NOT NULL) STRICT;
CREATE TABLE aspect_reviews (aspect TEXT PRIMARY KEY, reviews INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE aspect_vector (
    number INTEGER PRIMARY KEY, role TEXT NOT NULL, aspect TEXT NOT NULL, vector BLOB NOT NULL
) STRICT;
"""


class RecordsWriter:
    """Writes a new file, review by review in the order of their numbers.

    Used in a ``with`` block, which closes the file; ``finish`` makes what was added whole.
    """

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)
        self._connection.executescript(_SCHEMA)
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
            (_review_row(review) for review in reviews),
        )
        own: dict[str, list[Passage]] = {}
        for passage in passages:
            own.setdefault(passage.review, []).append(passage)
        for of_review in own.values():
            self._of_season.update({season for passage in of_review for season in passage.seasons})
            self._of_aspect.update({aspect for passage in of_review for aspect in passage.aspects})
        self._connection.executemany(
            "INSERT INTO passage VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (_passage_row(passage) for of_review in own.values() for passage in of_review),
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


def _review_row(review: Review) -> tuple[Any, ...]:
    rating = review.rating
    return (
        review.row,
        review.text,
        review.file,
        review.line,
        review.author,
        review.date.isoformat() if review.date else None,
        rating.low if rating else None,
        rating.high if rating else None,
        rating.scale if rating else None,
        review.title,
        int(review.spoiler),
        review.repeats,
        text_digest(review.text),
    )


def _passage_row(passage: Passage) -> tuple[Any, ...]:
    tagged = zip(
        passage.aspects, passage.aspect_valences or [passage.valence] * len(passage.aspects), strict=True
    )
    return (
        passage.number,
        int(passage.review.rpartition("/")[2]),
        passage.lead,
        passage.start,
        passage.end,
        passage.text,
        passage.polarity.value,
        passage.valence,
        int(passage.spoiler),
        int(passage.wish),
        int(passage.reveals),
        text_digest(passage.text),
        passage.leanings,
        ",".join(map(str, sorted(passage.seasons))),
        ",".join(f"{aspect}={valence}" for aspect, valence in sorted(tagged)),
    )
