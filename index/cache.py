"""What was read or worked out lately, so that the same need not be again."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """At most so many values by key; all are forgotten together when there would be more.

    Safe to use from several threads: at worst one of them has something read again.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Key, Value] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Key) -> Value | None:
        """Return the value kept, None when there is none."""
        return self._kept.get(key)

    def among(self, keys: Iterable[Key]) -> dict[Key, Value]:
        """Return the values kept of these, by key in their order."""
        kept = self._kept
        return {key: kept[key] for key in keys if key in kept}

    def keep(self, values: Mapping[Key, Value]) -> None:
        """Keep these too; more than may be kept at all aren't."""
        if len(values) > self._most:
            return
        if len(self._kept) + len(values) > self._most:
            self._kept = {}
        self._kept |= values
