"""The rules by which English questions are held against passages."""

from pathlib import Path

from bot.understanding.english import QUESTIONS
from index import Rules

PASSAGES = Rules(Path(__file__).parent / "data" / "en.toml", beneath=QUESTIONS)
