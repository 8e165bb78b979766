"""Words that tell what a text speaks of, as the catalogue lists them."""

import re
from dataclasses import dataclass
from functools import cached_property

from index.language.words import words

_SHORTEST, _BEGINNING = 3, 4
"""Letters by which a word is known before a pattern is tried."""


@dataclass(frozen=True, eq=False)
class Cues:
    """Cues that mean the same thing: whole words, ``*`` for any ending, any white space between words.

    Their pattern is compiled when it is first needed: most texts show by how their words begin that
    they hold none.
    """

    texts: tuple[str, ...]

    def search(self, text: str) -> str | None:
        """Return the first cue in a text, None where it has none."""
        found = self._pattern.search(text)
        return found[0] if found else None

    def every(self, text: str) -> list[str]:
        """Return each cue in a text, in order."""
        return [found[0] for found in self._pattern.finditer(text)]

    def are(self, text: str) -> bool:
        """Tell whether a text is one of them and nothing else."""
        return self._pattern.fullmatch(text) is not None

    def may_be_among(self, begun: set[str]) -> bool:
        """Tell whether a text whose words have ``begun`` so can hold one of them."""
        return self._beginnings is None or not self._beginnings.isdisjoint(begun)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Every word of them, sorted."""
        return tuple(sorted({word for cue in self.texts for word in words(cue)}))

    @cached_property
    def _beginnings(self) -> frozenset[str] | None:
        """How the longest word of each begins, None where the beginning of one tells nothing."""
        found: set[str] = set()
        for cue in self.texts:
            spelled = words(cue)
            if "*" in cue and (not cue.endswith("*") or len(spelled[-1]) < _SHORTEST):
                spelled = spelled[:-1] if cue.endswith("*") else []
            if not spelled:
                return None
            found.add(max(spelled, key=len)[:_BEGINNING])
        return frozenset(found)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        alternatives = [
            re.escape(cue).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
            for cue in sorted(self.texts, key=len, reverse=True)
        ]
        return re.compile(rf"(?:(?<!\w)|(?=/))(?:{'|'.join(alternatives)})(?!\w)", re.IGNORECASE)


def begun(text: str) -> set[str]:
    """Return how the words of a text begin."""
    return {word[:length] for word in words(text) for length in (_SHORTEST, _BEGINNING)}
