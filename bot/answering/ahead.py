"""What speaks of seasons that a viewer hasn't watched: left out, or covered."""

from collections.abc import Sequence
from dataclasses import replace

from bot.understanding.progress import is_ahead
from index import Hit


def hits_ahead(hits: Sequence[Hit], watched: int | None) -> list[Hit]:
    """Return the hits about seasons after the ones watched; none where it isn't known."""
    return [] if watched is None else [hit for hit in hits if is_ahead(hit.passage.seasons, watched)]


def unspoiled(hits: Sequence[Hit], *, watched: int | None) -> list[Hit]:
    """Return the hits less those about seasons after the ones watched; all where it isn't known."""
    ahead = {hit.passage.number for hit in hits_ahead(hits, watched)}
    return [hit for hit in hits if hit.passage.number not in ahead]


def covered(hits: Sequence[Hit], *, watched: int | None) -> list[Hit]:
    """Return the hits, those about seasons after the ones watched marked as spoiling."""
    ahead = {hit.passage.number for hit in hits_ahead(hits, watched)}
    return [
        replace(hit, passage=replace(hit.passage, spoiler=True)) if hit.passage.number in ahead else hit
        for hit in hits
    ]
