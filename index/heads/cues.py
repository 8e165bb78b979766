"""Words that tell what a text speaks of, as the catalogue lists them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from index.language.templates import Rule
from index.language.words import words

_SHORTEST, _BEGINNING = 3, 4
"""Letters by which a word is known before a text is looked through."""


@dataclass(frozen=True, eq=False)
class Cues:
    """Cues that mean the same thing, each a template (``index/language/templates.py``) of words alone.

    Most texts show by how their words begin that they hold none.
    """

    texts: tuple[str, ...]

    def search(self, text: str) -> str | None:
        """Return the first cue in a text, None where it has none."""
        found = self._rule.search(text)
        return text[found.start : found.end] if found else None

    def every(self, text: str) -> list[str]:
        """Return each cue in a text, in order."""
        return [text[found.start : found.end] for found in self._rule.every(text)]

    def are(self, text: str) -> bool:
        """Tell whether a text is one of them and nothing else."""
        return self.search(text) == text

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

    def may_be_among(self, begun: set[str]) -> bool:
        """Tell whether a text whose words have ``begun`` so can hold one of them."""
        return self._beginnings is None or not self._beginnings.isdisjoint(begun)

    @cached_property
    def _rule(self) -> Rule:
        return Rule("cues", sorted(self.texts, key=len, reverse=True), at="sign")


def first_cues(groups: Sequence[Cues], text: str) -> list[str | None]:
    """Return the first cue in a text of each group, None of those of which it has none."""
    begun = {word[:length] for word in words(text) for length in (_SHORTEST, _BEGINNING)}
    return [cues.search(text) if cues.may_be_among(begun) else None for cues in groups]
