"""Ratings that a review states in its own words."""

import re

from index.model import Rating
from index.seasons import named_seasons

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
    rf"(?:^|[.!?\n]\s*)(?:only\s+|just\s+|a\s+)?{_VALUE}\+?\s+stars?\b(?=\s*(?:[.!,\n]|$|is|from\s+me|for))",
    re.IGNORECASE,
)
_MAY_RATE = re.compile(r"/|\bout\s+of\b|\bstars?\b", re.IGNORECASE)
"""What every rating holds: few reviews do, and looking for it is quick."""
_NOT_EVEN = re.compile(
    r"(?:\b(?:not|never|hardly)|n['’]t)\s+(?:\w+\s+){0,2}(?:even|enough|worth|deserv\w*|give|gave|giving|merit\w*)\b[^.!?,:;\n]{0,25}$",
    re.IGNORECASE,
)
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
    stated = [
        match
        for match in matches
        if not _NOT_EVEN.search(text[: match.start("low")]) and not named_seasons(_sentence_of(match))
    ]
    found = sorted(stated, key=lambda match: match.end())
    ratings = [rating for match in found if (rating := _rating(match))]
    return ratings[-1] if ratings else None


def _sentence_of(match: re.Match[str]) -> str:
    before, after = match.string[: match.start()], match.string[match.end() :]
    return _SENTENCE_END.split(before)[-1] + match[0] + _SENTENCE_END.split(after, maxsplit=1)[0]


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
