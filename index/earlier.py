"""What a show's live snapshot already knows of texts, so that a rebuild encodes only what is new."""

from dataclasses import dataclass

from index.encoder import ModelIdentity, Vectors
from index.errors import NoIndexError, SnapshotError
from index.model import Passage
from index.records import AspectTexts
from index.shelf import Shelf
from index.snapshot import Snapshot
from index.tokens import StoredPieces


@dataclass(frozen=True, slots=True)
class KnownText:
    """A passage of an earlier snapshot: what the models gave for its text."""

    passage: Passage
    vector: Vectors
    pieces: StoredPieces


class EarlierSnapshot:
    """The live snapshot as a source of vectors; ``annotated`` where its annotations hold too."""

    def __init__(self, snapshot: Snapshot, *, annotated: bool) -> None:
        self._snapshot = snapshot
        self.annotated = annotated

    @property
    def projection(self) -> Vectors:
        """What word pieces were projected with, shape (dimension, kept)."""
        return self._snapshot.tokens.projection

    @property
    def aspects(self) -> AspectTexts:
        """The aspects' own texts as vectors."""
        records = self._snapshot.records
        return AspectTexts(records.aspect_questions, records.aspect_examples)

    def find(self, text: str) -> KnownText | None:
        """Return what is known of exactly this text, None when nothing is."""
        passage = self._snapshot.records.with_text(text)
        if passage is None:
            return None
        (vector,) = self._snapshot.vectors.vectors([passage.number])
        return KnownText(passage, vector, self._snapshot.tokens.pieces(passage.number))

    def close(self) -> None:
        """Close its files."""
        self._snapshot.close()


def open_earlier(shelf: Shelf, model: ModelIdentity, recipe: str) -> EarlierSnapshot | None:
    """Return the live snapshot where it can be built upon: of the same model, and sound; else None."""
    try:
        snapshot = Snapshot.open(shelf.live_folder())
    except (NoIndexError, SnapshotError):
        return None
    if snapshot.manifest.model != model:
        snapshot.close()
        return None
    return EarlierSnapshot(snapshot, annotated=snapshot.manifest.recipe == recipe)
