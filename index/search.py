"""Passages of one show for a question: by meaning and by words, fused.

Each list votes for its passages with 1 / (60 + rank), reciprocal rank fusion.
A passage that no word matched gets no vote from the words' list: giving it one
was measured to hurt.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.encoder import Vectors
from index.model import Hit, Polarity
from index.snapshot import Snapshot
from index.terms import content_words

POOL = 100
"""How many passages each list may vote for."""
_RRF_K = 60
MOST_OF_A_REVIEW = 2
"""Passages of one review among the first five, so that one long review doesn't fill a page."""
_FIRST_PAGE = 5


@dataclass(frozen=True, slots=True)
class Scope:
    """What a search is held to: passages about one of the seasons, of one polarity."""

    seasons: tuple[int, ...] = ()
    polarity: Polarity | None = None

    @property
    def is_whole_show(self) -> bool:
        """Whether every passage is in scope."""
        return not self.seasons and self.polarity is None


WHOLE_SHOW = Scope()


def find_passages(
    snapshot: Snapshot, query: str, vector: Vectors, *, scope: Scope = WHOLE_SHOW, limit: int = POOL
) -> list[Hit]:
    """Return up to ``limit`` passages of the scope, best first.

    ``vector`` is the query's unit vector, shape (dimension,). Among the first
    five, no more than two come from one review.
    """
    among = (
        None
        if scope.is_whole_show
        else snapshot.records.numbers(seasons=scope.seasons, polarity=scope.polarity)
    )
    dense = snapshot.vectors.nearest(vector, POOL, among=among)
    lexical = snapshot.lexical.best(
        content_words(query), POOL, seasons=scope.seasons, polarity=scope.polarity
    )
    scores = fuse([[number for number, _ in dense], [number for number, _ in lexical]])
    best = sorted(scores, key=lambda number: (-scores[number], number))[: max(limit, _FIRST_PAGE) * 2]
    passages = snapshot.records.passages(best)
    cosines = dict(dense)
    missing = [number for number in best if number not in cosines]
    cosines.update(zip(missing, (snapshot.vectors.vectors(missing) @ vector).tolist(), strict=True))
    bm25 = dict(lexical)
    hits = (
        Hit(
            passage=passages[number],
            score=round(scores[number], 4),
            cosine=round(cosines[number], 4),
            bm25=round(bm25.get(number, 0.0), 4),
        )
        for number in best
    )
    return diversify(hits)[:limit]


def fuse(rankings: Sequence[Sequence[int]]) -> dict[int, float]:
    """Return each passage's fused score: a share (0 to 1) of what first place in every list would give."""
    highest = len(rankings) / (_RRF_K + 1)
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, number in enumerate(ranking, 1):
            scores[number] = scores.get(number, 0.0) + 1 / (_RRF_K + rank) / highest
    return scores


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
