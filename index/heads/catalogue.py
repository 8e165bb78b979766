"""What passages talk about and questions ask for: the catalogue in ``data/aspects.toml``."""

import hashlib
import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from index.language.words import words

CATALOGUE_FILE = Path(__file__).parent / "data" / "aspects.toml"
_SHORTEST, _BEGINNING = 3, 4
"""Letters by which a word is known before a pattern is tried."""
WORTH = "worth"
"""The aspect of being worth watching: it asks for a verdict on all else that is named."""


@dataclass(frozen=True, slots=True)
class CueGroup:
    """Cues that mean the same narrower thing: their pattern and their words."""

    pattern: re.Pattern[str]
    words: tuple[str, ...]
    beginnings: frozenset[str] | None = None
    """How a word of each cue begins, as in ``Aspect``."""


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing that people ask of a show: its cues in text and its examples."""

    name: str
    label: str
    suggest: str
    fact: bool
    cues: re.Pattern[str]
    examples: tuple[str, ...]
    questions: tuple[str, ...]
    narrower: tuple[CueGroup, ...] = ()
    weak: re.Pattern[str] | None = None
    """Cues that put a question under it only where it names no other aspect."""
    strict: bool = False
    """Whether a question with a narrower cue can be answered by passages of its aspect alone."""
    beginnings: frozenset[str] | None = None
    """How a word of each cue begins: a text without any of them holds no cue, which is told quickly.

    None where a cue's beginning tells nothing.
    """
    neutral: bool = False
    """Whether liking says little about it: nobody asks whether the violence is liked."""
    placed: bool = False
    """Whether "the first season" means something like it: a season's question has it only by a cue."""
    by_name: bool = False
    """Whether by passages of the cue's own group alone: another service is no answer."""

    def is_strong_in(self, text: str) -> bool:
        """Tell whether the text has a cue for it that isn't a weak one."""
        return any(not (self.weak and self.weak.fullmatch(cue[0])) for cue in self.cues.finditer(text))


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A narrower thing than its aspect: its cues, and the one that named it."""

    aspect: Aspect
    group: CueGroup
    cue: str


@dataclass(frozen=True)
class AspectCatalogue:
    """Every aspect by name, in the order of the file whose sha256 is given."""

    aspects: dict[str, Aspect]
    sha256: str

    def __getitem__(self, name: str) -> Aspect:
        return self.aspects[name]

    def position(self, name: str) -> int:
        """Return an aspect's place in the file's order, from 0."""
        return self._positions[name]

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.aspects)}

    def cued(self, text: str) -> tuple[str, ...]:
        """Return the names of the aspects that the text has a cue for, in the file's order."""
        begun = _begun(text)
        return tuple(
            name
            for name, aspect in self.aspects.items()
            if _may_hold(begun, aspect.beginnings) and aspect.cues.search(text)
        )

    @property
    def texts(self) -> list[str]:
        """What viewers ask about each aspect, and what reviewers write about it: some 280 real sentences."""
        return [text for aspect in self.aspects.values() for text in (*aspect.questions, *aspect.examples)]

    def question_words(self) -> frozenset[str]:
        """Return the words that viewers ask in, in lower case."""
        return frozenset(
            word for aspect in self.aspects.values() for text in aspect.questions for word in words(text)
        )

    def asked(self, text: str) -> tuple[str, ...]:
        """Return the aspects that a question asks for: those with a strong cue in it, else those with any."""
        cued = self.cued(text)
        strong = tuple(name for name in cued if self.aspects[name].is_strong_in(text))
        return strong or cued

    def narrowed(self, text: str) -> tuple[Narrowing, ...]:
        """Return the narrower things that the text names, with the aspect that each belongs to."""
        begun = _begun(text)
        return tuple(
            Narrowing(aspect, group, found[0])
            for aspect in self.aspects.values()
            for group in aspect.narrower
            if _may_hold(begun, group.beginnings) and (found := group.pattern.search(text))
        )


@cache
def aspect_catalogue(path: Path = CATALOGUE_FILE) -> AspectCatalogue:
    """Return the catalogue that the project ships, read once."""
    data = path.read_bytes()
    return AspectCatalogue(
        {
            name: Aspect(
                name=name,
                label=table["label"],
                suggest=table["suggest"],
                fact=table.get("fact", False),
                cues=_cue_pattern(table["cues"]),
                examples=tuple(table["examples"]),
                questions=tuple(table["questions"]),
                narrower=tuple(_cue_group(cues) for cues in table.get("narrower", ())),
                beginnings=_beginnings(table["cues"]),
                weak=_cue_pattern(table["weak"]) if "weak" in table else None,
                strict=table.get("strict", False),
                neutral=table.get("neutral", False),
                placed=table.get("placed", False),
                by_name=table.get("by_name", False),
            )
            for name, table in tomllib.loads(data.decode()).items()
        },
        hashlib.sha256(data).hexdigest(),
    )


def _cue_group(cues: list[str]) -> CueGroup:
    spelled = tuple(sorted({word for cue in cues for word in words(cue)}))
    return CueGroup(_cue_pattern(cues), spelled, _beginnings(cues))


def _begun(text: str) -> set[str]:
    """Return how the words of a text begin."""
    return {word[:length] for word in words(text) for length in (_SHORTEST, _BEGINNING)}


def _may_hold(begun: set[str], beginnings: frozenset[str] | None) -> bool:
    """Tell whether a text whose words have ``begun`` so can hold a cue with one of these beginnings."""
    return beginnings is None or not beginnings.isdisjoint(begun)


def _beginnings(cues: list[str]) -> frozenset[str] | None:
    """Return how the longest word of each cue begins, one open at its end only if it is long enough."""
    found: set[str] = set()
    for cue in cues:
        spelled = words(cue)
        if "*" in cue and (not cue.endswith("*") or len(spelled[-1]) < _SHORTEST):
            spelled = spelled[:-1] if cue.endswith("*") else []
        if not spelled:
            return None
        found.add(max(spelled, key=len)[:_BEGINNING])
    return frozenset(found)


def _cue_pattern(cues: list[str]) -> re.Pattern[str]:
    """One pattern for all cues: whole words, ``*`` for any ending, any white space between words."""
    alternatives = [
        re.escape(cue).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
        for cue in sorted(cues, key=len, reverse=True)
    ]
    return re.compile(rf"(?:(?<!\w)|(?=/))(?:{'|'.join(alternatives)})(?!\w)", re.IGNORECASE)
