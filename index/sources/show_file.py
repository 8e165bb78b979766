"""What a show's ``show.toml`` says of it, checked."""

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from index.errors import SourceError
from index.language.seasons.mentions import HIGHEST_SEASON
from index.sources.text import read_lines

_LONGEST_FILE = 100_000
"""Characters of a ``show.toml``: whoever has more put the reviews there."""
_LONGEST_NAME, _LONGEST_TAG, _LONGEST_NOTE = 200, 35, 1000
"""Characters that a text may have: a name is shown in headlines, the longest tag of a language has 35."""
_MOST_ALIASES = 50
_FIRST_FILM, _FARTHEST_YEAR = 1888, 2100
_LONG_NUMBER = re.compile(r"[\d_]{1000}")
_Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=_LONGEST_NAME)]


class ShowFile(BaseModel):
    """The fields of a ``show.toml``; each one's description is what it must be."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    title: _Name = Field(description=f"a text in quotation marks, of {_LONGEST_NAME} characters at most")
    year: int | None = Field(
        None,
        ge=_FIRST_FILM,
        le=_FARTHEST_YEAR,
        description=f"a whole number from {_FIRST_FILM} to {_FARTHEST_YEAR}",
    )
    seasons: int | None = Field(
        None, ge=1, le=HIGHEST_SEASON, description=f"a whole number from 1 to {HIGHEST_SEASON}"
    )
    aliases: list[_Name] = Field(
        [],
        max_length=_MOST_ALIASES,
        description=f"a list of {_MOST_ALIASES} texts at most, none empty, "
        f"each of {_LONGEST_NAME} characters at most",
    )
    language: str | None = Field(
        None,
        max_length=_LONGEST_TAG,
        description=f"a text in quotation marks, of {_LONGEST_TAG} characters at most",
    )
    note: str = Field(
        "",
        max_length=_LONGEST_NOTE,
        description=f"a text in quotation marks, of {_LONGEST_NOTE:,} characters at most",
    )

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return what the file says; raises SourceError with the line that is wrong."""
        text = "".join(read_lines(path))
        try:
            return cls.model_validate(_parsed(path, text))
        except ValidationError as error:
            # A name that was mistyped tells more than the name that is then missing.
            wrong = min(_problems(error), key=lambda problem: problem["type"] == "missing")
            raise SourceError(path, _line_of(_key(wrong), text), _in_words(wrong)) from error


def sound_fields(path: Path) -> dict[str, Any]:
    """Return the fields of a file that are as they must be, whatever is wrong with the others."""
    try:
        told = _parsed(path, "".join(read_lines(path)))
        ShowFile.model_validate(told)
    except SourceError:
        return {}
    except ValidationError as error:
        wrong = set(map(_key, _problems(error)))
        return {name: value for name, value in told.items() if name not in wrong}
    return told


def _problems(error: ValidationError) -> list[ErrorDetails]:
    return error.errors(include_url=False, include_context=False, include_input=False)


def _key(problem: ErrorDetails) -> str:
    return str(problem["loc"][0])


def _in_words(problem: ErrorDetails) -> str:
    """Return what is wrong with a field."""
    name = _key(problem)
    if problem["type"] == "extra_forbidden":
        return f"unknown key “{name[:50]}”; known: {', '.join(ShowFile.model_fields)}"
    if name == "title" and problem["type"] in {"missing", "string_too_short"}:
        return 'no title: add a line like  title = "The show\'s name"'
    return f"“{name}” must be {ShowFile.model_fields[name].description}"


def _parsed(path: Path, text: str) -> dict[str, Any]:
    if len(text) > _LONGEST_FILE:
        raise SourceError(path, 1, f"has more than {_LONGEST_FILE:,} characters: reviews go into reviews.txt")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise SourceError(path, int(found[1]) if found else 1, f"not valid TOML: {error}") from error
    except ValueError as error:  # Python reads no number of more than 4,300 digits
        number = _LONG_NUMBER.search(text)
        line = text.count("\n", 0, number.start()) + 1 if number else 1
        raise SourceError(path, line, "a number is too long to be read") from error
    except RecursionError as error:
        raise SourceError(
            path, _deepest_line(text), "brackets within brackets, too deep to be read"
        ) from error


def _deepest_line(text: str) -> int:
    """Return the line with the most brackets."""
    lines = text.split("\n")
    return 1 + max(range(len(lines)), key=lambda place: lines[place].count("[") + lines[place].count("{"))


def _line_of(key: str, text: str) -> int:
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip(" \t[\"'").startswith(key):
            return number
    return 1
