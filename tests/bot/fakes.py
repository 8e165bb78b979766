"""A small made-up show, answers about it, and parts that fail or take their time."""

import datetime as dt
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import numpy as np

from bot.answering.answerer import LibraryAnswerer
from bot.answering.base import Answerer
from bot.answering.judgement import Judgement
from bot.answering.prospects import PROSPECTS
from bot.answering.reply import (
    Answered,
    Coverage,
    Declined,
    IndexStamp,
    Label,
    Missing,
    Quote,
    Reply,
    SearchPage,
    Verdict,
    WhichShow,
)
from bot.answering.signals import SIGNALS
from bot.answering.trees import Floats
from bot.discord.client import WorthwatchClient
from bot.discord.render import DiscordRenderer
from bot.people.sqlite import SqlitePeople
from bot.understanding.intent import Intent, Want
from bot.understanding.progress import NO_PROGRESS, Progress
from bot.understanding.question import Kind, Question, Topic
from bot.understanding.reader import Understanding
from bot.wording.base import Writer
from bot.wording.sentences import SentenceWriter
from index import (
    Builder,
    BuildReport,
    DoneCallback,
    Encoder,
    Features,
    Library,
    Passage,
    Polarity,
    Rating,
    Reranker,
    Rule,
    Show,
    aspect_catalogue,
    logistic,
)
from tests.fakes import WordOverlapEncoder, add_show, make_library

HARBOUR_REVIEWS = (
    "Season 1 was great. The acting was superb and I loved the captain.",
    "Season 1 was good. The music was brilliant.",
    "I loved season 1. Season 2 was awful and boring.",
    "Season 2 was terrible. The acting in season 2 was bad.",
    "Season 2 was great. Love it.",
    "Season 2 was awful. A disaster.",
    "I hope there will be a season 3. The harbour scenes were excellent.",
    "Warning: Spoilers\n    The lighthouse keeper dies @everyone. **What** a terrible ||end||.",
    "Each episode lasted 20 minutes. Perfect for a short evening.",
)
"""Season 1: three like it. Season 2: three don't, one does. Season 3: one wish. Review 8 spoils."""

SHOW = Show("harbour", "Harbour Lights", Path("seeds/harbour"), year=2019, seasons=2)
STAMP = IndexStamp("20260102T030405000000Z-abcdef", "2026-01-02T03:04:05+00:00", "word-overlap")


def add_harbour(folder: Path, reviews: Sequence[str] = HARBOUR_REVIEWS) -> Path:
    """Write the show Harbour Lights into ``folder``/seeds and return its own folder."""
    return add_show(
        folder,
        "harbour",
        reviews=reviews,
        title="Harbour Lights",
        year=2019,
        seasons=2,
        aliases=["Lighthouse Tales"],
    )


def built_library(folder: Path) -> Library:
    """A library under ``folder`` with Harbour Lights in it, indexed."""
    add_harbour(folder)
    library = make_library(folder)
    library.build(library.show("harbour"))
    return library


class LinearRelevance:
    """Relevance as a logistic model that weighs these signals alone."""

    def __init__(self, bias: float, **weights: float) -> None:
        assert weights.keys() <= set(SIGNALS)
        self._weights = np.array([weights.get(name, 0.0) for name in SIGNALS], np.float32)
        self._bias = bias

    def probabilities(self, signals: Floats) -> Floats:
        likely: Floats = logistic(signals @ self._weights + self._bias)
        return likely


class ByBest:
    """Takes a question for answered as far as its best passage is relevant."""

    def probability(self, figures: Floats) -> float:
        return min(1.0, 3 * float(figures[PROSPECTS.index("best")]))


PLAIN = LinearRelevance(
    -3.5, cosine=2.5, interaction=2.5, words_held=1.5, speaks_of_asked=3.0, misses_likeliest=-1.5,
    sums_up=1.0, names_season=1.0, lacks_names=-3.0, lacks_kind=-3.0,
)  # fmt: skip
"""Sensible weights for vectors of word overlap."""


def make_judgement(bias: float | None = None, **weights: float) -> Judgement:
    """A judgement that weighs these signals alone, or sensibly."""
    return Judgement(PLAIN if bias is None else LinearRelevance(bias, **weights), ByBest())


_WANTED_BY_WORDS = {
    Want.CHATTER: [
        "tell me a joke", "blah", "thank*", "hello", "print", "do you agree", "(have|are) you",
        "(these|how many) reviews",
    ],
    Want.COMPARE: ["which (season|series)", "(best|worst) season", "downhill", "get worse"],
    Want.BAD: [
        "wrong", "worst", "dislike", "downside*", "complain*", "weak*", "disappoint*",
        "(don't|didn't) (people|like)",
    ],
    Want.GOOD: [
        "best", "good about", "love it", "enjoy most", "strengths", "highlights", "do they like",
        "people like about",
    ],
    Want.FACT: ["(who|where|when) ...", "how (long|many|old)", "(why|has|are there|did|what is it) ..."],
    Want.VERDICT: ["worth", "should", "any good", "is it good", "like this", "recommend", "{number} good"],
}  # fmt: skip
_OF_FACTS = ["which season (is (the longest|set)|has the most episodes)"]
_WANTED = [
    (want, Rule(want.value, templates, unless=_OF_FACTS if want is Want.COMPARE else ()))
    for want, templates in _WANTED_BY_WORDS.items()
]


class WordIntents:
    """Tells what a text wants by its words, surely, and of some texts the aspects."""

    def __init__(self, aspects: Mapping[str, str] | None = None) -> None:
        self._aspects = aspects or {}

    def read(self, text: str, features: Features) -> Intent:
        del features
        want = next((want for want, rule in _WANTED if rule.holds(text)), Want.OPINION)
        shares = np.array([0.9 if one is want else 0.1 / (len(Want) - 1) for one in Want], np.float32)
        return Intent(shares, {self._aspects[text]: 0.9} if text in self._aspects else {})


def make_understanding(
    encoder: Encoder | None = None, aspects: Mapping[str, str] | None = None
) -> Understanding:
    """Understanding by words alone, but for some texts whose aspect it knows."""
    chosen = encoder or WordOverlapEncoder()
    return Understanding(chosen, chosen, aspect_catalogue(), WordIntents(aspects))


def read_question(text: str, *, last_season: int | None = None, topic: Topic | None = None) -> Question:
    """Return what a text asks of Harbour Lights, by its words alone."""
    return make_understanding().read(text, replace(SHOW, seasons=last_season), topic=topic).question


def make_answerer(
    library: Library,
    encoder: Encoder | None = None,
    *,
    judgement: Judgement | None = None,
    default_show: str | None = None,
    reranker: Reranker | None = None,
) -> Answerer:
    """An answerer that needs no model."""
    return LibraryAnswerer(
        library,
        make_understanding(encoder),
        aspect_catalogue(),
        judgement or make_judgement(),
        default_show=default_show,
        reranker=reranker,
    )


def make_writer() -> Writer:
    """The writer, with the project's own aspects."""
    return SentenceWriter(aspect_catalogue())


def make_client(library: Library, answerer: Answerer | None = None) -> WorthwatchClient:
    """A bot on that library, not connected yet."""
    return WorthwatchClient(
        answerer or make_answerer(library),
        library,
        DiscordRenderer(make_writer()),
        SqlitePeople(Path(tempfile.mkdtemp()) / "people.sqlite"),
    )


def a_question(text: str = "Is season 2 worth watching?", **fields: object) -> Question:
    """A question for a verdict on season 2, or with other fields."""
    question = Question(text=text, kind=Kind.VERDICT, seasons=(2,))
    return replace(question, **fields)  # type: ignore[arg-type]


def a_quote(text: str = "Season 2 was awful.", **fields: object) -> Quote:
    """A negative quote of review 6, or with other fields."""
    quote = Quote(
        review="harbour/6",
        text=text,
        start=0,
        end=len(text),
        seasons=(2,),
        aspects=(),
        stance=Polarity.NEGATIVE,
        spoiler=False,
        score=0.71,
    )
    return replace(quote, **fields)  # type: ignore[arg-type]


def a_signed_quote(text: str = "Season 2 was great.") -> Quote:
    """A positive quote whose author, date and rating are known."""
    return a_quote(
        text,
        review="harbour/5",
        stance=Polarity.POSITIVE,
        author="mara",
        date=dt.date(2021, 9, 8),
        rating=Rating(9, 9, 10),
    )


def a_verdict(**fields: object) -> Verdict:
    """One of four likes it."""
    return replace(Verdict(Label.LEANING_NO, 1, 0, 3, 0.25, 0.0456, 0.6994), **fields)  # type: ignore[arg-type]


def an_answer(*quotes: Quote, **fields: object) -> Answered:
    """An answered question about season 2."""
    answer = Answered(
        question=a_question(),
        show=SHOW,
        quotes=quotes or (a_quote(), a_signed_quote()),
        coverage=Coverage(9, 4),
        index=STAMP,
        milliseconds=1.5,
        verdict=a_verdict(),
    )
    return replace(answer, **fields)  # type: ignore[arg-type]


def a_refusal(*quotes: Quote, **fields: object) -> Declined:
    """A question that the reviews don't answer."""
    declined = Declined(
        question=a_question("Is season 8 good?", seasons=(8,)),
        show=SHOW,
        quotes=quotes,
        coverage=Coverage(9, 0),
        index=STAMP,
        milliseconds=0.5,
        missing=Missing.SEASONS,
        suggestions=("acting",),
    )
    return replace(declined, **fields)  # type: ignore[arg-type]


def a_passage(
    valence: float, *, polarity: Polarity | None = None, text: str = "As it is.", **fields: object
) -> Passage:
    """A passage that feels so; its polarity follows from the valence unless given."""
    side = Polarity.POSITIVE if valence > 0 else Polarity.NEGATIVE
    passage = Passage(0, "harbour/1", 0, 0, len(text), text, polarity=polarity or side, valence=valence)
    return replace(passage, **fields)  # type: ignore[arg-type]


class FailingAnswerer:
    """Fails on every question with the error it was given."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def ask(
        self,
        text: str,
        *,
        show: str | None = None,
        topic: Topic | None = None,
        progress: Progress = NO_PROGRESS,
    ) -> Reply:
        del text, show, topic, progress
        raise self._error

    def search(
        self,
        query: str,
        *,
        show: str | None = None,
        season: int | None = None,
        stance: Polarity | None = None,
        progress: Progress = NO_PROGRESS,
        limit: int,
    ) -> SearchPage | WhichShow:
        del query, show, season, stance, progress, limit
        raise self._error


class ScriptedAnswerer(FailingAnswerer):
    """Gives its replies one after another, and keeps what it was asked: the text, the show, the topic."""

    def __init__(self, *replies: Reply) -> None:
        super().__init__(AssertionError("nothing is searched for here"))
        self._replies = iter(replies)
        self.asked: list[tuple[str, str | None, Topic | None]] = []

    def ask(
        self,
        text: str,
        *,
        show: str | None = None,
        topic: Topic | None = None,
        progress: Progress = NO_PROGRESS,
    ) -> Reply:
        del progress
        self.asked.append((text, show, topic))
        return next(self._replies)


class RefusingEncoder:
    """An encoder of which every use fails with the error it was given."""

    def __init__(self, error: BaseException) -> None:
        self._error = error

    def __getattr__(self, name: str) -> NoReturn:
        raise self._error


class StepwiseLibrary(Library):
    """Builds as usual, after calling ``between`` and reporting progress in many small steps."""

    STEPS = 500

    def __init__(self, folder: Path, builder: Builder, between: Callable[[], object]) -> None:
        super().__init__(folder / "seeds", folder / "data", builder)
        self._between = between

    def build(self, show: Show, *, anew: bool = False, on_done: DoneCallback | None = None) -> BuildReport:
        self._between()
        for step in range(self.STEPS if on_done else 0):
            on_done(step, self.STEPS)  # type: ignore[misc]
        return super().build(show, anew=anew)
