"""What people told the bot about themselves: what the rest of the bot needs of whatever keeps it."""

from typing import Protocol

from bot.understanding.progress import Progress


class People(Protocol):
    """Keeps how far people have watched; blocking, and safe to use from several threads."""

    def progress(self, user: int) -> Progress:
        """Return how far a user has watched each show they told of.

        Where that can't be read nothing counts as watched: an answer matters more than a setting.
        """
        ...

    def set_progress(self, user: int, show: str, season: int | None) -> None:
        """Keep how many seasons of a show a user has watched; None forgets it. Raises StorageError."""
        ...
