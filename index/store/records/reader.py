"""Reads reviews and passages with what is known of them from one read-only SQLite file."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from index.cache import Recent
from index.domain import Passage, Polarity, Review
from index.encoders.base import Vectors
from index.heads.aspects import from_bytes
from index.reading.opinions import WHOLE_SHOW, Tally
from index.store.records.schema import (
    PASSAGE_COLUMNS,
    REVIEW_COLUMNS,
    STANCES,
    text_digest,
    to_passage,
    to_passages,
    to_review,
)

_LONGEST_ROW = 18
"""Digits of a review's number that SQLite can hold."""
_REMEMBERED = 2048
"""Passages kept in memory, at about a kilobyte each: the same ones come near most questions."""
_REVIEWS_REMEMBERED = 64
"""Reviews kept in memory, at some kilobytes each: the same few are quoted again and again."""
_MOST_VARIABLES = 30_000
"""SQLite binds at most 32,766 values in one statement."""


@dataclass(frozen=True)
class AspectVectors:
    """Texts about aspects: the aspect of each, and unit vectors of shape (len(aspects), dimension)."""

    aspects: tuple[str, ...]
    vectors: Vectors

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The aspects, each once, in the order of their coming."""
        return tuple(dict.fromkeys(self.aspects))

    def best(self, vectors: Vectors) -> Vectors:
        """Return the highest cosine of each vector, (n, dimension), to each aspect's texts: (n, names)."""
        if not self.aspects:
            return np.empty((len(vectors), 0), np.float32)
        grouped, starts = self._by_name
        best: Vectors = np.maximum.reduceat(vectors @ grouped.T, starts, axis=1)
        return best

    @cached_property
    def _by_name(self) -> tuple[Vectors, list[int]]:
        """The vectors by aspect, and where each one's begin."""
        order = sorted(range(len(self.aspects)), key=lambda place: self.names.index(self.aspects[place]))
        grouped = self.vectors if order == sorted(order) else self.vectors[order]
        counts = [self.aspects.count(name) for name in self.names]
        return grouped, [sum(counts[:place]) for place in range(len(counts))]


NO_ASPECTS = AspectVectors((), np.empty((0, 0), np.float32))


@dataclass(frozen=True, slots=True)
class AspectTexts:
    """The catalogue's texts: what viewers ask about each aspect, and what reviewers write about it."""

    questions: AspectVectors = NO_ASPECTS
    examples: AspectVectors = NO_ASPECTS


class Records:
    """Reads a snapshot's ``reviews.sqlite``; safe to use from several threads at once."""

    def __init__(self, connection: sqlite3.Connection, show: str) -> None:
        self._connection = connection
        self._show = show
        self._recent: Recent[int, Passage] = Recent(_REMEMBERED)
        self._recent_reviews: Recent[str, Review] = Recent(_REVIEWS_REMEMBERED)

    @classmethod
    def open(cls, path: Path, show: str) -> Self:
        """Open the file as immutable; raises sqlite3.Error when it is missing or damaged."""
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        try:
            connection.execute("SELECT count(*) FROM passage").fetchone()
        except sqlite3.Error:
            connection.close()
            raise
        return cls(connection, show)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def counts(self) -> tuple[int, int]:
        """Return the numbers of reviews and passages."""
        return self._one("SELECT count(*) FROM review"), self._one("SELECT count(*) FROM passage")

    def review(self, review_id: str) -> Review:
        """Return a review by id; raises KeyError for one that isn't here."""
        return self.reviews_by_id([review_id])[review_id]

    def reviews_by_id(self, review_ids: Sequence[str]) -> dict[str, Review]:
        """Return some reviews by id; raises KeyError for one that isn't here."""
        known = self._recent_reviews.among(review_ids)
        new = {review_id: self._read_review(review_id) for review_id in review_ids if review_id not in known}
        if new:
            self._recent_reviews.keep(new)
        return known | new

    def _read_review(self, review_id: str) -> Review:
        show, _, row = review_id.rpartition("/")
        known = show == self._show and row.isascii() and row.isdecimal() and len(row) <= _LONGEST_ROW
        found = self._rows(f"SELECT {REVIEW_COLUMNS} FROM review WHERE row = ?", [int(row)]) if known else []  # noqa: S608
        if not found:
            raise KeyError(review_id)
        return to_review(self._show, found[0])

    def reviews(self) -> Iterator[Review]:
        """Yield every review by number."""
        for row in self._each(f"SELECT {REVIEW_COLUMNS} FROM review ORDER BY row"):  # noqa: S608
            yield to_review(self._show, row)

    def repeating(self) -> frozenset[str]:
        """Return the ids of the reviews that repeat an earlier one."""
        return self._repeating

    @cached_property
    def _repeating(self) -> frozenset[str]:
        rows = self._rows("SELECT row FROM review WHERE repeats IS NOT NULL")
        return frozenset(f"{self._show}/{row[0]}" for row in rows)

    def repeats(self) -> dict[int, int]:
        """Return, for each review that repeats an earlier one, that one's row, by row."""
        return dict(self._rows("SELECT row, repeats FROM review WHERE repeats IS NOT NULL"))

    def passage(self, number: int) -> Passage:
        """Return a passage by number; raises KeyError for one that isn't here."""
        return self.passages([number])[number]

    def passages(self, numbers: Sequence[int]) -> dict[int, Passage]:
        """Return some passages by number."""
        found = self._recent.among(numbers)
        unknown = [number for number in numbers if number not in found]
        for start in range(0, len(unknown), _MOST_VARIABLES):
            chunk = unknown[start : start + _MOST_VARIABLES]
            marks = ",".join("?" * len(chunk))
            query = f"SELECT {PASSAGE_COLUMNS} FROM passage WHERE number IN ({marks})"  # noqa: S608 (marks only)
            read = to_passages(self._show, self._rows(query, chunk))
            found.update((passage.number, passage) for passage in read)
        if unknown:
            self._recent.keep({number: found[number] for number in unknown if number in found})
        return found

    def all_passages(self) -> Iterator[Passage]:
        """Yield every passage by number."""
        for row in self._each(f"SELECT {PASSAGE_COLUMNS} FROM passage ORDER BY number"):  # noqa: S608
            yield to_passage(self._show, row)

    def offsets(self) -> Iterator[tuple[int, str, int, int, str]]:
        """Yield every passage by number: number, review, start, end and text alone."""
        for number, row, *others in self._each(
            "SELECT number, review, start, stop, text FROM passage ORDER BY number"
        ):
            yield number, f"{self._show}/{row}", *others

    def with_text(self, text: str) -> Passage | None:
        """Return the first passage of exactly this text, None when there is none."""
        query = "SELECT number FROM passage WHERE digest = ? AND text = ? ORDER BY number LIMIT 1"
        rows = self._rows(query, [text_digest(text), text])
        return self.passage(rows[0][0]) if rows else None

    def passages_of_text(self, text: str, *, spoiler: bool) -> list[Passage]:
        """Return the passages, in order, of the first review of exactly this text and mark, if any."""
        first = "SELECT row FROM review WHERE digest = ? AND text = ? AND spoiler = ? ORDER BY row LIMIT 1"
        query = f"SELECT {PASSAGE_COLUMNS} FROM passage WHERE review = ({first}) ORDER BY number"  # noqa: S608 (no values)
        rows = self._rows(query, [text_digest(text), text, spoiler])
        return to_passages(self._show, rows)

    def leanings(self, passages: Sequence[Passage], aspects: Sequence[str]) -> NDArray[np.float32]:
        """Return how likely each passage speaks of each aspect, 0 to 1: (len(passages), len(aspects))."""
        known = self.aspect_examples.names  # the catalogue's when this was built: each has examples
        return from_bytes([passage.leanings for passage in passages], known, aspects)

    def tally(self, seasons: Sequence[int] = ()) -> Tally:
        """Return how many reviewers take each stance towards seasons, or without any the whole show.

        Towards several seasons, who takes one side of some and the other of others is mixed.
        """
        if len(seasons) <= 1:
            rows = self._rows(
                "SELECT side, repeating, reviews FROM tally WHERE season = ?", [*seasons] or [WHOLE_SHOW]
            )
        else:
            rows = self._rows(
                f"SELECT side, repeats IS NOT NULL, count(*) FROM ({_sides(seasons)}) "  # noqa: S608 (marks only)
                "JOIN review ON row = review GROUP BY 1, 2",
                seasons,
            )
        stances = {STANCES[side]: count for side, repeating, count in rows if not repeating}
        return Tally(stances, sum(count for _, repeating, count in rows if repeating))

    def opinions(self, review_ids: Sequence[str], seasons: Sequence[int] = ()) -> dict[str, Polarity]:
        """Return the stances of these reviews towards seasons, or the whole show, those that have one."""
        rows = [int(review.rpartition("/")[2]) for review in review_ids]
        chosen = list(seasons) or [WHOLE_SHOW]
        found = self._rows(_sides(chosen, rows), [*chosen, *rows])
        return {f"{self._show}/{row}": STANCES[side] for row, side in found}

    def season_reviews(self) -> dict[int, int]:
        """Return, for each season that a passage is about, how many reviews have one."""
        return self._season_reviews

    @cached_property
    def _season_reviews(self) -> dict[int, int]:
        return dict(self._rows("SELECT season, reviews FROM season_reviews ORDER BY season"))

    def aspect_reviews(self) -> dict[str, int]:
        """Return, for each aspect, how many reviews have a passage about it, most first."""
        return self._aspect_reviews

    @cached_property
    def _aspect_reviews(self) -> dict[str, int]:
        return dict(self._rows("SELECT aspect, reviews FROM aspect_reviews ORDER BY reviews DESC, aspect"))

    @cached_property
    def aspect_questions(self) -> AspectVectors:
        """The questions that viewers ask about each aspect, read once."""
        return self._aspect_vectors("question")

    @cached_property
    def aspect_examples(self) -> AspectVectors:
        """What reviewers write about each aspect, read once."""
        return self._aspect_vectors("example")

    def _aspect_vectors(self, role: str) -> AspectVectors:
        rows = self._rows("SELECT aspect, vector FROM aspect_vector WHERE role = ? ORDER BY number", [role])
        vectors = [np.frombuffer(vector, dtype=np.float32) for _, vector in rows]
        stacked = np.stack(vectors) if vectors else np.empty((0, 0), np.float32)
        return AspectVectors(tuple(aspect for aspect, _ in rows), stacked)

    def _one(self, query: str) -> int:
        return int(self._rows(query)[0][0])

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        return self._connection.execute(query, values).fetchall()

    def _each(self, query: str) -> Iterator[Any]:
        """Yield rows as they are read."""
        yield from self._connection.execute(query)


def _marks(values: Sequence[Any]) -> str:
    return ",".join("?" * len(values))


def _sides(seasons: Sequence[int], rows: Sequence[int] | None = None) -> str:
    """Return the query of each reviewer's side towards seasons: 0 where they take both or none.

    With ``rows``, of these reviews alone: a large show has very many.
    """
    side = "sign(max(side) + min(side)) AS side"
    of = "" if rows is None else f"AND review IN ({_marks(rows)}) "
    return f"SELECT review, {side} FROM opinion WHERE season IN ({_marks(seasons)}) {of}GROUP BY review"  # noqa: S608 (marks only)
