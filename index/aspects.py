"""What passages talk about and questions ask for: the catalogue in ``data/aspects.toml``."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CATALOGUE_FILE = Path(__file__).parent / "data" / "aspects.toml"


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
    must_hold: tuple[re.Pattern[str], ...] = ()
    """Cues that only passages with the same cue can answer."""


@dataclass(frozen=True, slots=True)
class AspectCatalogue:
    """Every aspect by name, in the file's order."""

    aspects: dict[str, Aspect]

    def __getitem__(self, name: str) -> Aspect:
        return self.aspects[name]

    def cued(self, text: str) -> tuple[str, ...]:
        """Return the names of the aspects that the text has a cue for, in the file's order."""
        return tuple(name for name, aspect in self.aspects.items() if aspect.cues.search(text))

    def demanded(self, text: str) -> tuple[re.Pattern[str], ...]:
        """Return the patterns that a passage must match to answer a question with such a cue."""
        patterns = (pattern for aspect in self.aspects.values() for pattern in aspect.must_hold)
        return tuple(pattern for pattern in patterns if pattern.search(text))


@cache
def aspect_catalogue(path: Path = CATALOGUE_FILE) -> AspectCatalogue:
    """Return the catalogue that the project ships, read once."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
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
                must_hold=tuple(_cue_pattern([cue]) for cue in table.get("must_hold", ())),
            )
            for name, table in tables.items()
        }
    )


def _cue_pattern(cues: list[str]) -> re.Pattern[str]:
    """One pattern for all cues: whole words, ``*`` for any ending, any white space between words."""
    alternatives = [
        re.escape(cue).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
        for cue in sorted(cues, key=len, reverse=True)
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)", re.IGNORECASE)
