"""Which seasons a review goes on about: a season stays its topic until it turns elsewhere."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from index.domain import Passage
from index.language.english import ENGLISH
from index.language.seasons.mentions import (
    NEAR,
    Edge,
    Mention,
    clause_edges,
    counts_seasons,
    may_name_season,
    mentions,
    without_mentions,
)
from index.language.words import words

_EVEN = "even "


def turns(sentence: str, *, of_seasons: bool = False) -> list[int]:
    """Return where a sentence turns from one season to another: "season 1 is great, | season 3 isn't".

    Each part says something of its own seasons; a list of seasons and a comparison have none.
    With ``of_seasons`` the talk is of seasons already, so that "the first" is one.
    """
    if not of_seasons and not may_name_season(sentence):
        return []
    judged = [mention for mention in mentions(sentence, of_seasons=of_seasons) if mention.is_judged]
    found = [
        turn
        for one, other in pairwise(judged)
        if not set(one.seasons) & set(other.seasons)
        and (turn := _turn(sentence, clause_edges(sentence, one.end, other.start), other)) is not None
    ]
    parts = [sentence[start:end] for start, end in pairwise([0, *found, len(sentence)])]
    return found if all(map(_says_something, parts)) else []


def tag_seasons(passages: Iterable[Passage], *, last_season: int | None = None) -> tuple[Passage, ...]:
    """Return one review's passages with the seasons that each is about.

    A season stays the topic until the next mention or until the review turns
    to the whole show. A passage whose only mentions are wishes is marked so.
    """
    topic: tuple[int, ...] = ()
    counted_to = -NEAR
    tagged: list[Passage] = []
    for passage in passages:
        counted = passage.start - counted_to < NEAR
        found = mentions(passage.text, last_season=last_season, of_seasons=counted or bool(topic))
        counted_to = passage.end if counts_seasons(passage.text) else counted_to
        judged = [mention.seasons for mention in found if mention.is_judged]
        if judged:
            seasons = tuple(sorted({season for own in judged for season in own}))
            tagged.append(replace(passage, seasons=seasons))
            topic = judged[-1]
            continue
        wish = any(mention.wish for mention in found)
        if topic and (wish or ENGLISH.holds("turns_to_show", passage.text)):
            topic = ()
        tagged.append(replace(passage, seasons=topic, wish=wish) if topic or wish else passage)
    return tuple(tagged)


def _turn(sentence: str, edges: Sequence[Edge], to: Mention) -> int | None:
    """Return where a sentence turns to a mention, at one of the clauses' edges before it, if it does.

    After a bare comma its season must come at once: "…, season 2 meh", not "…, bad in season 2".
    """
    if not edges:
        return None
    last = edges[-1]
    if last.turns:
        return last.start - len(_EVEN) * sentence[: last.start].lower().endswith(_EVEN)
    return last.end if ENGLISH.holds("at_once", sentence, last.end, to.start) else None


def _says_something(part: str) -> bool:
    """Tell whether a part of a sentence says something of the seasons it names, and compares them to none."""
    said = set(words(without_mentions(part, of_seasons=True))) - ENGLISH.words("beside_seasons")
    return bool(said) and not ENGLISH.holds("held_against", part)
