"""Why reviews can't say to a question, where the question and what they hold at all already show it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.answering.english import PASSAGES
from bot.answering.names import folded, names_known, proper_names
from bot.answering.reply import Missing
from bot.understanding.english import QUESTIONS
from bot.understanding.question import Kind
from bot.understanding.reader import Understood
from index import (
    Narrowing,
    Passage,
    Snapshot,
    content_words,
    named_seasons,
    season_words,
    value,
    without_mentions,
    words,
    words_held,
)

_LOOKED_AT, _AT_ONCE = 50, 5
"""Passages with a word's stem that are looked through for the word, and how many are read at once."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the reviews can't say: what is missing; ``near``: they may hold something close."""

    missing: Missing
    names: tuple[str, ...] = ()
    near: bool = True


def refusal(understood: Understood, snapshot: Snapshot) -> Refusal | None:
    """Return the first reason why the reviews can't say, None where none shows before searching."""
    for reason in _REASONS:
        if found := reason(understood, snapshot):
            return found
    return None


def unknown_seasons(seasons: tuple[int, ...], snapshot: Snapshot) -> tuple[int, ...]:
    """Return the seasons asked for that no passage is about."""
    covered = snapshot.records.season_reviews() if seasons else {}
    return tuple(season for season in seasons if season not in covered)


def _asks_nothing(understood: Understood, snapshot: Snapshot) -> Refusal | None:
    del snapshot
    return Refusal(Missing.QUESTION, near=False) if understood.question.is_chatter else None


def _names_unknown(understood: Understood, snapshot: Snapshot) -> Refusal | None:
    """Refuse for proper names that no review mentions, as typed."""
    named = proper_names(without_mentions(understood.query))
    return _of_names(tuple(name for name in named if not _is_mentioned(name, snapshot)))


def _other_show(understood: Understood, snapshot: Snapshot) -> Refusal | None:
    """Refuse for a show described by what it is about, where no review speaks of that."""
    other = QUESTIONS.search("of_show_about", understood.query)
    named = content_words(other["subject"]) if other else []
    if not other or not named or any(_is_held(word, snapshot) for word in named):
        return None
    return _of_names((_without_article(other["subject"]),))


def _other_subject(understood: Understood, snapshot: Snapshot) -> Refusal | None:
    """Refuse for what a question for worth is about when that is another show: no review names it either."""
    question = understood.question
    found = QUESTIONS.search("subject", understood.query)
    if not found or question.kind is Kind.FACT or question.seasons:
        return None
    subject = found["subject"].strip()
    may_be_worded_otherwise = question.is_cued and subject.lower().startswith("the ")  # "the camera work"
    if may_be_worded_otherwise or QUESTIONS.holds("episode", subject):
        return None
    known = not content_words(subject) or _is_mentioned(subject, snapshot) or names_known(subject, snapshot)
    return None if known else _of_names((_without_article(subject),))


def _seasons_unknown(understood: Understood, snapshot: Snapshot) -> Refusal | None:
    """Refuse where no passage is about any of the seasons asked for."""
    seasons = understood.question.seasons
    unsaid = unknown_seasons(seasons, snapshot)
    return Refusal(Missing.SEASONS, near=False) if unsaid and unsaid == seasons else None


def _news_unknown(understood: Understood, snapshot: Snapshot) -> Refusal | None:
    """Refuse for seasons that a question for news names ("will there be a season 5") and no passage does."""
    asked = set(named_seasons(understood.query)) if understood.question.asks_news else set()
    for season in sorted(asked):
        passages = _passages_with([*season_words(season), "season", "series"], snapshot)
        asked -= {named for passage in passages for named in named_seasons(passage.text)}
    return _of_names(tuple(f"season {season}" for season in sorted(asked)), near=False)


def _episode_unknown(understood: Understood, snapshot: Snapshot) -> Refusal | None:
    """Refuse for the episode that a question asks about by its number, where no passage names it."""
    query = understood.query
    asked = QUESTIONS.search("episode", query)
    if not asked or QUESTIONS.holds("as_far_as", query, 0, asked.start):
        return None
    number = value(asked["number"])
    passages = _passages_with([*season_words(number), "episode", "ep"], snapshot)
    told = (found for passage in passages for found in PASSAGES.every("episode_told", passage.text))
    is_told = any(number in map(value, found.slots.values()) for found in told)
    return None if is_told else _of_names((f"episode {number}",))


def _cues_unheld(understood: Understood, snapshot: Snapshot) -> Refusal | None:
    """Refuse for the cues that only passages naming the same could answer, where none does.

    Where an aspect may be spoken of in other words ("a beating with a shovel"), no passage may speak of it.
    """
    spoken_of = snapshot.records.aspect_reviews().keys()
    cues = tuple(
        narrowing.cue
        for narrowing in understood.question.narrowings
        if narrowing.aspect.strict
        and (
            narrowing.aspect.name not in spoken_of
            or (narrowing.aspect.by_name and not _is_met(narrowing, snapshot))
        )
    )
    return Refusal(Missing.CUES, cues) if cues else None


_REASONS: tuple[Callable[[Understood, Snapshot], Refusal | None], ...] = (
    _asks_nothing,
    _names_unknown,
    _other_show,
    _other_subject,
    _seasons_unknown,
    _news_unknown,
    _episode_unknown,
    _cues_unheld,
)
"""Every reason, in the order in which they are looked for."""


def _of_names(names: tuple[str, ...], *, near: bool = True) -> Refusal | None:
    return Refusal(Missing.NAMES, names, near) if names else None


def _is_met(narrowing: Narrowing, snapshot: Snapshot) -> bool:
    """Tell whether a passage of the aspect holds one of the group's cues."""
    spelled = [form for word in narrowing.group.words for form in (word, f"{word}s")]
    passages = _passages_with(spelled, snapshot, aspects=(narrowing.aspect.name,))
    return any(narrowing.group.search(passage.text) for passage in passages)


def _passages_with(
    spelled: Sequence[str], snapshot: Snapshot, *, aspects: Sequence[str] = ()
) -> list[Passage]:
    """Return the passages that hold most of the words, of the aspects if any are given."""
    found = snapshot.lexical.best(spelled, _LOOKED_AT, aspects=aspects)
    return list(snapshot.records.passages([number for number, _ in found]).values())


def _without_article(subject: str) -> str:
    article = PASSAGES.search("article", subject)
    return subject[article.end if article else 0 :].strip()


def _is_mentioned(name: str, snapshot: Snapshot) -> bool:
    return all(_is_held(word, snapshot) for word in content_words(name) or words(name))


def _is_held(word: str, snapshot: Snapshot) -> bool:
    """Tell whether a passage holds the word or its plural: stems alone take "severance" for "several"."""
    found = [number for number, _ in snapshot.lexical.best([word, f"{word}s"], _LOOKED_AT)]
    alike = folded(word).removesuffix("s")
    return any(
        alike == folded(held).removesuffix("s")
        for first in range(0, len(found), _AT_ONCE)
        for passage in snapshot.records.passages(found[first : first + _AT_ONCE]).values()
        for held in words_held(passage.text)
    )
