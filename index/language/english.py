"""The rules by which English reviews are read."""

from index.language.numbers import DATA
from index.language.templates import Rules

ENGLISH = Rules(DATA / "en.toml")
