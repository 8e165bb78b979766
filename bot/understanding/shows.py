"""The names of shows in what viewers type."""

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.understanding.spelling import alike, tidy
from index import Show, words

_WORD = re.compile(r"[^\W_]+")
_REMEMBERED = 4096
"""Names of shows whose words are kept: all are looked at for every question that names none."""
_SINGLE_FROM = 8
"""Letters of a name of one word that may have a slip: shorter ones are too near to other words."""


def named_shows(text: str, shows: list[Show]) -> list[Show]:
    """Return the shows that the text names by title, alias or slug.

    A name of one word counts in lower case only where no name stands in capitals
    and the question isn't about "it": "is it dark?" doesn't name the show Dark.
    """
    named = [show for show in shows if any(_names(name, text) for name in show.names)]
    surely = [
        show
        for show in named
        if any(" " in name or name in text for name in show.names if _names(name, text))
    ]
    if surely or "it" in words(text):
        return surely
    return named


def names_mended(text: str, shows: Sequence[Show]) -> str:
    """Return the text with a show's name that was typed with a slip as it should be."""
    found = list(_WORD.finditer(text))
    typed = [word[0].casefold() for word in found]
    initials = {word[0] for word in typed}
    for name in (name for show in shows for name in show.names):
        spelled = _words_of(name)
        if not spelled or spelled[0][0] not in initials:  # most of a thousand shows
            continue
        for first in range(len(typed) - len(spelled) + 1):
            if _is_slip(typed[first : first + len(spelled)], spelled):
                start, end = found[first].start(), found[first + len(spelled) - 1].end()
                return f"{text[:start]}{name}{text[end:]}"
    return text


def _is_slip(typed: Sequence[str], spelled: Sequence[str]) -> bool:
    """Tell whether a name was typed with slips."""
    pairs = [(one, other) for one, other in zip(typed, spelled, strict=True) if one != other]
    if not pairs or (len(spelled) == 1 and len(spelled[0]) < _SINGLE_FROM):
        return False
    return all(alike(one, other) for one, other in pairs)


def words_of_names(show: Show) -> set[str]:
    """Return the words of the show's names, in lower case."""
    return {word for name in show.names for word in _words_of(name)}


@lru_cache(maxsize=_REMEMBERED)
def _words_of(name: str) -> list[str]:
    return [word[0] for word in _WORD.finditer(name.casefold())]


def without_names(text: str, show: Show) -> str:
    """Return the text less the show's own names: they say nothing about what is asked of it."""
    return tidy(_pattern_of(show.names).sub(" ", text))


@lru_cache(maxsize=_REMEMBERED)
def _pattern_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds any of the names, the longest that stands at a place."""
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


def _names(name: str, text: str) -> bool:
    # Most of a thousand shows are told apart without compiling a pattern for each.
    return (
        name.casefold() in text.casefold()
        and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) is not None
    )
