"""Sentences written for this project, as viewers write them, with what they say.

``sentences.jsonl`` has single ones; ``shows/<slug>/sentences.jsonl`` those of whole reviews of
invented shows, in order.
"""

import json
from dataclasses import dataclass
from pathlib import Path

FILE = "sentences.jsonl"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; ``polarity`` and ``aspects`` are None where they weren't judged."""

    text: str
    polarity: str | None
    reveals: bool
    aspects: tuple[str, ...] | None = None


def read_sentences(path: Path) -> list[Sentence]:
    """Return every sentence of a file."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Sentence(**{**row, "aspects": tuple(row["aspects"]) if "aspects" in row else None}) for row in rows
    ]


def of_shows(shows: Path) -> list[Path]:
    """Return the files with the sentences of the shows' reviews, by show."""
    return sorted(shows.glob(f"*/{FILE}"))


def read_shows(shows: Path) -> list[Sentence]:
    """Return every sentence of the shows' reviews."""
    return [sentence for path in of_shows(shows) for sentence in read_sentences(path)]
