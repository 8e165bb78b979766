"""How far a viewer has watched: later seasons are kept from them."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Progress:
    """Seasons watched, by show slug; ``everywhere`` counts for shows that aren't named."""

    by_show: dict[str, int] = field(default_factory=dict)
    everywhere: int | None = None

    def watched(self, show: str) -> int | None:
        """Return how many seasons of a show the viewer has watched, None where it isn't known."""
        return self.by_show.get(show, self.everywhere)


def is_ahead(seasons: tuple[int, ...], watched: int | None) -> bool:
    """Tell whether any of the seasons comes after those watched; not where that isn't known."""
    return watched is not None and any(season > watched for season in seasons)


NO_PROGRESS = Progress()
