"""Sentences written for this project, as viewers write them, with what they feel and whether they spoil."""

import json
from dataclasses import dataclass
from pathlib import Path

SENTENCES_FILE = Path(__file__).parent / "sentences.jsonl"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; ``polarity`` is None where it wasn't judged."""

    text: str
    polarity: str | None
    reveals: bool


def read_sentences() -> list[Sentence]:
    """Return every sentence of the file."""
    lines = SENTENCES_FILE.read_text(encoding="utf-8").splitlines()
    return [Sentence(**json.loads(line)) for line in lines]
