"""What a language's file holds: its words for numbers, and rules with the parts and words that they share."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.errors import ModelError, first_problem

Place = Literal["", "sign", "first", "all", "after", "end", "start", "clause", "whole"]
"""Where in a text a rule may match; see ``templates.py``."""
_Texts = Annotated[list[str], Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class RuleTable(_Strict):
    """A rule as its file gives it."""

    templates: _Texts
    unless: list[str] = []
    at: Place = ""
    matching: _Texts
    other: _Texts


class Numbers(_Strict):
    """The words for numbers: those that count from one, tens from twenty, and what stands beside numbers."""

    cardinals: list[str] = []
    tens: list[str] = []
    ordinals: list[str] = []
    ordinal_tens: list[str] = []
    endings: list[str] = []
    """What makes an ordinal of digits."""
    season: list[str] = []
    join: list[str] = []
    through: list[str] = []
    """What stands between the ends of a range."""
    counted: list[str] = []
    """What a number that stands before it counts, so that it is no season's."""


class Lexicon(_Strict):
    """A language's file."""

    numbers: Numbers = Numbers()
    parts: dict[str, str] = {}
    """Templates by a name that others may use."""
    words: dict[str, list[str]] = {}
    """Words by what they are, any number in a text."""
    shortened: dict[str, str] = {}
    """Short forms, each with what it stands for."""
    texts: dict[str, str] = {}
    """What the code itself says in the language, with braces where something is put in."""
    rules: dict[str, RuleTable] = {}


@cache
def lexicon(path: Path) -> Lexicon:
    """Return what a file holds, read once; raises ModelError for a wrong one."""
    try:
        return Lexicon.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ModelError(f"the rules {path} can't be read ({error}): reinstall worthwatch") from error
    except ValidationError as error:
        raise ModelError(f"the rules {path}: {first_problem(error)}: reinstall worthwatch") from error
