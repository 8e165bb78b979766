"""Phrases that give plot away: "turns out", "who she really is", "dies in"."""

from index.language.english import ENGLISH


def reveals(text: str) -> bool:
    """Tell whether a text gives plot away in so many words."""
    return ENGLISH.holds("reveals", text)
