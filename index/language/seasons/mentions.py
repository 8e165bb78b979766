"""The seasons that a text names, and whether it judges them.

"Season 3", "series 3", "S3", "third season", "seasons 1 & 2", "first two seasons", "season one to three",
"saison 3". A mention that hopes, waits or wonders ("I hope there's a third season", "not yet a S3") is a
wish, no opinion.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.language import numbers
from index.language.english import ENGLISH
from index.language.templates import Found

HIGHEST_SEASON = 60
"""No show has more seasons than this; a larger number is a year or an episode."""
_COUPLE = 2
_LISTS = ("numbers", "digits", "ordinals", "ordinal")
"""The slots of seasons' numbers."""
_REMEMBERED = 4096
"""Texts whose mentions are kept: a question is read for them by several, the same passages come near most."""
_MARK = re.compile(r"[;:…]|\.{2,}|[.!?](?=\s)|,\s")
"""Punctuation between clauses."""
NEAR = 240
"""Characters before a sentence in which seasons may have been counted: "I saw both seasons. The first …"."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Seasons named at a span of a text; a wish is no opinion of them."""

    seasons: tuple[int, ...]
    start: int
    end: int
    wish: bool = False
    in_passing: bool = False
    """Named as a point in time ("after season 2"), not as what is judged."""

    @property
    def is_judged(self) -> bool:
        """Whether the text may say something of them."""
        return not self.wish and not self.in_passing


@dataclass(frozen=True, slots=True)
class Edge:
    """Where one clause ends and the next begins."""

    start: int
    end: int
    turns: bool
    """A conjunction stands there: "but", "whereas"."""


@lru_cache(maxsize=_REMEMBERED)
def mentions(text: str, *, last_season: int | None = None, of_seasons: bool = False) -> tuple[Mention, ...]:
    """Return the season mentions of a text in order.

    ``last_season`` is what "the last season" means; without it that isn't a mention.
    With ``of_seasons`` the text is known to go on about seasons, so that "the second"
    is one; a mention before it in the text says so too.
    """
    raw = list(_raw_mentions(text, last_season)) if may_name_season(text) else []
    talk_from = 0 if of_seasons else min((mention.end for mention in raw), default=len(text))
    if talk_from < len(text):
        raw += [_mention(found) for found in ENGLISH.every("season_bare", text, talk_from)]
    kept: list[Mention] = []
    for mention in sorted(raw, key=lambda mention: (mention.start, -mention.end)):
        if mention.seasons and (not kept or mention.start >= kept[-1].end):
            kept.append(mention)
    return tuple(_with_moods(kept, text)) if kept else ()


@lru_cache(maxsize=_REMEMBERED)
def named_seasons(text: str, *, last_season: int | None = None) -> tuple[int, ...]:
    """Return every season that the text names, sorted, wishes included."""
    named = mentions(text, last_season=last_season)
    return tuple(sorted({season for mention in named for season in mention.seasons}))


def without_mentions(text: str, *, of_seasons: bool = False) -> str:
    """Return the text with a space for every season that it names."""
    for mention in reversed(mentions(text, of_seasons=of_seasons)):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    return text


def season_words(season: int) -> tuple[str, ...]:
    """Return the words that stand for a season's number: "3", "s3", "three", "third"."""
    return (str(season), f"s{season}", *numbers.spelled(season))


def may_name_season(text: str) -> bool:
    """Tell whether a text may name a season, quickly: False is sure."""
    return numbers.naming_season().search(text) is not None


def counts_seasons(text: str) -> bool:
    """Tell whether a text speaks of several seasons by their number: "the first" may be one of them then."""
    return may_name_season(text) and ENGLISH.holds("seasons_counted", text)


def seasons_counted(text: str, start: int) -> bool:
    """Tell whether seasons were counted shortly before a place of a text."""
    return counts_seasons(text[max(0, start - NEAR) : start])


def clause_edges(text: str, start: int = 0, end: int | None = None) -> list[Edge]:
    """Return where clauses end within a span of the text, in order."""
    last = len(text) if end is None else end
    marks = [Edge(mark.start(), mark.end(), turns=False) for mark in _MARK.finditer(text, start, last)]
    turns = [Edge(turn.start, turn.end, turns=True) for turn in ENGLISH.every("turn", text, start, last)]
    return sorted([*marks, *turns], key=lambda edge: edge.start)


def _raw_mentions(text: str, last_season: int | None) -> Iterator[Mention]:
    for found in ENGLISH.every("season_first_few", text):
        count = numbers.value(found.slots.get("number", "")) or _COUPLE
        yield Mention(tuple(range(1, min(count, HIGHEST_SEASON) + 1)), found.start, found.end)
    for rule in ("season_numbered", "season_short", "season_nth"):
        yield from map(_mention, ENGLISH.every(rule, text))
    if last_season:
        for found in ENGLISH.every("season_last", text):
            yield Mention((last_season,), found.start, found.end)


def _mention(found: Found) -> Mention:
    listed = next(found[slot] for slot in _LISTS if slot in found.slots)
    named = tuple(season for season in numbers.listed(listed) if 1 <= season <= HIGHEST_SEASON)
    return Mention(named, found.start, found.end)


def _with_moods(found: Sequence[Mention], text: str) -> Iterator[Mention]:
    """Yield mentions, in order, as wishes or named in passing where their clauses tell so."""
    edges = [0, *(edge.end for edge in clause_edges(text)), len(text)]
    wished_from: dict[int, int] = {}
    """Where the first wish of a clause has been said, by where the clause starts."""
    for mention in found:
        place = bisect_right(edges, mention.start, hi=len(edges) - 1)
        start, end = edges[place - 1], edges[place]
        if start not in wished_from:
            wish = ENGLISH.search("wish_before", text, start, end)
            wished_from[start] = wish.end if wish else len(text) + 1
        yield replace(
            mention,
            wish=wished_from[start] <= mention.start
            or ENGLISH.holds("wish_just_before", text, start, mention.start)
            or ENGLISH.holds("wish_after", text, mention.end),
            in_passing=ENGLISH.holds("point_in_time", text, start, mention.start),
        )
