"""The words of the index: shows, reviews, passages and what is known of each."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Self


class Polarity(StrEnum):
    """How a passage feels about what it talks of."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    MIXED = "mixed"
    NONE = "none"


OPPOSITES = {Polarity.POSITIVE: Polarity.NEGATIVE, Polarity.NEGATIVE: Polarity.POSITIVE}
"""The other side of each; what takes none has none."""


@dataclass(frozen=True, slots=True)
class Show:
    """A series or film, as its ``show.toml`` describes it."""

    slug: str
    title: str
    folder: Path
    year: int | None = None
    seasons: int | None = None
    aliases: tuple[str, ...] = ()
    language: str | None = None
    note: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that a question may call the show by, the title first."""
        return (self.title, *self.aliases, self.slug)


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating as its author stated it: one value or a range, on a scale if one was named.

    ``low`` and ``high`` are equal for a single value; ``scale`` is the highest
    possible value, None where the author left it open ("my 4 stars").
    """

    low: float
    high: float
    scale: int | None = None

    def __str__(self) -> str:
        value = f"{self.low:g}" if self.low == self.high else f"{self.low:g}–{self.high:g}"
        return f"{value}/{self.scale}" if self.scale else f"{value} stars"


@dataclass(frozen=True, slots=True)
class Review:
    """One viewer's text as stored: the source's own words, less metadata lines and indentation."""

    show: str
    row: int
    text: str
    file: str
    line: int
    author: str | None = None
    date: dt.date | None = None
    rating: Rating | None = None
    title: str | None = None
    spoiler: bool = False
    repeats: int | None = None
    """The row of an earlier review that this one repeats nearly word for word."""

    @property
    def id(self) -> str:
        """``<show>/<row>``: stable as long as the source keeps its order."""
        return f"{self.show}/{self.row}"


@dataclass(frozen=True, slots=True)
class Annotation:
    """What a text says by itself, whichever review it stands in; the fields are a passage's."""

    aspects: tuple[str, ...] = ()
    aspect_valences: tuple[float, ...] = ()
    polarity: Polarity = Polarity.NONE
    valence: float = 0.0
    reveals: bool = False
    leanings: bytes = b""


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of a review, usually one sentence: what is embedded and quoted.

    ``start``, ``end`` and ``lead`` count code points of the review's text.
    ``lead`` is where a reader should begin to understand the passage: the start
    of the sentence before when this one opens with a pronoun, else ``start``.
    ``number`` counts the passages of a snapshot from 0 and is its key in
    every file of it.
    """

    number: int
    review: str
    lead: int
    start: int
    end: int
    text: str
    seasons: tuple[int, ...] = ()
    aspects: tuple[str, ...] = ()
    aspect_valences: tuple[float, ...] = ()
    """For each of ``aspects``, the valence of the clause that speaks of it."""
    polarity: Polarity = Polarity.NONE
    valence: float = 0.0
    """Positive minus negative probability, -1 to 1."""
    spoiler: bool = False
    reveals: bool = False
    """It gives plot away by itself, whatever its review is marked as."""
    wish: bool = False
    """It only hopes, waits or wonders about seasons: no opinion of them."""
    leanings: bytes = b""
    """How likely it speaks of each aspect of the catalogue, in its order: a byte each, 255 is sure."""

    @property
    def annotation(self) -> Annotation:
        """What its text says by itself."""
        return Annotation(
            self.aspects, self.aspect_valences, self.polarity, self.valence, self.reveals, self.leanings
        )

    def annotated(self, read: Annotation) -> "Passage":
        """Return the passage with what is read of its text; it spoils where its review does or it does."""
        return replace(
            self,
            aspects=read.aspects,
            aspect_valences=read.aspect_valences,
            polarity=read.polarity,
            valence=read.valence,
            reveals=read.reveals,
            spoiler=self.spoiler or read.reveals,
            leanings=read.leanings,
        )

    def valence_of(self, aspects: tuple[str, ...]) -> float:
        """Return how it feels about the aspects, -1 to 1; about everything when it has none of them."""
        tagged = zip(self.aspects, self.aspect_valences, strict=False)
        valences = [valence for name, valence in tagged if name in aspects]
        return sum(valences) / len(valences) if valences else self.valence


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found, with what speaks for it.

    ``score`` is a share (0 to 1) of the best score that fusion can give;
    ``cosine`` is the similarity to the question (-1 to 1); ``bm25`` is 0 where
    no word matched; ``interaction`` is the late-interaction score (about 0 to 1).
    """

    passage: Passage
    score: float
    cosine: float
    bm25: float = 0.0
    interaction: float = 0.0

    @classmethod
    def each(cls, *columns: Iterable[Any]) -> list[Self]:
        """Return a hit for each row of columns: passages, scores, cosines, BM25, interactions."""
        return [cls(*row) for row in zip(*columns, strict=True)]

    @classmethod
    def rescored(cls, hits: Iterable["Hit"], scores: Iterable[float]) -> list[Self]:
        """Return hits with other scores."""
        pairs = zip(hits, scores, strict=True)
        return [cls(hit.passage, score, hit.cosine, hit.bm25, hit.interaction) for hit, score in pairs]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a finished build changed."""

    show: str
    snapshot: str
    reviews: int
    passages: int
    seconds: float
    reviews_before: int | None = None
    passages_before: int | None = None
    notes: tuple[str, ...] = field(default=())
