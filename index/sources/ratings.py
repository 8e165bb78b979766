"""Ratings that a review states in its own words."""

import re

from index.model import Rating

_VALUE = r"(?P<low>\d{1,3}(?:[.,]\d)?)(?:\s*(?:-|–|to|or)\s*(?P<high>\d{1,3}(?:[.,]\d)?))?"
_OUT_OF = re.compile(
    rf"(?<![\d/.,])(?<!season )(?<!episode )(?<!series )(?<!part ){_VALUE}\s*(?:/|(?:stars?\s+)?out\s+of)"
    r"\s*(?P<scale>5|10|100)(?![\d/]|\s+(?:of|people|viewers|episodes|seasons|series))",
    re.IGNORECASE,
)
# "4 stars" may count film stars: only words of rating before it make it a rating.
_STARS = re.compile(
    r"\b(?:give|gave|giving|rate|rated|rating|score|scored|deserves?|get|gets|worth|hence|my|only|solid|between|"
    rf"a)\b[^.!?\n]{{0,40}}?(?<![\d/.,]){_VALUE}[\s-]*(?:stars\b|star\b(?=\s+(?:rating|review|show|series|from|for)))",
    re.IGNORECASE,
)


def stated_rating(text: str) -> Rating | None:
    """Return the last rating that the text states ("9/10", "my 4 stars", "between 5-8 stars"), if any.

    The last, because reviewers sum up at the end. A value above its scale is no rating.
    """
    found = sorted([*_OUT_OF.finditer(text), *_STARS.finditer(text)], key=lambda match: match.end())
    ratings = [rating for match in found if (rating := _rating(match))]
    return ratings[-1] if ratings else None


def _rating(match: re.Match[str]) -> Rating | None:
    low = float(match["low"].replace(",", "."))
    high = float(match["high"].replace(",", ".")) if match["high"] else low
    scale = int(match["scale"]) if "scale" in match.re.groupindex else None
    highest_possible = scale or 10
    if high > highest_possible or low > high:
        return None
    return Rating(low, high, scale)
