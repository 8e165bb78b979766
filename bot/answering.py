"""From a question to an answer: understood, searched, counted, quoted."""

import time
from dataclasses import dataclass, replace
from functools import lru_cache

from bot import answerability
from bot.conversation import merge
from bot.evidence import Evidence, closest, gather
from bot.model import (
    Answered,
    Coverage,
    Declined,
    IndexStamp,
    Kind,
    Question,
    Reply,
    SearchPage,
    Topic,
    WhichShow,
)
from bot.progress import NO_PROGRESS, Progress
from bot.question import named_shows, nearest_aspect, tidy, understand, without_names
from bot.quoting import choose, covered, quotes, unspoiled
from bot.verdict import tally
from bot.wording import or_list, season_runs
from index import (
    AspectCatalogue,
    EmptyLibraryError,
    Encoded,
    Encoder,
    Hit,
    Library,
    Polarity,
    Reranker,
    Scope,
    Show,
    Snapshot,
    find_passages,
)

_CLOSEST = 2
"""Quotes shown with "the reviews don't say"."""
_MOST_SUGGESTIONS = 3
_REMEMBERED = 64
"""Questions whose vectors are kept, at some 15 KB each: one question is encoded once while it is answered."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question against one show's open snapshot."""

    question: Question
    query: str
    show: Show
    snapshot: Snapshot
    watched: int | None
    started: float

    @property
    def stamp(self) -> IndexStamp:
        manifest = self.snapshot.manifest
        return IndexStamp(manifest.id, manifest.built_at, manifest.model.name)

    @property
    def milliseconds(self) -> float:
        return round((time.perf_counter() - self.started) * 1000, 2)


class Answerer:
    """Answers questions from a library; safe to use from several threads."""

    def __init__(
        self,
        library: Library,
        encoder: Encoder,
        catalogue: AspectCatalogue,
        *,
        default_show: str | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        self._library = library
        self._encoder = encoder
        self._catalogue = catalogue
        self._default_show = default_show
        self._reranker = reranker
        self._encode = lru_cache(maxsize=_REMEMBERED)(self._encode_once)

    def ask(
        self,
        text: str,
        *,
        show: str | None = None,
        topic: Topic | None = None,
        progress: Progress = NO_PROGRESS,
    ) -> Reply:
        """Return what the reviews say to a question.

        ``show`` holds the question to one show; ``topic`` is what the conversation
        is about, for a question that leaves something out; ``progress`` keeps what
        the viewer hasn't watched from them. Raises UnknownShowError, NoIndexError,
        SnapshotError or ModelError.
        """
        started = time.perf_counter()
        chosen = self._choose_show(text, show, topic)
        if isinstance(chosen, WhichShow):
            return chosen
        snapshot = self._library.snapshot(chosen.slug)
        question = merge(self._understand(text, chosen, snapshot), topic)
        query = without_names(question.about, chosen)
        asked = _Asked(question, query, chosen, snapshot, progress.watched(chosen.slug), started)
        return self._refusal(asked) or self._answer(asked)

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
        """Return the passages nearest to a query, best first; raises what ``ask`` raises.

        What speaks of seasons that the viewer hasn't watched is left out, or covered
        where ``season`` asks for it.
        """
        query = tidy(query)
        chosen = self._choose_show(query, show, None)
        if isinstance(chosen, WhichShow):
            return chosen
        snapshot = self._library.snapshot(chosen.slug)
        scope = Scope(seasons=(season,) if season else (), polarity=stance)
        if answerability.is_nonsense(query):
            return SearchPage(query, chosen, ())
        watched = progress.watched(chosen.slug)
        found = find_passages(snapshot, query, self._encode(query), scope=scope)
        asks_ahead = season is not None and watched is not None and season > watched
        shown = covered(found, watched=watched) if asks_ahead else unspoiled(found, watched=watched)
        return SearchPage(query, chosen, quotes(snapshot, shown[:limit], {}))

    def _understand(self, text: str, show: Show, snapshot: Snapshot) -> Question:
        """Return what the text asks, read by its words and, where they name no aspect, by its meaning."""
        by_words = understand(text, self._catalogue, last_season=show.seasons)
        if by_words.aspects or by_words.kind is Kind.VERDICT:
            return by_words
        encoded = self._encode(without_names(by_words.text, show))
        meaning = nearest_aspect(encoded.vector, *snapshot.records.aspect_questions())
        return understand(text, self._catalogue, last_season=show.seasons, meaning=meaning)

    def _encode_once(self, text: str) -> Encoded:
        return self._encoder.encode_tokens([text])[0]

    def _choose_show(self, text: str, show: str | None, topic: Topic | None) -> Show | WhichShow:
        if show:
            return self._library.show(show)
        shows = self._library.indexed()
        named = named_shows(text, shows)
        if len(named) == 1:
            return named[0]
        if topic and not named:
            return self._library.show(topic.show)
        candidates = named or shows or self._library.shows()
        if not candidates:
            raise EmptyLibraryError
        if len(candidates) == 1:
            return candidates[0]
        if self._default_show and not named:
            return self._library.show(self._default_show)
        return WhichShow(understand(text, self._catalogue), tuple(candidates))

    def _refusal(self, asked: _Asked) -> Declined | None:
        """Return why the reviews can't say, where the question alone shows it; else None."""
        if answerability.is_nonsense(asked.query) or answerability.is_command(asked.query):
            return self._decline(asked, "There is no question in that that reviews could answer.", near=False)
        names = answerability.unknown_names(asked.query, asked.snapshot)
        names = names or answerability.unknown_subject(asked.question, asked.query, asked.snapshot)
        if names:
            return self._decline(asked, f"No review mentions {or_list(names)}.")
        seasons = asked.question.seasons
        missing = answerability.unknown_seasons(seasons, asked.snapshot)
        if missing and missing == seasons:
            return self._decline(asked, f"No review speaks of {_seasons(missing)}.", near=False)
        cues = answerability.unheld_cues(asked.question, asked.snapshot)
        return self._decline(asked, f"No review mentions {or_list(cues)}.") if cues else None

    def _answer(self, asked: _Asked) -> Reply:
        notes: list[str] = []
        if missing := answerability.unknown_seasons(asked.question.seasons, asked.snapshot):
            notes.append(f"No review speaks of {_seasons(missing)}.")
            known = tuple(season for season in asked.question.seasons if season not in missing)
            asked = replace(asked, question=replace(asked.question, seasons=known))
        evidence = self._gather(asked)
        if asked.question.seasons and asked.question.aspects and not evidence.hits:
            notes.append(self._widened(asked.question))
            asked = replace(asked, question=replace(asked.question, seasons=()))
            evidence = self._gather(asked)
        if not answerability.is_answered(evidence, asked.question, asked.query, asked.snapshot):
            return self._decline(asked, self._unsaid(asked.question))
        if asked.question.compares_seasons:
            notes.append(self._compared(asked))
        if evidence.repeats:
            notes.append(f"Reviews that repeat another one count once ({evidence.repeats} left out).")
        return self._answered(asked, evidence, tuple(notes))

    def _gather(self, asked: _Asked) -> Evidence:
        encoded = self._encode(asked.query)
        return gather(asked.snapshot, asked.question, asked.query, encoded, reranker=self._reranker)

    def _compared(self, asked: _Asked) -> str:
        """Return the tally of each season that reviews speak of, as a sentence."""
        parts = []
        for season in asked.snapshot.records.season_reviews():
            of_season = replace(asked, question=replace(asked.question, seasons=(season,)))
            verdict = tally(self._gather(of_season).stances.values())
            sides = f"{verdict.positive} positive, {verdict.negative} negative"
            parts.append(f"season {season}: {sides} of {verdict.reviews}")
        return f"By season, {'; '.join(parts)}." if parts else "No review speaks of one season."

    def _widened(self, question: Question) -> str:
        labels = or_list([self._catalogue[name].label for name in question.aspects])
        about = f"the {labels} of {_seasons(question.seasons)} alone"
        return f"No review speaks of {about}, so this is for the whole show."

    def _answered(self, asked: _Asked, evidence: Evidence, notes: tuple[str, ...]) -> Answered:
        kind = asked.question.kind
        chosen = choose(asked.snapshot, evidence, asked.question, watched=asked.watched)
        if not chosen:
            notes = (*notes, "What viewers wrote goes beyond what you have watched, so it isn't quoted.")
        return Answered(
            question=asked.question,
            show=asked.show,
            quotes=chosen,
            coverage=Coverage(asked.snapshot.manifest.reviews, evidence.reviews),
            index=asked.stamp,
            milliseconds=asked.milliseconds,
            verdict=None if kind is Kind.FACT else tally(evidence.stances.values()),
            notes=notes,
        )

    def _decline(self, asked: _Asked, missing: str, *, near: bool = True) -> Declined:
        hits: list[Hit] = []
        if near:
            found = closest(asked.snapshot, asked.query, self._encode(asked.query), limit=_CLOSEST * 3)
            hits = unspoiled(found, watched=asked.watched)[:_CLOSEST]
        return Declined(
            question=asked.question,
            show=asked.show,
            quotes=quotes(asked.snapshot, hits, {}),
            coverage=Coverage(asked.snapshot.manifest.reviews, 0),
            index=asked.stamp,
            milliseconds=asked.milliseconds,
            missing=missing,
            covered=_coverage_words(asked.show, asked.snapshot),
            suggestions=self._suggestions(asked.snapshot),
        )

    def _unsaid(self, question: Question) -> str:
        if not question.aspects:
            return "The reviews don't say."
        labels = [self._catalogue[name].label for name in question.aspects]
        return f"The reviews don't say: none speaks of the {or_list(labels)}."

    def _suggestions(self, snapshot: Snapshot) -> tuple[str, ...]:
        """Return questions about the aspects that most reviews speak of."""
        aspects = list(snapshot.records.aspect_reviews())[:_MOST_SUGGESTIONS]
        return tuple(self._catalogue[name].suggest for name in aspects)


def _seasons(seasons: tuple[int, ...]) -> str:
    return f"season {or_list(season_runs(seasons))}"


def _coverage_words(show: Show, snapshot: Snapshot) -> str:
    seasons = snapshot.records.season_reviews()
    reviews = f"There are {snapshot.manifest.reviews} reviews of {show.title}"
    if not seasons:
        return f"{reviews}; none names a season."
    parts = [f"{season} ({count} review{'s' if count > 1 else ''})" for season, count in seasons.items()]
    if len(parts) == 1:
        return f"{reviews}; season {parts[0]} is covered."
    return f"{reviews}; seasons {', '.join(parts[:-1])} and {parts[-1]} are covered."
