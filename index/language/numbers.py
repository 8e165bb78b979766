"""Numbers as people write them: digits, words to ninety-nine, ordinals, Roman numerals.

The words of each language stand under ``[numbers]`` in its file in ``data``; whatever the language
of a text, the words of all are known.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path

from index.language.lexicon import Numbers, lexicon

DATA = Path(__file__).parent / "data"
_DIGITS = r"(?<![\d/%.:])\d{1,20}(?![\d/%.:]{0,20}\d)(?!\s?%)"
"""Digits that are no part of a rating, a share or a time."""
_ROMAN = r"(?=[ivx]{2})x{0,3}(?:ix|iv|v?i{0,3})(?!\w)"
"""At least two letters: "season I" may go on "thought", "season x" is any."""
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10}
_TEN = 10
_MOST_LISTED, _MOST_IN_RANGE = 12, 100
"""Numbers in a list, and from one end of a range to the other."""


@cache
def slots() -> Mapping[str, str]:
    """Return the expression of each slot for numbers, by name."""
    number = rf"(?:{_DIGITS}|{_spelled('cardinals', 'tens')})"
    ordinal = rf"(?:{_spelled('ordinals', 'ordinal_tens')}|\d{{1,2}}{_any(_words('endings'))})"
    season = _any(_words("season"))
    join = rf"(?:\s{{0,9}}[,&+/–-]\s{{0,9}}&?\s{{0,9}}(?:{_joins()}\s{{1,9}})?|\s{{1,9}}{_joins()}\s{{1,9}})"
    of_season = rf"(?:{number}|{_ROMAN})"
    return {
        "number": number,
        "integer": rf"-?{_DIGITS}",
        "ordinal": ordinal,
        "season": season,
        "numbers": _list(of_season, rf"{join}(?:{season}\s{{0,9}})?"),
        "ordinals": _list(ordinal, rf"{join}(?:the\s{{1,9}})?"),
        "digits": _list(r"0?\d{1,2}", rf"{join}(?:s0?)?"),
    }


@cache
def naming_season() -> re.Pattern[str]:
    """Return what finds something that every text that names a season holds."""
    return re.compile(rf"{'|'.join(map(re.escape, _words('season')))}|s0?\d", re.IGNORECASE)


def value(text: str) -> int:
    """Return the number that a text is, 0 where it is none."""
    spelled = " ".join(text.lower().replace("-", " ").split())
    if digits := re.match(r"\d+", spelled):
        return int(digits[0])
    known = _cardinals().get(spelled) or _ordinals().get(spelled)
    return known or _of_roman(spelled)


def listed(text: str) -> tuple[int, ...]:
    """Return the numbers of a list like "1 & 2", "1-3" or "first and second", sorted, ranges filled in."""
    found = list(_one().finditer(text))
    numbers = [value(one[0]) for one in found]
    filled = set(numbers)
    for (one, other), (first, last) in zip(pairwise(found), pairwise(numbers), strict=True):
        if _through().search(text, one.end(), other.start()):
            filled.update(range(first, min(last, first + _MOST_IN_RANGE) + 1))
    return tuple(sorted(filled))


def spelled(number: int) -> tuple[str, ...]:
    """Return the words that stand for a number: "three", "third"."""
    return tuple(
        word for table in (_cardinals(), _ordinals()) for word, meant in table.items() if meant == number
    )


@cache
def _languages() -> list[Numbers]:
    """Return the words for numbers of every language."""
    return [lexicon(path).numbers for path in sorted(DATA.glob("*.toml"))]


def _words(table: str) -> list[str]:
    words: list[str] = [word for own in _languages() for word in getattr(own, table)]
    return words


@cache
def _cardinals() -> Mapping[str, int]:
    """Return what the words for numbers mean, to ninety-nine."""
    return dict(_compounds("cardinals", "tens"))


@cache
def _ordinals() -> Mapping[str, int]:
    return dict(_compounds("ordinals", "ordinal_tens"))


def _compounds(units: str, tens: str) -> Iterator[tuple[str, int]]:
    """Yield the words of a table that counts from one, those for tens from twenty, and both together."""
    for own in _languages():
        spelled = enumerate(getattr(own, units), 1)
        counted = [(word, number) for number, words in spelled for word in words.split("|")]
        yield from counted
        for times, (ten, whole) in enumerate(zip(own.tens, getattr(own, tens), strict=False), 2):
            yield whole, _TEN * times
            yield from ((f"{ten} {word}", _TEN * times + unit) for word, unit in counted if unit < _TEN)


def _any(words: Iterable[str]) -> str:
    """Return the expression of any of the words, the longest first."""
    return rf"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})(?!\w)"


def _spelled(units: str, tens: str) -> str:
    """Return the expression of every number of a table in words: those of both tables, and compounds."""
    counted = [word for words in _words(units) for word in words.split("|")]
    single = _any(word for word, number in _compounds(units, tens) if number < _TEN)
    return rf"(?:{_any(_words('tens'))}[ -]{single}|{_any([*counted, *_words(tens)])})"


def _joins() -> str:
    return _any([*_words("join"), *_words("through")])


def _list(one: str, join: str) -> str:
    """Return the expression of a list, less what counts something else: "season 1 and 2 episodes"."""
    other = rf"{join}{one}(?!\s{{0,9}}{_any(_words('counted'))})"
    return rf"{one}(?:{other}){{0,{_MOST_LISTED}}}"


@cache
def _one() -> re.Pattern[str]:
    ordinal, number = slots()["ordinal"], slots()["number"]
    return re.compile(rf"(?<![^\Ws]){ordinal}|(?<![^\Ws]){number}|\b{_ROMAN}", re.IGNORECASE)


@cache
def _through() -> re.Pattern[str]:
    return re.compile(rf"[-–]|\b{_any(_words('through'))}", re.IGNORECASE)


def _of_roman(text: str) -> int:
    """Return the value of a Roman numeral, 0 where a text is none."""
    if not re.fullmatch(_ROMAN, text):
        return 0
    values = [_ROMAN_DIGITS[letter] for letter in text]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
