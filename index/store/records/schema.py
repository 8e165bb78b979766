"""The tables of a snapshot's ``reviews.sqlite``, and how a review and a passage stand in a row of them."""

import datetime as dt
from collections.abc import Iterable
from hashlib import blake2b
from typing import Any

from index.domain import Passage, Polarity, Rating, Review

SCHEMA = """
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
REVIEW_COLUMNS = """
    row, text, file, line, author, date, rating_low, rating_high, rating_scale, title, spoiler, repeats
"""
PASSAGE_COLUMNS = """
    number, review, lead, start, stop, text, leanings, polarity, valence, spoiler, wish, reveals,
    seasons, aspects
"""
SIDES = {Polarity.POSITIVE: 1, Polarity.NEGATIVE: -1, Polarity.MIXED: 0, Polarity.NONE: 0}
"""How stances are kept: who takes no side stands between those who do."""
STANCES = {1: Polarity.POSITIVE, -1: Polarity.NEGATIVE, 0: Polarity.MIXED}
"""Stances as they are kept, read back."""


def review_row(review: Review) -> tuple[Any, ...]:
    """Return a review as a whole row of its table."""
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


def to_review(show: str, row: Any) -> Review:  # noqa: ANN401 (a row of SQLite)
    """Return a row of REVIEW_COLUMNS as the review that it is."""
    number, text, file, line, author, date, low, high, scale, title, spoiler, repeats = row
    return Review(
        show=show,
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


def passage_row(passage: Passage) -> tuple[Any, ...]:
    """Return a passage as a whole row of its table."""
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


def to_passages(show: str, rows: Iterable[Any]) -> list[Passage]:
    """Return rows of PASSAGE_COLUMNS as the passages that they are."""
    return [to_passage(show, row) for row in rows]


def to_passage(show: str, row: Any) -> Passage:  # noqa: ANN401 (a row of SQLite)
    """Return a row of PASSAGE_COLUMNS as the passage that it is."""
    number, review, lead, start, stop, text, leanings, polarity, valence, *flags, seasons, aspects = row
    spoiler, wish, reveals = map(bool, flags)
    tags = [tag.split("=") for tag in aspects.split(",")] if aspects else []
    return Passage(
        number=number,
        review=f"{show}/{review}",
        lead=lead,
        start=start,
        end=stop,
        text=text,
        seasons=tuple(map(int, seasons.split(","))) if seasons else (),
        aspects=tuple(name for name, _ in tags),
        aspect_valences=tuple(float(of_aspect) for _, of_aspect in tags),
        polarity=Polarity(polarity),
        valence=valence,
        spoiler=spoiler,
        wish=wish,
        reveals=reveals,
        leanings=leanings,
    )


def text_digest(text: str) -> int:
    """Return 64 bits of a text, as SQLite's signed integer, to find it by."""
    return int.from_bytes(blake2b(text.encode(errors="surrogatepass"), digest_size=8).digest(), signed=True)
