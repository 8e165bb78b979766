"""A question as typed into a question as understood: by rule, and by its meaning where that is sure."""

import re

from bot.understanding.clean import is_of_show_alone, stands_alone, tidy
from bot.understanding.intent import Intent, Wish, surely
from bot.understanding.kinds import asks_for_whom, asks_for_whom_not, kind_of
from bot.understanding.question import Kind, Question
from bot.understanding.seasons import (
    COUNT,
    asked_seasons,
    asks_news,
    compares_seasons,
    is_comparison,
    is_held_against_one,
)
from bot.understanding.sides import asks_for_a_review, side_meant, sought_side
from index import WORTH, AspectCatalogue

_MEANT_FROM = 0.4
"""Likelihood from which a question asks for an aspect that no word of it names."""
_IN_GENERAL = re.compile(
    r"^\W*(?:(?:so|and|ok|hey)\s+)?(?:tell\s+me\s+about|(?:what|how)(?:['’]?s|\s+(?:is|was)))\s+"
    rf"(?:it|this|that|(?:the|this)\s+(?:show|series|film|movie)|s\s*\d+|(?:season|series)\s+{COUNT}|"
    r"the\s+(?:first|second|third|fourth|fifth|last|final|new|latest)\s+(?:season|series))"
    r"(?:\s+(?:like|overall|in\s+general|so\s+far))?\W*$|"
    r"^\W*(?:(?:so|and|ok|okay|hey|yo|bro|guys|honestly|like)\W+)*(?:is\s+(?:it|this|that|(?:this|the)\s+(?:show|series))\s+)?"
    r"(?:over-?rated|under-?rated|over-?hyped|any\s+good|good|bad|worth\s+it|trash|mid|peak|fire|ass|goated)"
    r"(?:\s+or\s+(?:not|what|nah|no|naw|bad|good|mid|trash|peak|fire))?\W*$",
    re.IGNORECASE,
)
_WORTH = "Is it worth watching?"
"""What is searched for where a question names nothing to search for."""
_RECOMMENDED_TO = "I would recommend it to anyone who likes"
"""What is searched for where a question wants to know who would like the show."""
_WARNED_OFF = "If you want something else, don't watch this, it's not for you"
"""What is searched for where it wants to know who wouldn't."""
_HOW_MANY = re.compile(
    r"^\W*(?:(?:so|and|ok|hey|but)\s+)?how\s+many\s+(?:of\s+(?:the\s+)?)?(?:"
    r"(?:(?:people|viewers?|reviewers?|fans?|them|you(?:\s+guys)?)\s+)?(?:actually\s+|really\s+)?(?:(?:dis)?liked?|loved?|hated?|"
    r"enjoy(?:ed)?|recommend(?:ed)?|would\s+recommend|(?:were|was)\s+disappointed(?:\s+(?:by|with|in))?)\s+(?:it|this|the\s+(?:show|series))|"
    r"(?:(?:positive|negative|good|bad|mixed)\s+(?:and|or|vs\.?)?\s*)+(?:reviews?|opinions?|ratings?)(?:\s+(?:are|were)\s+there)?"
    r"(?:\s+(?:does|did)\s+it\s+(?:have|get))?)\W*$",
    re.IGNORECASE,
)
_LIKENED = re.compile(
    r"\b(?:(?:is|was|are|feels?|looks?|sounds?|anything|something|much|more|bit)(?:\s+(?:it|this|the\s+(?:show|series)))?"
    r"(?:\s+(?:anything|at\s+all|a\s+(?:bit|lot)|much))?\s+like|similar\s+to|reminds?\b[^?]{0,200}\bof|rip-?off|copy)\b",
    re.IGNORECASE,
)


def understand(
    text: str,
    catalogue: AspectCatalogue,
    *,
    last_season: int | None = None,
    intent: Intent | None = None,
    unnamed: str | None = None,
) -> Question:
    """Return what the text asks.

    ``last_season`` is what "the last season" means. ``intent`` is what the text's meaning tells,
    taken where it is sure, and for the aspects where the text has a cue for none. ``unnamed`` is
    the text less the show's names, where it holds any.
    """
    asked = tidy(text)
    cued = catalogue.asked(asked)
    general = _is_general(asked, asked if unnamed is None else tidy(unnamed))
    seasons = asked_seasons(asked, last_season)
    against_others = len(seasons) == 1 and is_held_against_one(asked)
    seasons = () if against_others else seasons
    meant = tuple(name for name in _meant(intent, catalogue) if not (seasons and catalogue[name].placed))
    of_news = asks_news(asked)
    named = () if general or of_news or asks_for_whom(asked) or asks_for_whom_not(asked) else cued or meant
    aspects = tuple(name for name in named if name != WORTH)
    compares = (
        against_others
        or compares_seasons(asked, seasons)
        or (not aspects and not seasons and surely(intent, Wish.COMPARE))
    )
    compares = compares and not (aspects and all(catalogue[name].fact for name in aspects))
    sought = None if compares else sought_side(asked) or side_meant(intent)
    return Question(
        text=asked,
        about=_searched_for(asked, seasons, general=general and not seasons),
        kind=Kind.VERDICT
        if general and not compares
        else kind_of(asked, aspects, catalogue, intent, seasons=seasons, compares=compares, sought=sought),
        seasons=seasons,
        aspects=aspects,
        stands_alone=stands_alone(asked),
        is_cued=bool(cued),
        compares_seasons=compares,
        likens=not compares and (is_comparison(asked) or _LIKENED.search(asked) is not None),
        narrowings=catalogue.narrowed(asked),
        sought=sought,
        asks_news=of_news,
    )


def worth_of(seasons: tuple[int, ...]) -> str:
    """Return what is searched for where a question says no more than that it is of seasons, or the show."""
    if not seasons:
        return _WORTH
    *others, last = map(str, seasons)
    named = f"{', '.join(others)} and {last}" if others else last
    return f"Is season {named} worth watching?"


def _searched_for(asked: str, seasons: tuple[int, ...], *, general: bool) -> str:
    if asks_for_whom(asked):
        return _RECOMMENDED_TO
    if asks_for_whom_not(asked):
        return _WARNED_OFF
    return worth_of(seasons) if general or asks_for_a_review(asked) else asked


def _is_general(asked: str, unnamed: str) -> bool:
    """Tell whether a text asks for the show as a whole; ``unnamed`` is it less the show's names."""
    of_show_alone = unnamed != asked and is_of_show_alone(unnamed)
    return of_show_alone or (_IN_GENERAL.match(asked) or _HOW_MANY.match(asked)) is not None


def _meant(intent: Intent | None, catalogue: AspectCatalogue) -> tuple[str, ...]:
    """Return the aspects that a text means though it has a cue for none, in the catalogue's order."""
    likely = intent.aspects if intent else {}
    return tuple(name for name in catalogue.aspects if likely.get(name, 0.0) >= _MEANT_FROM)
