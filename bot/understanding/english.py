"""The rules by which English questions are read."""

from pathlib import Path

from index import ENGLISH, Rules

QUESTIONS = Rules(Path(__file__).parent / "data" / "en.toml", beneath=ENGLISH)
