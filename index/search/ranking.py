"""Passages of one show for a question: by meaning, by words and by late interaction, fused.

The nearest by meaning and those that share most words are the candidates; late
interaction ranks them once more. Each of the three lists votes with
weight / (60 + rank), reciprocal rank fusion. A passage that no word matched gets
no vote from the words' list: giving it one was measured to hurt.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.domain import Hit, Polarity
from index.encoders.base import Encoded
from index.language.words import content_words
from index.store.scopes import Numbers, ScopeIndex
from index.store.snapshot import Snapshot

POOL = 100
"""How many passages each list may vote for."""
_RRF_K = 60
_WEIGHTS = (1.0, 1.0, 2.0)
"""What the votes of meaning, words and late interaction count; see docs/evals.md."""
MOST_OF_A_REVIEW = 2
"""Passages of one review among the first five, so that one long review doesn't fill a page."""
_FIRST_PAGE = 5


@dataclass(frozen=True, slots=True)
class Scope:
    """What a search is held to: passages about one of the seasons and one of the aspects, and so on."""

    seasons: tuple[int, ...] = ()
    aspects: tuple[str, ...] = ()
    polarity: Polarity | None = None
    passages: tuple[int, ...] | None = None
    """Only these, by number; None for any."""

    @property
    def _is_annotated(self) -> bool:
        """Whether what is known of a passage decides whether it is in scope."""
        return bool(self.seasons or self.aspects or self.polarity)

    def numbers(self, scopes: ScopeIndex) -> Numbers | None:
        """Return the numbers of the passages in scope, sorted, None for all of them."""
        chosen = None if self.passages is None else np.unique(np.array(self.passages, np.int32))
        if not self._is_annotated:
            return chosen
        found = scopes.numbers(seasons=self.seasons, aspects=self.aspects, polarity=self.polarity)
        return found if chosen is None else np.intersect1d(found, chosen).astype(found.dtype)


EVERYTHING = Scope()


def find_passages(
    snapshot: Snapshot, query: str, encoded: Encoded, *, scope: Scope = EVERYTHING, limit: int = POOL
) -> list[Hit]:
    """Return up to ``limit`` passages of the scope, best first.

    ``encoded`` is the query through the encoder that the snapshot was built
    with. Among the first five, no more than two come from one review.
    """
    return diversify(rank(snapshot, query, encoded, scope=scope))[:limit]


def rank(
    snapshot: Snapshot,
    query: str,
    encoded: Encoded,
    *,
    scope: Scope = EVERYTHING,
    also: Sequence[int] = (),
    most: int | None = None,
) -> list[Hit]:
    """Return the passages of the scope that meaning or words speak for, best first, whoever wrote them.

    The ``most`` best are kept, all by default; the passages numbered in ``also`` are
    among them however far they are.
    """
    dense = snapshot.vectors.nearest(encoded.vector, POOL, among=scope.numbers(snapshot.scopes))
    lexical = snapshot.lexical.best(
        content_words(query),
        POOL,
        seasons=scope.seasons,
        aspects=scope.aspects,
        polarity=scope.polarity,
        among=scope.passages,
    )
    bm25, nearest = dict(lexical), dict(dense)
    missing = [number for number in dict.fromkeys((*bm25, *also)) if number not in nearest]
    numbers = np.array([*nearest, *missing], np.int64)
    others = snapshot.vectors.similarities(encoded.vector, missing).tolist()
    cosines = np.array([*nearest.values(), *others])
    interactions = np.array(snapshot.tokens.interactions(encoded.tokens, numbers))
    listed = numbers.tolist()
    places = {number: place for place, number in enumerate(listed)}
    by_words = np.array([places[number] for number in bm25], np.int64)
    rankings = (np.arange(len(dense)), by_words, np.lexsort((numbers, -interactions)))
    scores = fuse(rankings, len(numbers), _WEIGHTS)
    best = np.lexsort((numbers, -scores)).tolist()
    if most is not None:
        kept = frozenset(also)
        best = best[:most] + [place for place in best[most:] if listed[place] in kept]
    chosen = numbers[best].tolist()
    passages = snapshot.records.passages(chosen)
    return Hit.each(
        map(passages.__getitem__, chosen),
        scores[best].tolist(),
        cosines[best].tolist(),
        [bm25.get(number, 0.0) for number in chosen],
        interactions[best].tolist(),
    )


def fuse(
    rankings: Sequence[NDArray[np.int64]], count: int, weights: Sequence[float] = ()
) -> NDArray[np.float64]:
    """Return the fused score of each of so many things: a share (0 to 1) of first place in every list.

    Each ranking holds the places (0 to ``count`` - 1) of the things that it ranks, best first.
    """
    counted = weights or [1.0] * len(rankings)
    scores = np.zeros(count)
    for ranking, weight in zip(rankings, counted, strict=True):
        scores[ranking] += weight / (_RRF_K + 1 + np.arange(len(ranking)))
    return scores * ((_RRF_K + 1) / sum(counted))


def diversify(hits: Iterable[Hit]) -> list[Hit]:
    """Return the hits with no more than two of a review among the first five, order kept otherwise."""
    first: list[Hit] = []
    later: list[Hit] = []
    taken: Counter[str] = Counter()
    for hit in hits:
        review = hit.passage.review
        if len(first) < _FIRST_PAGE and taken[review] < MOST_OF_A_REVIEW:
            taken[review] += 1
            first.append(hit)
        else:
            later.append(hit)
    return first + later
