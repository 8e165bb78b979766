"""Reviews and passages with what is known of them, in one read-only SQLite file."""

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np

from index.encoder import Vectors
from index.errors import SnapshotError
from index.model import Passage, Polarity, Rating, Review

_SCHEMA = """
CREATE TABLE review (
    row INTEGER PRIMARY KEY, text TEXT NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL, author TEXT,
    date TEXT, rating_low REAL, rating_high REAL, rating_scale INTEGER, title TEXT, spoiler INTEGER NOT NULL,
    repeats INTEGER
) STRICT;
CREATE TABLE passage (
    number INTEGER PRIMARY KEY, review INTEGER NOT NULL REFERENCES review (row), lead INTEGER NOT NULL,
    start INTEGER NOT NULL, stop INTEGER NOT NULL, text TEXT NOT NULL, polarity TEXT NOT NULL,
    valence REAL NOT NULL, spoiler INTEGER NOT NULL, wish INTEGER NOT NULL
) STRICT;
CREATE INDEX passage_review ON passage (review);
CREATE TABLE passage_season (
    season INTEGER NOT NULL, passage INTEGER NOT NULL REFERENCES passage (number),
    PRIMARY KEY (season, passage)
) STRICT, WITHOUT ROWID;
CREATE INDEX season_passage ON passage_season (passage);
CREATE TABLE passage_aspect (
    aspect TEXT NOT NULL, passage INTEGER NOT NULL REFERENCES passage (number), valence REAL NOT NULL,
    PRIMARY KEY (aspect, passage)
) STRICT, WITHOUT ROWID;
CREATE INDEX aspect_passage ON passage_aspect (passage);
CREATE TABLE aspect_question (
    number INTEGER PRIMARY KEY, aspect TEXT NOT NULL, vector BLOB NOT NULL
) STRICT;
"""
_PASSAGE_COLUMNS = """
    number, review, lead, start, stop, text, polarity, valence, spoiler, wish,
    (SELECT group_concat(season) FROM passage_season WHERE passage = number),
    (SELECT group_concat(aspect || '=' || valence) FROM passage_aspect WHERE passage = number)
"""
_LONGEST_ROW = 18
"""Digits of a review's number that SQLite can hold."""
_MOST_VARIABLES = 30_000
"""SQLite binds at most 32,766 values in one statement."""


class Records:
    """Reads a snapshot's ``reviews.sqlite``; safe to use from several threads at once."""

    def __init__(self, connection: sqlite3.Connection, show: str) -> None:
        self._connection = connection
        self._show = show

    @classmethod
    def open(cls, path: Path, show: str) -> Self:
        """Open the file as immutable; raises SnapshotError when it is missing or damaged."""
        try:
            connection = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            connection.execute("SELECT count(*) FROM passage").fetchone()
        except sqlite3.Error as error:
            raise SnapshotError(f"{path} can't be read: rebuild the show's index") from error
        return cls(connection, show)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def counts(self) -> tuple[int, int]:
        """Return the numbers of reviews and passages."""
        return self._one("SELECT count(*) FROM review"), self._one("SELECT count(*) FROM passage")

    def review(self, review_id: str) -> Review:
        """Return a review by id; raises KeyError for one that isn't here."""
        show, _, row = review_id.rpartition("/")
        known = show == self._show and row.isascii() and row.isdecimal() and len(row) <= _LONGEST_ROW
        found = self._rows("SELECT * FROM review WHERE row = ?", [int(row)]) if known else []
        if not found:
            raise KeyError(review_id)
        return self._to_review(found[0])

    def reviews(self) -> Iterator[Review]:
        """Yield every review by number."""
        for row in self._connection.execute("SELECT * FROM review ORDER BY row"):
            yield self._to_review(row)

    def repeating(self) -> frozenset[str]:
        """Return the ids of the reviews that repeat an earlier one."""
        rows = self._rows("SELECT row FROM review WHERE repeats IS NOT NULL")
        return frozenset(f"{self._show}/{row[0]}" for row in rows)

    def passage(self, number: int) -> Passage:
        """Return a passage by number; raises KeyError for one that isn't here."""
        return self.passages([number])[number]

    def passages(self, numbers: Sequence[int]) -> dict[int, Passage]:
        """Return some passages by number."""
        found: dict[int, Passage] = {}
        for start in range(0, len(numbers), _MOST_VARIABLES):
            chunk = list(numbers[start : start + _MOST_VARIABLES])
            marks = ",".join("?" * len(chunk))
            query = f"SELECT {_PASSAGE_COLUMNS} FROM passage WHERE number IN ({marks})"  # noqa: S608 (marks only)
            found.update((row[0], self._to_passage(row)) for row in self._rows(query, chunk))
        return found

    def all_passages(self) -> Iterator[Passage]:
        """Yield every passage by number."""
        for row in self._connection.execute(f"SELECT {_PASSAGE_COLUMNS} FROM passage ORDER BY number"):  # noqa: S608
            yield self._to_passage(row)

    def numbers(
        self, *, seasons: Sequence[int] = (), aspects: Sequence[str] = (), polarity: Polarity | None = None
    ) -> list[int]:
        """Return the numbers of the passages in every scope given, sorted.

        Within ``seasons`` and within ``aspects`` one match is enough.
        """
        conditions, values = ["1"], list[Any]()
        for table, column, wanted in (
            ("passage_season", "season", list(seasons)),
            ("passage_aspect", "aspect", list(aspects)),
        ):
            if wanted:
                marks = ",".join("?" * len(wanted))
                conditions.append(f"number IN (SELECT passage FROM {table} WHERE {column} IN ({marks}))")  # noqa: S608
                values += wanted
        if polarity:
            conditions.append("polarity = ?")
            values.append(polarity.value)
        query = f"SELECT number FROM passage WHERE {' AND '.join(conditions)} ORDER BY number"  # noqa: S608
        return [row[0] for row in self._rows(query, values)]

    def season_reviews(self) -> dict[int, int]:
        """Return, for each season that a passage is about, how many reviews have one."""
        return dict(
            self._rows(
                "SELECT season, count(DISTINCT review) FROM passage_season JOIN passage ON number = passage "
                "GROUP BY season ORDER BY season"
            )
        )

    def aspect_reviews(self) -> dict[str, int]:
        """Return, for each aspect, how many reviews have a passage about it, most first."""
        return dict(
            self._rows(
                "SELECT aspect, count(DISTINCT review) FROM passage_aspect JOIN passage ON number = passage "
                "GROUP BY aspect ORDER BY 2 DESC, 1"
            )
        )

    def aspect_questions(self) -> tuple[list[str], Vectors]:
        """Return the aspects' example questions: each one's aspect, and unit vectors (n, dimension)."""
        rows = self._rows("SELECT aspect, vector FROM aspect_question ORDER BY number")
        vectors = [np.frombuffer(vector, dtype=np.float32) for _, vector in rows]
        stacked = np.stack(vectors) if vectors else np.empty((0, 0), np.float32)
        return [aspect for aspect, _ in rows], stacked

    def _one(self, query: str) -> int:
        return int(self._connection.execute(query).fetchone()[0])

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        return self._connection.execute(query, values).fetchall()

    def _to_review(self, row: Any) -> Review:  # noqa: ANN401 (a row of SQLite)
        number, text, file, line, author, date, low, high, scale, title, spoiler, repeats = row
        return Review(
            show=self._show,
            row=number,
            text=text,
            file=file,
            line=line,
            author=author,
            date=dt.date.fromisoformat(date) if date else None,
            rating=None if low is None else Rating(low, high, scale),
            title=title,
            spoiler=bool(spoiler),
            repeats=repeats,
        )

    def _to_passage(self, row: Any) -> Passage:  # noqa: ANN401 (a row of SQLite)
        number, review, lead, start, stop, text, polarity, valence, spoiler, wish, seasons, aspects = row
        tags = sorted(tag.split("=") for tag in aspects.split(",")) if aspects else []
        return Passage(
            number=number,
            review=f"{self._show}/{review}",
            lead=lead,
            start=start,
            end=stop,
            text=text,
            seasons=tuple(sorted(int(season) for season in seasons.split(","))) if seasons else (),
            aspects=tuple(name for name, _ in tags),
            aspect_valences=tuple(float(of_aspect) for _, of_aspect in tags),
            polarity=Polarity(polarity),
            valence=valence,
            spoiler=bool(spoiler),
            wish=bool(wish),
        )


def write_records(
    path: Path,
    reviews: Iterable[Review],
    passages: Iterable[Passage],
    aspect_questions: Iterable[tuple[str, Vectors]] = (),
) -> None:
    """Write a new file with every review and passage, and the aspects' example questions as vectors."""
    connection = sqlite3.connect(path)
    try:
        with connection:
            connection.executescript(_SCHEMA)
            connection.executemany(
                "INSERT INTO review VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
                (_review_row(review) for review in reviews),
            )
            for passage in passages:
                _insert(connection, passage)
            connection.executemany(
                "INSERT INTO aspect_question (aspect, vector) VALUES (?,?)",
                [(aspect, vector.astype(np.float32).tobytes()) for aspect, vector in aspect_questions],
            )
        connection.execute("PRAGMA optimize")
    finally:
        connection.close()


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
    )


def _insert(connection: sqlite3.Connection, passage: Passage) -> None:
    row = int(passage.review.rpartition("/")[2])
    connection.execute(
        "INSERT INTO passage VALUES (?,?,?,?,?,?,?,?,?,?)",
        (
            passage.number,
            row,
            passage.lead,
            passage.start,
            passage.end,
            passage.text,
            passage.polarity.value,
            passage.valence,
            int(passage.spoiler),
            int(passage.wish),
        ),
    )
    connection.executemany(
        "INSERT INTO passage_season VALUES (?,?)", [(season, passage.number) for season in passage.seasons]
    )
    connection.executemany(
        "INSERT INTO passage_aspect VALUES (?,?,?)",
        [(aspect, passage.number, passage.valence_of((aspect,))) for aspect in passage.aspects],
    )
