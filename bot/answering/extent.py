"""How much of a review is quoted: the passage that answers, with sentences around it that help.

A sentence alone is often half an answer: "It drags. By the third episode I was checking my phone."
"""

from collections.abc import Mapping, Sequence

from bot.understanding.question import Span
from index import OPPOSITES, Passage, Polarity, named_seasons

MOST_AROUND = 9
"""Passages on either side of one that may be quoted with it."""
_RELEVANT_SHARE = 0.15
"""Share of the passage's relevance from which a neighbour tells something too."""
_LONGEST = 360
"""Characters up to which neighbours that tell something are quoted with a passage."""
_SHORT = 200
"""The same for any that follows: a short passage is easier to understand with how it goes on."""
_FRAGMENT = 20
"""Characters under which a passage says too little by itself: "A pity." needs what went before."""


def reach(
    passage: Passage,
    text: str,
    around: Mapping[int, Passage],
    relevance: Mapping[int, float],
    *,
    quoted: Sequence[Span] = (),
    sought: Polarity | None = None,
    names_season: bool = False,
) -> tuple[int, int]:
    """Return where a quote of the passage starts and ends in its review's text.

    ``around`` are passages by number, among them those that may be quoted with it, ``relevance`` how
    likely each answers. What is quoted with it wasn't ``quoted`` before, stands in the same paragraph,
    is about the same seasons, gives no more away and isn't of the other side than the one ``sought``;
    what goes before must tell something too, so that a quote starts with an answer.
    """
    own = [span for span in quoted if span.review == passage.review]

    def fitting(number: int) -> Passage | None:
        one = around.get(number) if abs(number - passage.number) <= MOST_AROUND else None
        fits = one is not None and _fits(one, passage, sought)
        return one if one and fits and not (own and is_quoted(one, own)) else None

    def may_be(added: Passage, gap: str, length: int, otherwise: int) -> bool:
        share = _RELEVANT_SHARE * relevance.get(passage.number, 0.0)
        tells = relevance.get(added.number, 0.0) >= share > 0
        return "\n" not in gap and length <= (_LONGEST if tells else otherwise)

    def needs_more_before() -> bool:
        unnamed = names_season and passage.seasons and not named_seasons(text[start:end])
        return end - start < _FRAGMENT or bool(unnamed)

    start, end = passage.lead, passage.end
    first, last = passage.number, passage.number
    while True:
        following, before = fitting(last + 1), fitting(first - 1)
        if following and may_be(following, text[end : following.start], following.end - start, _SHORT):
            end, last = following.end, last + 1
        elif before and (
            before.start >= start
            or may_be(before, text[before.end : start], end - before.start, _SHORT * needs_more_before())
        ):
            start, first = min(start, before.start), first - 1
        else:
            return start, end


def is_quoted(passage: Passage, quoted: Sequence[Span]) -> bool:
    """Tell whether a passage stands in what was quoted."""
    return Span.any_meets(quoted, passage.review, passage.start, passage.end)


def _fits(neighbour: Passage, passage: Passage, sought: Polarity | None) -> bool:
    same = neighbour.review == passage.review and neighbour.seasons == passage.seasons
    gives_more_away = neighbour.spoiler and not passage.spoiler
    against = sought is not None and neighbour.polarity is OPPOSITES.get(sought)
    return same and not gives_more_away and not against
