"""The seasons that a question asks for, and whether it sets them against each other."""

import re

from index import mentions, named_seasons

COUNT = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)"
# Whatever number is asked for: that no show has so many seasons is for the answer to say.
_ANY_SEASON = re.compile(r"\b(?:season|series|s)\s*(?P<number>-\d+|0|[1-9]\d{2,}|[6-9]\d)\b", re.IGNORECASE)
_GOING_ON = re.compile(
    r"\b(?:gets?\s+(?:better|worse|good|bad)|down\s*hill|improves?|declines?|falls?\s+off|holds?\s+up|stop|quit|end|finish|leave|drop\s+it|keep\s+(?:going|watching)|continue|carry\s+on|go\s+on|watch\s+on|"
    r"worth\s+(?:continuing|going\s+on))\b[^.?!]{0,30}\b(?:after|at|with|past|beyond)\s+(?:the\s+)?$|"
    r"\b(?:past|beyond)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_LONGEST_LEAD = 120
"""Characters before a season in which it may be said that what comes after it is asked for."""
_COMPARED = re.compile(
    r"\b(?:better|worse|weaker|stronger|improve\w*|as\s+good\s+as|as\s+bad\s+as|compare[sd]?|difference|differ|prefer|"
    r"vs|versus)\b",
    re.IGNORECASE,
)
_OVER_TIME = re.compile(
    r"\b(?:gets?|getting|got|become|becomes)\s+(?:\w+\s+)?(?:better|worse|good|bad|weaker|stronger)\b|\bgo(?:es)?\s+(?:down\s*hill|off\s+the\s+rails)\b|"
    r"\bdown\s*hill\b|\b(?:decline|fall\s+off|falls\s+off|tail\s+off|jump(?:s|ed)?\s+the\s+shark)\b|"
    r"\b(?:stay|stays|remain|remains|keep|keeps)\s+(?:being\s+)?(?:good|strong|up\s+the\s+quality)\b|\bpicks?\s+up\b|\bhold\s+up\s+(?:to|until|through)\b",
    re.IGNORECASE,
)
# "Worse than season 1?" asks for season 1 beside the others.
_HELD_AGAINST_ONE = re.compile(
    r"\b(?:(?:better|worse|weaker|stronger|duller|slower)\s+than|as\s+(?:good|bad)\s+as|different\s+(?:from|to|than))"
    r"\s+(?:in\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_SEVERAL = 2
# "Is the second one better than the first": of a show with so many seasons, that is what is counted.
_ONE_OF_THEM = re.compile(
    r"\bthe\s+(?P<nth>first|second|third|fourth|fifth|1st|2nd|3rd|4th|5th)(?:\s+one\b|(?=\s*(?:[?.!,;]|$|than\b|or\b)))",
    re.IGNORECASE,
)
# "I've seen 1 and 2, should I carry on?" asks for what comes after them.
_SEEN = re.compile(
    r"(?<!n['’]t\s)(?<!not\s)(?<!never\s)\b(?:watched|seen|finished|completed|done(?:\s+with)?|through)\b(?:\s+(?:only|just|both))*\s*"
    r"(?P<bare>\d{1,2}(?:\s*(?:,|&|\+|-|–|and|to)\s*\d{1,2})*)?(?P<clause>[^.;?!]*?)"
    r"(?=[.;?!]|,?\s+(?:should|shall|do|does|is|will|would|worth|keep|can)\b|,|$)",
    re.IGNORECASE,
)
_NO_MORE = re.compile(r"\s*(?:so\s+far|already|now|and)?\s*", re.IGNORECASE)
_ON = re.compile(
    r"\b(?:carry\s+on|continue|keep\s+(?:going|watching)|go\s+on|watch\s+on|move\s+on|the\s+rest(?!\s+of\b)|"
    r"what\s+comes\s+(?:next|after)|the\s+next(?:\s+one)?|worth\s+continuing)\b",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(
    rf"^\W*(?:(?:ok(?:ay)?|cool|so)\b\W*)*(?:and|or|what\s+about|how\s+about)\s+(?:number\s+|#\s*)?(?P<number>{COUNT})\W*$",
    re.IGNORECASE,
)
# "I've seen 1 and 2, is 3 worth it?"
_NUMBER_JUDGED = re.compile(
    r"^\W*(?:(?:so|and|but|ok)\s+)?(?:is|was|how(?:['’]?s|\s+is|\s+was))\s+(?P<number>\d{1,2})"
    r"(?:\s+(?:worth\s+(?:it|watching|seeing|my\s+time|a\s+watch)|any\s+good|good|bad|still\s+good))?\W*$",
    re.IGNORECASE,
)
# "Is there gonna be a season 4?" asks for news, not what it is like.
_WILL_THERE_BE = re.compile(
    r"\b(?:(?:will|is|are|gonna|going)\s+(?:there|they|it)\b[^?]{0,200}\b(?:be|get|make|come)|renewed|cancel+ed|"
    r"when\s+(?:is|does|will|are)\b[^?]{0,200}\b(?:out|come|coming|start|air|released?))\b|\bgonna\s+be\s+an?\b|"
    r"\b(?:is|are)\s+(?:(?:season|series|s)\s*\w+|the\s+\w+\s+(?:season|series))"
    r"\s+(?:coming|confirmed|happening|announced|planned)\b|\b(?:any|the)\s+news\s+(?:on|of|about)\b",
    re.IGNORECASE,
)
_WHICH_SEASON = re.compile(
    r"\b(?:best|worst|better|weakest|strongest|favou?rite)\s+seasons?\b|"
    r"\bwhich\s+(?:season|series)\b[^?]{0,200}\b(?:best|worst|better|weakest|strongest|good|bad|favou?rite|rated?|highest|"
    r"lowest|top|like[ds]?|prefer\w*|recommend\w*)\b|"
    r"\bwhich\s+(?:season|series)\s+(?:is|was|has|had)\s+(?:the\s+)?(?:most|least|(?!lat|long|short|new|earli)\w{3,}est)\b",
    re.IGNORECASE,
)


def asked_seasons(text: str, last_season: int | None) -> tuple[int, ...]:
    """Return the seasons that a text asks for, sorted; ``last_season`` is what "the last one" means."""
    if unseen := after_seen(text, last_season or 0):
        return unseen
    if _WILL_THERE_BE.search(text):
        return ()
    seasons = {int(found["number"]) for found in _ANY_SEASON.finditer(text)}
    if bare := _BARE_NUMBER.match(text) or _NUMBER_JUDGED.match(text):
        seasons.update(of for of in named_seasons(f"season {bare['number']}") if of <= (last_season or 0))
    for mention in mentions(text, last_season=last_season):
        if _GOING_ON.search(text, max(0, mention.start - _LONGEST_LEAD), mention.start):
            after = max(mention.seasons) + 1
            seasons.update(range(after, max(after, last_season or 0) + 1))
        else:
            seasons.update(mention.seasons)
    if not seasons or _COMPARED.search(text):
        seasons.update(_ones_of_them(text, last_season or 0))
    return tuple(sorted(seasons))


def is_comparison(text: str) -> bool:
    """Tell whether a text sets something against something else."""
    return _COMPARED.search(text) is not None


def compares_seasons(text: str, seasons: tuple[int, ...]) -> bool:
    """Tell whether a question sets seasons against each other: those it names, or all of them."""
    if len(seasons) >= _SEVERAL:
        return _COMPARED.search(text) is not None or _WHICH_SEASON.search(text) is not None
    return not seasons and (_WHICH_SEASON.search(text) or _OVER_TIME.search(text)) is not None


def asks_news(text: str) -> bool:
    """Tell whether a text asks whether there will be a season that it names: "will it get better" doesn't."""
    return _WILL_THERE_BE.search(text) is not None and bool(named_seasons(text))


def is_held_against_one(text: str) -> bool:
    """Tell whether a text names but the season that what it asks about is held against."""
    named = mentions(text)
    return len(named) == 1 and _HELD_AGAINST_ONE.search(text[: named[0].start]) is not None


def after_seen(text: str, last_season: int) -> tuple[int, ...]:
    """Return the seasons after those that a text says were seen, where it asks whether to go on."""
    seen = _SEEN.search(text)
    if not seen or not _ON.search(text):
        return ()
    named = mentions(text, last_season=last_season or None)
    within = [mention for mention in named if seen.start() <= mention.start < seen.end()]
    if len(within) < len(named):  # another season is asked for by name
        return ()
    numbers = {season for mention in within for season in mention.seasons}
    if not numbers and seen["bare"] and _NO_MORE.fullmatch(seen["clause"]):
        numbers = {int(number) for number in re.findall(r"\d+", seen["bare"])}
    after = max(numbers, default=0) + 1
    return tuple(range(after, max(after, last_season) + 1)) if numbers else ()


def _ones_of_them(text: str, last_season: int) -> tuple[int, ...]:
    """Return the seasons that a text counts without the word for them, of those that the show has."""
    counted = (named_seasons(f"{one['nth']} season") for one in _ONE_OF_THEM.finditer(text))
    return tuple(sorted({season for (season,) in counted if season <= last_season}))
