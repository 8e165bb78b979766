"""What a show's live snapshot already knows of texts, so that a rebuild encodes only what is new."""

from dataclasses import dataclass

from index.encoder import ModelIdentity, Vectors
from index.errors import NoIndexError, SnapshotError
from index.model import Passage
from index.records import AspectTexts
from index.shelf import Shelf
from index.snapshot import Manifest, Snapshot, check_digests
from index.tokens import FIT_ON, StoredPieces


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

    def serves(self, passages: int) -> bool:
        """Tell whether its projection is good enough for a show of so many passages."""
        counted = self._snapshot.tokens.count
        return counted >= FIT_ON or 2 * self._snapshot.manifest.passages >= passages

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
        folder = shelf.live_folder()
        check_digests(folder, Manifest.read(folder))
        snapshot = Snapshot.open(folder)
    except (NoIndexError, SnapshotError):
        return None
    if snapshot.manifest.model != model:
        snapshot.close()
        return None
    return EarlierSnapshot(snapshot, annotated=snapshot.manifest.recipe == recipe)
