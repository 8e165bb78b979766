"""What an answer is made of: verdicts, quotes, what is missing, what a viewer must know."""

import datetime as dt
from dataclasses import dataclass, field
from enum import Enum, StrEnum

from bot.understanding.question import Question, Span
from index import Polarity, Rating, Show


class Label(StrEnum):
    """A verdict in words."""

    YES = "yes"
    LEANING_YES = "leaning yes"
    MIXED = "mixed"
    LEANING_NO = "leaning no"
    NO = "no"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The tally of reviewers' stances; ``mixed`` counts those who take no side too.

    ``share`` is positive over positive plus negative, ``low`` and ``high`` its
    95% Wilson interval; all None when nobody takes a side.
    """

    label: Label
    positive: int
    mixed: int
    negative: int
    share: float | None
    low: float | None
    high: float | None

    @property
    def reviews(self) -> int:
        """The denominator: how many reviews speak of what was asked."""
        return self.positive + self.mixed + self.negative


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage shown to a viewer with what is around it: its review's text from ``start`` to ``end``.

    Both count code points; seasons, aspects, spoiler and score are the passage's own.
    """

    review: str
    text: str
    start: int
    end: int
    seasons: tuple[int, ...]
    aspects: tuple[str, ...]
    stance: Polarity
    spoiler: bool
    score: float
    author: str | None = None
    date: dt.date | None = None
    rating: Rating | None = None

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.review, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many reviews the show has, and how many speak of what was asked."""

    reviews: int
    about: int


@dataclass(frozen=True, slots=True)
class IndexStamp:
    """Which snapshot an answer rests on."""

    id: str
    built_at: str
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What every answer from a show's reviews has."""

    question: Question
    show: Show
    quotes: tuple[Quote, ...]
    coverage: Coverage
    index: IndexStamp
    milliseconds: float


@dataclass(frozen=True, slots=True)
class SeasonsUnsaid:
    """Some of the seasons asked for have no review."""

    seasons: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Widened:
    """No review speaks of the aspects of these seasons alone, so the answer is for the whole show."""

    seasons: tuple[int, ...]
    aspects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """The verdict on each season that reviews speak of."""

    verdicts: tuple[tuple[int, Verdict], ...]


@dataclass(frozen=True, slots=True)
class Repeated:
    """So many reviews repeat another one and weren't counted."""

    reviews: int


@dataclass(frozen=True, slots=True)
class Ahead:
    """What viewers wrote lies beyond the viewer's progress, so nothing is quoted."""


@dataclass(frozen=True, slots=True)
class NothingMore:
    """Whatever viewers wrote about it was quoted before."""


Note = SeasonsUnsaid | Widened | Compared | Repeated | Ahead | NothingMore
"""What a viewer must know to read an answer right."""


class Missing(Enum):
    """What the reviews don't say."""

    QUESTION = "no question that reviews could answer"
    NAMES = "no review holds the names asked about"
    CUES = "no review holds the words that only such an answer could have"
    SEASONS = "no review speaks of the seasons asked about"
    ASPECTS = "no review speaks of the aspects asked about"
    ANSWER = "nothing is near enough to the question"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(Answer):
    """The reviews say it: quotes, and a verdict unless a fact was asked for."""

    verdict: Verdict | None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined(Answer):
    """The reviews don't say; ``quotes`` are the closest passages, if any."""

    missing: Missing
    names: tuple[str, ...] = ()
    """The names and words that no review holds, as typed."""
    seasons: dict[int, int] = field(default_factory=dict)
    """How many reviews speak of each season that any speaks of."""
    suggestions: tuple[str, ...] = ()
    """Aspects that could be asked about instead."""


@dataclass(frozen=True, slots=True)
class WhichShow:
    """The question could be about several shows, or about one that isn't here."""

    question: Question
    shows: tuple[Show, ...]
    named: bool = False
    """Whether the question names these shows, so that one alone can't be told."""


Reply = Answered | Declined | WhichShow


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The passages that a search found, best first."""

    query: str
    show: Show
    quotes: tuple[Quote, ...]
