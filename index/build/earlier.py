"""What a show's live snapshot already knows of texts, so that a rebuild encodes only what is new."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.domain import Annotation, Passage, Review
from index.encoders.base import TokenVectors, Vectors
from index.errors import SnapshotError
from index.store.records.reader import AspectTexts
from index.store.shelf import Shelf
from index.store.snapshot import Snapshot
from index.store.tokens import FIT_ON, StoredPieces


@dataclass(frozen=True, slots=True)
class ReadText:
    """What the models gave for a text: its vector, shape (dimension,), word pieces and annotation."""

    vector: Vectors
    pieces: TokenVectors | StoredPieces
    annotation: Annotation


@dataclass(frozen=True, slots=True)
class ReadReview:
    """A review's finished passages, their vectors, shape (n, dimension), and word pieces."""

    passages: Sequence[Passage]
    vectors: Vectors
    pieces: Sequence[TokenVectors | StoredPieces]


class EarlierSnapshot:
    """The live snapshot as a source of what was read before."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @property
    def projection(self) -> Vectors:
        """What word pieces were projected with, shape (dimension, kept)."""
        return self._snapshot.tokens.projection

    @property
    def aspects(self) -> AspectTexts:
        """The aspects' own texts as vectors."""
        records = self._snapshot.records
        return AspectTexts(records.aspect_questions, records.aspect_examples)

    def serves(self, reviews: int) -> bool:
        """Tell whether its projection is good enough for a show of so many reviews."""
        counted = self._snapshot.tokens.count
        return counted >= FIT_ON or 2 * self._snapshot.manifest.reviews >= reviews

    def repeats(self, sources: Mapping[str, str]) -> dict[int, int] | None:
        """Return which reviews repeat which, by row, where it is of the same files; None where it isn't."""
        return self._snapshot.records.repeats() if self._snapshot.manifest.sources == sources else None

    def review(self, review: Review) -> ReadReview | None:
        """Return what is known of a review of exactly this text and mark, None when nothing is."""
        passages = self._snapshot.records.passages_of_text(review.text, spoiler=review.spoiler)
        if not passages:
            return None
        numbers = [passage.number for passage in passages]
        vectors, tokens = self._snapshot.vectors, self._snapshot.tokens
        return ReadReview(passages, vectors.vectors(numbers), tokens.pieces(numbers))

    def text(self, text: str) -> ReadText | None:
        """Return what is known of a passage of exactly this text, None when nothing is."""
        passage = self._snapshot.records.with_text(text)
        if passage is None:
            return None
        (vector,) = self._snapshot.vectors.vectors([passage.number])
        (pieces,) = self._snapshot.tokens.pieces([passage.number])
        return ReadText(vector, pieces, passage.annotation)

    def close(self) -> None:
        """Close its files."""
        self._snapshot.close()


def open_earlier(shelf: Shelf) -> EarlierSnapshot | None:
    """Return the live snapshot, found to be sound and to fit, as it is now; None where it can't be opened."""
    try:
        return EarlierSnapshot(shelf.open())
    except SnapshotError:
        return None
