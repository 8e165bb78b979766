"""From a question to an answer: understood, searched, counted, quoted."""

import time
from dataclasses import dataclass, replace
from functools import partial

from bot.answering.ahead import covered, unspoiled
from bot.answering.evidence import Evidence, gather
from bot.answering.judgement import Judgement
from bot.answering.names import names_known
from bot.answering.quotes import choose, is_kept_back, quotes
from bot.answering.refusals import Refusal, refusal, unknown_seasons
from bot.answering.reply import (
    Ahead,
    Answered,
    Compared,
    Coverage,
    Declined,
    IndexStamp,
    Note,
    NothingMore,
    Repeated,
    Reply,
    SearchPage,
    SeasonsUnsaid,
    WhichShow,
    Widened,
)
from bot.answering.sufficiency import is_sufficient, what_is_missing
from bot.answering.verdict import verdict
from bot.understanding.progress import NO_PROGRESS, Progress
from bot.understanding.question import Kind, Question, Topic
from bot.understanding.reader import Understanding, Understood
from bot.understanding.shows import named_shows, names_mended
from bot.understanding.small_talk import asks_nothing
from bot.understanding.spelling import tidy
from index import (
    AspectCatalogue,
    EmptyLibraryError,
    Hit,
    Library,
    Polarity,
    Reranker,
    Scope,
    Show,
    Snapshot,
    Tally,
    find_passages,
)

_CLOSEST = 2
"""Quotes shown with "the reviews don't say"."""
_MOST_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question against one show's open snapshot."""

    understood: Understood
    show: Show
    snapshot: Snapshot
    watched: int | None
    started: float

    @property
    def question(self) -> Question:
        return self.understood.question

    @property
    def query(self) -> str:
        return self.understood.query

    @property
    def stamp(self) -> IndexStamp:
        manifest = self.snapshot.manifest
        return IndexStamp(manifest.id, manifest.built_at, manifest.model.name)

    @property
    def milliseconds(self) -> float:
        return round((time.perf_counter() - self.started) * 1000, 2)

    def of_seasons(self, seasons: tuple[int, ...]) -> "_Asked":
        """Return the same asked of other seasons."""
        question = replace(self.question, seasons=seasons)
        return replace(self, understood=replace(self.understood, question=question))


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found for a question, and whether that is enough to answer it."""

    evidence: Evidence
    is_enough: bool


class LibraryAnswerer:
    """Answers questions from a library; safe to use from several threads."""

    def __init__(
        self,
        library: Library,
        understanding: Understanding,
        catalogue: AspectCatalogue,
        judgement: Judgement,
        *,
        default_show: str | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        self._library = library
        self._catalogue = catalogue
        self._understanding = understanding
        self._judgement = judgement
        self._default_show = default_show
        self._reranker = reranker

    def ask(
        self,
        text: str,
        *,
        show: str | None = None,
        topic: Topic | None = None,
        progress: Progress = NO_PROGRESS,
    ) -> Reply:
        """Return what the reviews say to a question; see ``Answerer``.

        Raises UnknownShowError, SourceError, NoIndexError, SnapshotError, UnreadableError or ModelError.
        """
        started = time.perf_counter()
        chosen = self._choose_show(text, show, topic)
        if isinstance(chosen, WhichShow):
            return chosen
        snapshot = self._library.snapshot(chosen.slug)
        with snapshot.damage_told():
            names = partial(names_known, snapshot=snapshot)
            understood = self._understanding.read(text, chosen, topic=topic, names=names)
            told = (progress.watched(chosen.slug), understood.question.watched)
            watched = min((last for last in told if last is not None), default=None)
            asked = _Asked(understood, chosen, snapshot, watched, started)
            refused = refusal(understood, snapshot)
            return self._decline(asked, refused) if refused else self._answer(asked)

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
        """Return the passages nearest to a query, best first; see ``Answerer``."""
        query = tidy(query)
        chosen = self._choose_show(query, show, None)
        if isinstance(chosen, WhichShow):
            return chosen
        snapshot = self._library.snapshot(chosen.slug)
        scope = Scope(seasons=(season,) if season else (), polarity=stance)
        if asks_nothing(query):
            return SearchPage(query, chosen, ())
        watched = progress.watched(chosen.slug)
        encoded = self._understanding.encode(query)
        asks_ahead = season is not None and watched is not None and season > watched
        with snapshot.damage_told():
            found = find_passages(snapshot, query, encoded, scope=scope)
            shown = covered(found, watched=watched) if asks_ahead else unspoiled(found, watched=watched)
            return SearchPage(query, chosen, quotes(snapshot, shown[:limit], {}))

    def _choose_show(self, text: str, show: str | None, topic: Topic | None) -> Show | WhichShow:
        if show:
            return self._library.show(show)
        shows, nameable = self._library.indexed(), self._library.nameable()
        named = named_shows(text, nameable)
        if not named and not topic:
            named = named_shows(names_mended(text, nameable), nameable)
        named = named or named_shows(text, self._library.removed())
        if len(named) == 1:
            return named[0] if named[0] in shows else self._library.show(named[0].slug)
        if topic and not named:
            return self._library.show(topic.show)
        candidates = named or shows or self._library.shows()
        if not candidates:
            for problem in self._library.problems():
                raise problem
            raise EmptyLibraryError
        if len(candidates) == 1:
            return candidates[0]
        if self._default_show and not named:
            return self._library.show(self._default_show)
        return WhichShow(Question(tidy(text)), tuple(candidates), named=bool(named))

    def _answer(self, asked: _Asked) -> Reply:
        """Return what was found, counted and quoted; else that it isn't enough."""
        known, unsaid = _of_known_seasons(asked)
        scope = _searched_in(known)
        found = self._found(scope)
        widened: tuple[Note, ...] = ()
        if not found.is_enough and _may_be_widened(scope.question):
            widened = (Widened(scope.question.seasons, scope.question.aspects),)
            scope = scope.of_seasons(())
            found = self._found(scope)
        if not found.is_enough:
            return self._decline(scope, Refusal(what_is_missing(scope.question, scope.snapshot)))
        notes = (*unsaid, *widened, *self._compared(scope), *_repeated(found.evidence))
        return self._answered(known if known.question.compares_seasons else scope, found.evidence, notes)

    def _found(self, asked: _Asked) -> _Found:
        evidence = self._gather(asked)
        return _Found(evidence, is_sufficient(evidence, asked.question, asked.snapshot))

    def _suggestions(self, snapshot: Snapshot) -> tuple[str, ...]:
        """Return the aspects that most reviews speak of, of those that this version knows."""
        known = [name for name in snapshot.records.aspect_reviews() if name in self._catalogue.aspects]
        return tuple(known[:_MOST_SUGGESTIONS])

    def _gather(self, asked: _Asked) -> Evidence:
        return gather(
            asked.snapshot,
            asked.understood,
            self._catalogue,
            self._judgement,
            watched=asked.watched,
            reranker=self._reranker,
        )

    def _compared(self, asked: _Asked) -> tuple[Note, ...]:
        """Return each season's verdict where they are compared; of worth, no passage need be searched for."""
        if not asked.question.compares_seasons or not asked.question.seasons:
            return ()

        def of(season: int) -> Tally:
            if asked.question.asks_worth:
                return asked.snapshot.records.tally((season,))
            return self._gather(asked.of_seasons((season,))).tally

        return (Compared(tuple((one, verdict(of(one).stances)) for one in asked.question.seasons)),)

    def _answered(self, asked: _Asked, evidence: Evidence, notes: tuple[Note, ...]) -> Answered:
        kind = asked.question.kind
        chosen = choose(asked.snapshot, evidence, asked.question, watched=asked.watched)
        return Answered(
            question=asked.question,
            show=asked.show,
            quotes=chosen,
            coverage=Coverage(asked.snapshot.manifest.reviews, evidence.reviews),
            index=asked.stamp,
            milliseconds=asked.milliseconds,
            verdict=None if kind is Kind.FACT else verdict(evidence.tally.stances),
            notes=notes if chosen else (*notes, self._nothing_quoted(asked, evidence)),
        )

    @staticmethod
    def _nothing_quoted(asked: _Asked, evidence: Evidence) -> Note:
        hidden = is_kept_back(evidence, asked.question, watched=asked.watched)
        return NothingMore() if asked.question.quoted and not hidden else Ahead()

    def _decline(self, asked: _Asked, refused: Refusal) -> Declined:
        hits: list[Hit] = []
        if refused.near:
            spoken_of = asked.snapshot.records.aspect_reviews().keys()
            about = Scope(aspects=tuple(name for name in asked.question.aspects if name in spoken_of))
            nearest = find_passages(asked.snapshot, asked.query, asked.understood.encoded, scope=about)
            hits = unspoiled(nearest, watched=asked.watched)[:_CLOSEST]
        return Declined(
            question=asked.question,
            show=asked.show,
            quotes=quotes(asked.snapshot, hits, {}),
            coverage=Coverage(asked.snapshot.manifest.reviews, 0),
            index=asked.stamp,
            milliseconds=asked.milliseconds,
            missing=refused.missing,
            names=refused.names,
            seasons=asked.snapshot.records.season_reviews(),
            suggestions=self._suggestions(asked.snapshot),
        )


def _of_known_seasons(asked: _Asked) -> tuple[_Asked, tuple[Note, ...]]:
    """Return a question less the seasons that no passage is about, and the note of those."""
    seasons = asked.question.seasons
    unsaid = unknown_seasons(seasons, asked.snapshot)
    if not unsaid:
        return asked, ()
    known = tuple(season for season in seasons if season not in unsaid)
    return asked.of_seasons(known), (SeasonsUnsaid(unsaid),)


def _searched_in(asked: _Asked) -> _Asked:
    """Return a question as it is searched for: of every season where it compares them all."""
    if asked.question.seasons or not asked.question.compares_seasons:
        return asked
    return asked.of_seasons(tuple(asked.snapshot.records.season_reviews()))


def _repeated(evidence: Evidence) -> tuple[Note, ...]:
    return (Repeated(evidence.tally.repeating),) if evidence.tally.repeating else ()


def _may_be_widened(question: Question) -> bool:
    """Tell whether a question of seasons may be answered for the show; one season's facts are its own."""
    return bool(question.seasons and question.aspects) and question.kind is not Kind.FACT
