"""What right answers are marked by: gold questions, and dialogues of them, read from files.

Either is one JSON object a line. A gold question has question, show, reviews ({id: pattern that an
answering quote holds}), must (pattern of the key fact), stance ({id: stance}), label (those that
are right), abstain (whether the reviews don't say).

A dialogue has dialogue (its name), show (given with the first turn, left out where that names one),
turns. A turn has its question, its moves (what sort of turn it is, in words that figures are given
for) and what is right to understand: show (null where the only right reply asks back which),
seasons, aspects, kind, side (the one alone that is asked for, null for none) and answered (whether
the reviews answer it). What a turn doesn't state isn't scored. Where several readings are right
they stand in a list: "show": ["dark", "darker"], "seasons": [[3], []].
"""

import json
import re
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from bot.errors import GoldError
from bot.understanding.question import Kind
from index import Polarity, first_problem

STATED = ("show", "seasons", "aspects", "kind", "side", "answered")
"""What gold may say of a turn, each with a figure of its own."""


def _pattern(value: Any) -> Any:  # noqa: ANN401 (whatever the line holds)
    """Return a text as the pattern of any case that it is."""
    try:
        return re.compile(value, re.IGNORECASE) if isinstance(value, str) else value
    except re.error as error:
        raise ValueError(f"no pattern: {error}") from error


def _pattern_or_none(value: Any) -> Any:  # noqa: ANN401 (likewise)
    """Return a text as its pattern, None for an empty one: no key fact is asked for."""
    return _pattern(value) if value else None


_Line = TypeVar("_Line", bound=BaseModel)
_Pattern = Annotated[re.Pattern[str], BeforeValidator(_pattern)]


class Gold(BaseModel):
    """One question and what a right answer holds; what else its line notes is for people."""

    model_config = ConfigDict(frozen=True)

    question: str
    show: str
    reviews: dict[str, _Pattern] = Field(default_factory=dict)
    must: Annotated[re.Pattern[str] | None, BeforeValidator(_pattern_or_none)] = None
    stance: dict[str, str] = Field(default_factory=dict)
    label: tuple[str, ...] = ()
    abstain: bool = False


def _either(value: Any) -> Any:  # noqa: ANN401 (whatever the line holds)
    """Return a list of readings for one reading or a list of them."""
    return value if isinstance(value, list) else [value]


def _either_list(value: Any) -> Any:  # noqa: ANN401 (likewise)
    """Return a list of readings for one reading, itself a list, or a list of them."""
    are_readings = isinstance(value, list) and value and all(isinstance(one, list) for one in value)
    return value if are_readings else [value]


class _Part(BaseModel):
    """Part of a gold line; what it doesn't know is wrong, as a slip in a name would go unscored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Turn(_Part):
    """One message of a dialogue, and the readings of it that are right."""

    question: str = Field(min_length=1)
    moves: tuple[str, ...] = ()
    show: Annotated[tuple[str | None, ...], BeforeValidator(_either)] = ()
    seasons: Annotated[tuple[frozenset[int], ...], BeforeValidator(_either_list)] = ()
    aspects: Annotated[tuple[frozenset[str], ...], BeforeValidator(_either_list)] = ()
    kind: Annotated[tuple[Kind, ...], BeforeValidator(_either)] = ()
    side: Annotated[tuple[Polarity | None, ...], BeforeValidator(_either)] = ()
    answered: Annotated[tuple[bool, ...], BeforeValidator(_either)] = ()

    @property
    def stated(self) -> dict[str, tuple[object, ...]]:
        """The right readings by what they are of; what gold doesn't state is left out."""
        return {name: getattr(self, name) for name in STATED if name in self.model_fields_set}


class Dialogue(_Part):
    """A conversation, turn by turn."""

    name: str = Field(alias="dialogue", min_length=1)
    show: str | None = None
    turns: tuple[Turn, ...] = Field(min_length=1)


def holds_dialogues(path: Path) -> bool:
    """Tell whether a gold file is one of dialogues: its first line has turns. Raises GoldError."""
    _, first = _lines(path)[0]
    try:
        row = json.loads(first)
    except ValueError:  # whoever reads the questions says what is wrong
        return False
    return isinstance(row, dict) and "turns" in row


def read_gold(path: Path) -> list[Gold]:
    """Return a gold file's questions; raises GoldError naming the file and line that is wrong."""
    return _read(path, Gold, "question")


def read_dialogues(path: Path) -> list[Dialogue]:
    """Return a gold file's dialogues; raises GoldError naming the file and line that is wrong."""
    return _read(path, Dialogue, "dialogue")


def _read(path: Path, kind: type[_Line], what: str) -> list[_Line]:
    rows = []
    for number, line in _lines(path):
        try:
            rows.append(kind.model_validate_json(line))
        except ValidationError as error:
            raise GoldError(f"{path}:{number}: not a gold {what}: {first_problem(error)}") from error
    return rows


def _lines(path: Path) -> list[tuple[int, str]]:
    """Return a gold file's lines with their numbers, at least one, blank ones left out; raises GoldError."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}:1: can't be read: {error}") from error
    held = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not held:
        raise GoldError(f"{path}:1: holds no question")
    return held
