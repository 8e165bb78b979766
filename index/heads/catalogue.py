"""What passages talk about and questions ask for: the catalogue in ``data/aspects.toml``."""

import hashlib
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from index.errors import SourceError, first_problem
from index.heads.cues import Cues, first_cues
from index.language.words import words

CATALOGUE_FILE = Path(__file__).parent / "data" / "aspects.toml"
WORTH = "worth"
"""The aspect of being worth watching: it asks for a verdict on all else that is named."""


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing that people ask of a show: its cues in text and its examples."""

    name: str
    label: str
    suggest: str
    fact: bool
    cues: Cues
    examples: tuple[str, ...]
    questions: tuple[str, ...]
    narrower: tuple[Cues, ...] = ()
    weak: Cues | None = None
    """Cues that put a question under it only where it names no other aspect."""
    strict: bool = False
    """Whether a question with a narrower cue can be answered by passages of its aspect alone."""
    neutral: bool = False
    """Whether liking says little about it: nobody asks whether the violence is liked."""
    placed: bool = False
    """Whether "the first season" means something like it: a season's question has it only by a cue."""
    by_name: bool = False
    """Whether by passages of the cue's own group alone: another service is no answer."""

    def is_strong_in(self, text: str) -> bool:
        """Tell whether the text has a cue for it that isn't a weak one."""
        return any(not (self.weak and self.weak.are(cue)) for cue in self.cues.every(text))


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A narrower thing than its aspect: its cues, and the one that named it."""

    aspect: Aspect
    group: Cues
    cue: str


@dataclass(frozen=True)
class AspectCatalogue:
    """Every aspect by name, in the file's order."""

    aspects: dict[str, Aspect]

    def __getitem__(self, name: str) -> Aspect:
        return self.aspects[name]

    @property
    def digest(self) -> str:
        """The sha256 of all that it holds."""
        return hashlib.sha256(repr(self.aspects).encode()).hexdigest()

    def position(self, name: str) -> int:
        """Return an aspect's place in the file's order, from 0."""
        return self._positions[name]

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.aspects)}

    def cued(self, text: str) -> tuple[str, ...]:
        """Return the names of the aspects that the text has a cue for, in the file's order."""
        found = first_cues([aspect.cues for aspect in self.aspects.values()], text)
        return tuple(name for name, cue in zip(self.aspects, found, strict=True) if cue)

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
        groups = [(aspect, group) for aspect in self.aspects.values() for group in aspect.narrower]
        found = first_cues([group for _, group in groups], text)
        return tuple(Narrowing(*own, cue) for own, cue in zip(groups, found, strict=True) if cue)


_Texts = Annotated[list[str], Field(min_length=1)]


class _Table(BaseModel):
    """An aspect as the file gives it, whose head says what each key means."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    label: str
    suggest: str
    cues: _Texts
    examples: _Texts
    questions: _Texts
    narrower: list[_Texts] = []
    weak: list[str] = []
    fact: bool = False
    strict: bool = False
    neutral: bool = False
    placed: bool = False
    by_name: bool = False


_TABLES = TypeAdapter(dict[str, _Table])


@cache
def aspect_catalogue(path: Path = CATALOGUE_FILE) -> AspectCatalogue:
    """Return the catalogue that the project ships, read once; raises SourceError for a wrong one."""
    text = path.read_text(encoding="utf-8")
    try:
        tables = _TABLES.validate_python(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise SourceError(path, 1, f"not valid TOML: {error}") from error
    except ValidationError as error:
        line = _line_of([str(part) for part in error.errors()[0]["loc"]], text)
        raise SourceError(path, line, f"no catalogue of aspects: {first_problem(error)}") from error
    return AspectCatalogue({name: _aspect(name, table) for name, table in tables.items()})


def _line_of(where: Sequence[str], text: str) -> int:
    """Return the line of a table's key, or where it has no such key that of the table's name."""
    name, *keys = where
    lines = text.splitlines()
    head = lines.index(f"[{name}]") if f"[{name}]" in lines else 0
    for number, line in enumerate(lines[head + 1 :], head + 2):
        if line.startswith("["):
            break
        if keys and line.startswith(keys[0]):
            return number
    return head + 1


def _aspect(name: str, table: _Table) -> Aspect:
    return Aspect(
        name=name,
        label=table.label,
        suggest=table.suggest,
        fact=table.fact,
        cues=Cues(tuple(table.cues)),
        examples=tuple(table.examples),
        questions=tuple(table.questions),
        narrower=tuple(Cues(tuple(cues)) for cues in table.narrower),
        weak=Cues(tuple(table.weak)) if table.weak else None,
        strict=table.strict,
        neutral=table.neutral,
        placed=table.placed,
        by_name=table.by_name,
    )
