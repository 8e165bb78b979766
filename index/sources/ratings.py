"""Ratings that a review states in its own words."""

import re
from bisect import bisect_left, bisect_right

from index.domain import Rating
from index.language.seasons.mentions import named_seasons

_NUMBER = r"(?:\d{1,3}(?:[.,]\d)?|\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten)\b)"
_VALUE = rf"(?P<low>{_NUMBER})(?:\s*(?:-|–|to|or)\s*(?P<high>{_NUMBER}))?"
_OUT_OF = re.compile(
    rf"(?<![\d/.,])(?<!season )(?<!episode )(?<!series )(?<!part ){_VALUE}\s*(?:/|(?:stars?\s+)?out\s+of)"
    r"\s*(?P<scale>5|10|100|(?:five|ten)(?!\s+(?!stars|from|for)\w))(?![\d/]|\s+(?:of|people|viewers|episodes|seasons|series))",
    re.IGNORECASE,
)
# "4 stars" may count film stars: only words of rating before it make it a rating.
_STARS = re.compile(
    r"\b(?:give|gave|giving|rate|rated|rating|score|scored|deserves?|get|gets|worth|hence|my|only|solid|between|"
    rf"an?)\b[^.!?\n]{{0,40}}?(?<![\d/.,]){_VALUE}\+?[\s-]*(?:stars\b|star\b(?=\s+(?:rating|review|show|series|from|for)|\s*(?:[.!,]|$)))",
    re.IGNORECASE,
)
# "Two stars.", "5+ stars!" as a sentence of their own.
_STARS_ALONE = re.compile(
    rf"(?:^|[.!?\n]\s{{0,20}})(?:only\s+|just\s+|a\s+)?{_VALUE}\+?\s+stars?\b(?=\s*(?:[.!,\n]|$|is|from\s+me|for))",
    re.IGNORECASE,
)
_MAY_RATE = re.compile(r"/|\bout\s+of\b|\bstars?\b", re.IGNORECASE)
"""What every rating holds: few reviews do, and looking for it is quick."""
_NOT_EVEN = re.compile(
    r"(?:\b(?:not|never|hardly)|n['’]t)\s+(?:\w+\s+){0,2}(?:even|enough|worth|deserv\w*|give|gave|giving|merit\w*)\b[^.!?,:;\n]{0,25}$",
    re.IGNORECASE,
)
_LONGEST_DENIAL = 120
"""Characters before a rating in which it may be denied: "doesn't really deserve even"."""
_ENDS = ".!?…"
_SENTENCE_END = re.compile(r"[.!?…](?=\s|$)|\n")
_NUMBER_WORDS = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}


def stated_rating(text: str) -> Rating | None:
    """Return the last rating of the whole show that the text states ("9/10", "my 4 stars"), if any.

    The last, because reviewers sum up at the end. A value above its scale is no rating, and one
    whose sentence names a season is that season's.
    """
    if not _MAY_RATE.search(text):
        return None
    matches = [match for pattern in (_OUT_OF, _STARS, _STARS_ALONE) for match in pattern.finditer(text)]
    of_season = _OfSeason(text)
    matches.sort(key=lambda match: match.end())
    for match in reversed(matches):
        rating = _rating(match)
        low = match.start("low")
        denied = _NOT_EVEN.search(text, max(0, low - _LONGEST_DENIAL), low)
        if rating and not denied and not of_season(match):
            return rating
    return None


class _OfSeason:
    """Tells whether a rating stands in a sentence that names a season; each sentence is read once."""

    def __init__(self, text: str) -> None:
        self._text = text
        ends = list(_SENTENCE_END.finditer(text))
        self._starts = [0, *(end.end() for end in ends)]
        self._ends = [*(end.start() for end in ends), len(text)]
        self._known: dict[tuple[int, int], bool] = {}

    def __call__(self, match: re.Match[str]) -> bool:
        start = self._starts[bisect_right(self._starts, match.start()) - 1]
        if match.start() and self._text[match.start() - 1] in _ENDS:  # "Great!4/5"
            start = match.start()
        span = start, self._ends[bisect_left(self._ends, match.end())]
        if span not in self._known:
            self._known[span] = bool(named_seasons(self._text[slice(*span)]))
        return self._known[span]


def _rating(match: re.Match[str]) -> Rating | None:
    low = _value(match["low"])
    high = _value(match["high"]) if match["high"] else low
    scale = int(_value(match["scale"])) if "scale" in match.re.groupindex else None
    highest_possible = scale or 10
    if high > highest_possible or low > high:
        return None
    return Rating(low, high, scale)


def _value(text: str) -> float:
    word = text.lower()
    return float(_NUMBER_WORDS[word]) if word in _NUMBER_WORDS else float(text.replace(",", "."))
