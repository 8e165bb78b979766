"""Rules of language as data: templates in a small notation, compiled when they are first needed.

    a word            itself, whatever its case, its apostrophes typed or not
    a b               with white space or a hyphen between
    wor*              any ending
    (a|b)             one of them
    [a]               it, or nothing
    <name>            what the file's ``[parts]`` call so
    {name}            a number, or another slot of ``numbers.py``: what stands there is told by its name
    {name=a|b}        likewise for whatever stands there
    ..                up to two words, or none
    ...               anything short within a sentence, or nothing

A file holds rules by name: ``templates``, any of which matches; ``unless``, which nothing that matches may
overlap ("couldn't wait"), if it isn't a part of it ("twenty-one" holds "one"); ``at``, where in a text, see
``_PLACES``; and rows of texts that match and that don't, each of which is a test. Another language is
another file.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from index.errors import ModelError
from index.language.lexicon import Lexicon, Place, lexicon
from index.language.numbers import slots

_TOKEN = re.compile(r"\.{2,3}|[()\[\]|]|<\w+>|\{\w+\}|\{\w+=|\}|\s+|[^\s()\[\]|<>{}]+")
_SPACE = r"(?:\s{1,9}|-)"
_APART = rf"(?!\w)(?:{_SPACE})?"
"""What parts something optional from what follows, if anything does."""
_CLOSING = frozenset("|)]}")
_GAPS = {"..": rf"[\w'’]+(?:{_SPACE}[\w'’]+){{0,1}}?", "...": r"[^.?!]{1,80}?"}
_OPENERS = "opener"
"""The part with the words that may open a message without saying anything."""
_MOST_OPENERS = 9
_AT_START, _ALL = r"\W{{0,9}}(?:{})(?!\w)", r"\W{{0,9}}(?:{})\W{{0,9}}$"
_PLACES = {
    "": r"(?<!\w)(?:{})(?!\w)",
    "sign": r"(?:(?<!\w)|(?=/))(?:{})(?!\w)",
    "first": _AT_START,
    "all": _ALL,
    "after": r"[\s-]{{0,9}}(?:{})(?!\w)",
    "end": r"(?<!\w)(?:{})[\s-]{{0,9}}$",
    "start": _AT_START,
    "clause": _AT_START,
    "whole": _ALL,
}
"""Anywhere; anywhere, a slash after a word too ("8/10"); where a text begins; all of it; right after a place;
right before its end; where it begins but for openers; likewise a clause; all of it but for openers.
"""
_AFTER_OPENERS = frozenset({"start", "clause", "whole"})
_ANYWHERE = frozenset({"", "sign", "end"})
_LONGEST_LEAD = 120
"""Characters before an end in which a rule may match there."""
_BEFORE = re.compile(r"\W*")
_LONGEST_EXCEPTION = 120
"""Characters around what was found in which an exception is looked for."""
_CLAUSE = re.compile(r"[.!;,:–-]")


@dataclass(frozen=True, slots=True)
class Found:
    """Where a rule matches, in code points, and what stands in its slots."""

    start: int
    end: int
    slots: Mapping[str, str]

    def __getitem__(self, slot: str) -> str:
        return self.slots[slot]


@dataclass(frozen=True)
class Rule:
    """One rule, compiled when it is first asked."""

    name: str
    templates: Sequence[str]
    unless: Sequence[str] = ()
    at: Place = ""
    matching: Sequence[str] = ()
    """Texts in which it matches."""
    other: Sequence[str] = ()
    """Texts in which it doesn't."""
    parts: Mapping[str, str] = field(default_factory=dict, repr=False)

    def search(self, text: str, start: int = 0, end: int | None = None) -> Found | None:
        """Return where it matches first within a span of the text, None where it doesn't."""
        return next(self._matches(text, start, end), None)

    def holds(self, text: str, start: int = 0, end: int | None = None) -> bool:
        """Tell whether it matches anywhere within a span of the text."""
        return self.search(text, start, end) is not None

    def every(self, text: str, start: int = 0, end: int | None = None) -> list[Found]:
        """Return where it matches within a span of the text, in order."""
        return list(self._matches(text, start, end))

    def _matches(self, text: str, start: int, end: int | None) -> Iterator[Found]:
        last = len(text) if end is None else end
        if self.at == "end":
            start = max(start, last - _LONGEST_LEAD)
        if self.at in _ANYWHERE:
            matches = self._pattern.finditer(text, start, last)
        else:
            places = (self._pattern.match(text, place, last) for place in self._starts(text, start, last))
            matches = filter(None, places)
        for found in matches:
            if not self._is_excepted(found, start, last):
                held = {name.partition("__")[0]: part for name, part in found.groupdict().items() if part}
                yield Found(found.start(), found.end(), held)

    def _is_excepted(self, found: re.Match[str], start: int, end: int) -> bool:
        """Tell whether an exception overlaps what was found, and isn't a part of it after its first word."""
        if self._exceptions is None:
            return False
        first = found.start() + len(_BEFORE.match(found[0])[0])  # type: ignore[index]  # matches anything
        near = max(start, first - _LONGEST_EXCEPTION), min(end, found.end() + _LONGEST_EXCEPTION)
        return any(
            other.start() < found.end()
            and first < other.end()
            and not (first < other.start() and other.end() <= found.end())
            for other in self._exceptions.finditer(found.string, *near)
        )

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return self._compiled(self.templates, _PLACES[self.at])

    @cached_property
    def _exceptions(self) -> re.Pattern[str] | None:
        return self._compiled(self.unless, _PLACES[""]) if self.unless else None

    def _compiled(self, templates: Sequence[str], place: str) -> re.Pattern[str]:
        compiler = _Compiler(self.parts)
        try:
            regexes = "|".join(map(compiler.regex, templates))
        except (KeyError, ModelError) as error:
            raise ModelError(f"the rule {self.name} can't be read: {error}: reinstall worthwatch") from error
        return re.compile(place.format(regexes), re.IGNORECASE)

    def _starts(self, text: str, start: int, end: int) -> Iterator[int]:
        """Yield where the rule may begin, after as many openers as there are first."""
        if self.at not in _AFTER_OPENERS:
            yield start
            return
        marks = _CLAUSE.finditer(text, start, end) if self.at == "clause" else ()
        opener = _opener(self.parts[_OPENERS])
        for first in (start, *(mark.end() for mark in marks)):
            places = [first]
            while len(places) <= _MOST_OPENERS and (found := opener.match(text, places[-1], end)):
                places.append(found.end())
            yield from reversed(places)


@cache
def _opener(part: str) -> re.Pattern[str]:
    """Return what finds one of the words that may open a message."""
    return re.compile(_AT_START.format(_Compiler({}).regex(part)), re.IGNORECASE)


class _Compiler:
    """Turns the templates of one rule into a regular expression; a slot may stand in several."""

    def __init__(self, parts: Mapping[str, str]) -> None:
        self._parts = parts
        self._named = 0

    def regex(self, template: str) -> str:
        """Return the expression of a template."""
        tokens = _TOKEN.findall(template.strip())
        regex, rest = self._choice(tokens)
        if rest:
            raise ModelError(f"{template!r} has an unopened bracket")
        return regex

    def _choice(self, tokens: Sequence[str]) -> tuple[str, Sequence[str]]:
        """Return the expression of what stands up to the bracket that closes, and the tokens from there."""
        branches: list[str] = []
        while True:
            branch, tokens = self._sequence(tokens)
            branches.append(branch)
            if not tokens or tokens[0] != "|":
                return (branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"), tokens
            tokens = tokens[1:]

    def _bracket(self, tokens: Sequence[str], closing: str) -> tuple[str, Sequence[str]]:
        """Return the expression of what stands in a bracket, and the tokens after it."""
        regex, rest = self._choice(tokens)
        if rest[:1] != [closing]:
            raise ModelError(f"a bracket isn't closed by {closing!r} before {' '.join(rest)!r}")
        return regex, rest[1:]

    def _sequence(self, tokens: Sequence[str]) -> tuple[str, Sequence[str]]:
        """Return the expression of one branch; the space beside something optional is optional with it."""
        built, waiting, is_empty = "", "", True
        while tokens and tokens[0] not in _CLOSING:
            sign, tokens = tokens[0], tokens[1:]
            if sign.isspace():
                waiting = "" if is_empty else _SPACE
            elif sign == "[":
                inner, tokens = self._bracket(tokens, "]")
                is_apart = is_empty and bool(tokens) and tokens[0].isspace()
                if tokens and not tokens[0].isspace() and tokens[0] not in _CLOSING:
                    built, waiting = built + waiting, ""
                built = f"{built}(?:{waiting}{inner}{_APART if is_apart else ''})?"
                waiting, is_empty = "", is_apart
            elif sign in _GAPS:
                built, waiting, is_empty = f"{built}(?:{waiting}{_GAPS[sign]})??", "", False
            else:
                piece, tokens = self._piece(sign, tokens)
                built, waiting, is_empty = f"{built}{waiting}{piece}", "", False
        return built + waiting, tokens

    def _piece(self, sign: str, tokens: Sequence[str]) -> tuple[str, Sequence[str]]:
        if sign == "(":
            return self._bracket(tokens, ")")
        if sign.startswith("<"):
            return self._choice(_TOKEN.findall(self._parts[sign[1:-1]]))[0], tokens
        if sign.startswith("{"):
            self._named += 1
            if sign.endswith("="):
                inner, tokens = self._bracket(tokens, "}")
                return f"(?P<{sign[1:-1]}__{self._named}>{inner})", tokens
            return f"(?P<{sign[1:-1]}__{self._named}>{slots()[sign[1:-1]]})", tokens
        return re.escape(sign).replace(r"\*", r"\w*").replace("'", "['’]?"), tokens


class Rules:
    """The rules of a file by name, read when one is first asked for.

    ``beneath`` are rules whose parts may be used too.
    """

    def __init__(self, path: Path, *, beneath: "Rules | None" = None) -> None:
        self.path = path
        self._beneath = beneath

    def holds(self, name: str, text: str, start: int = 0, end: int | None = None) -> bool:
        """Tell whether a rule matches anywhere within a span of the text."""
        return self.by_name[name].holds(text, start, end)

    def search(self, name: str, text: str, start: int = 0, end: int | None = None) -> Found | None:
        """Return where a rule matches first within a span of the text, None where it doesn't."""
        return self.by_name[name].search(text, start, end)

    def every(self, name: str, text: str, start: int = 0, end: int | None = None) -> list[Found]:
        """Return where a rule matches within a span of the text, in order."""
        return self.by_name[name].every(text, start, end)

    def words(self, name: str) -> frozenset[str]:
        """Return the words that the file calls so."""
        return self._words[name]

    @cached_property
    def _words(self) -> Mapping[str, frozenset[str]]:
        tables = self._lexicon.words.items()
        return {name: frozenset(word for some in texts for word in some.split()) for name, texts in tables}

    @property
    def shortened(self) -> Mapping[str, str]:
        """Short forms, each with what it stands for."""
        return self._lexicon.shortened

    def text(self, name: str, *parts: object) -> str:
        """Return what the file calls so, with these put in."""
        return self._lexicon.texts[name].format(*parts)

    @cached_property
    def by_name(self) -> Mapping[str, Rule]:
        """Every rule."""
        rules = self._lexicon.rules.items()
        return {name: Rule(name, **dict(table), parts=self.parts) for name, table in rules}

    @cached_property
    def parts(self) -> Mapping[str, str]:
        """What the file calls by a name, and the file beneath it."""
        beneath = self._beneath.parts if self._beneath else {}
        return {**beneath, **self._lexicon.parts}

    @property
    def _lexicon(self) -> Lexicon:
        return lexicon(self.path)
