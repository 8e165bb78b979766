"""From a show's sources to a live snapshot."""

import datetime as dt
import hashlib
import json
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.aspects import CATALOGUE_FILE, AspectCatalogue
from index.encoder import Encoder, Progress, Vectors
from index.errors import SnapshotError
from index.lexical import write_lexical
from index.model import BuildReport, Passage, Review, Show
from index.passages import cut
from index.polarity import HEAD_FILE, PolarityHead
from index.records import write_records
from index.seasons import tag_seasons
from index.shelf import Shelf
from index.snapshot import (
    FORMAT,
    LEXICAL_FOLDER,
    MANIFEST_FILE,
    RECORDS_FILE,
    VECTORS_FILE,
    Manifest,
    Snapshot,
    check_contents,
    file_digests,
    sha256_of,
)
from index.sources import read_reviews, source_files
from index.sources.show_folder import SHOW_FILE
from index.vectors import write_vectors

ANNOTATIONS = 1
"""Raised whenever the code cuts or annotates passages otherwise than before."""


@dataclass(frozen=True, slots=True)
class Builder:
    """Builds snapshots: ``encoder`` makes the vectors that are searched.

    ``feeler`` is the encoder that the polarity head was trained on; it is the
    same as ``encoder`` unless another model was set.
    """

    encoder: Encoder
    feeler: Encoder
    head: PolarityHead
    aspects: AspectCatalogue

    def build(self, show: Show, shelf: Shelf, *, progress: Progress | None = None) -> BuildReport:
        """Build a snapshot of the show and make it live; the old one stays live until then.

        ``progress`` counts passages encoded. Raises SourceError, BuildBusyError,
        SnapshotError or ModelError, each leaving the live snapshot as it was.
        """
        started = time.monotonic()
        before = shelf.live_manifest()
        notes = _notes(shelf)
        with shelf.building() as folder:
            sources = source_digests(show)
            reviews = read_reviews(show)
            passages, vectors = self._annotate(show, reviews, progress)
            manifest = self._write(folder, show, reviews, passages, vectors, sources)
            shelf.promote(folder, manifest.id)
        return BuildReport(
            show=show.slug,
            snapshot=manifest.id,
            reviews=manifest.reviews,
            passages=manifest.passages,
            seconds=time.monotonic() - started,
            reviews_before=before.reviews if before else None,
            passages_before=before.passages if before else None,
            notes=notes,
        )

    def is_stale(self, show: Show, manifest: Manifest) -> bool:
        """Tell whether a build would give another snapshot than the manifest's."""
        return (
            manifest.sources != source_digests(show)
            or manifest.model != self.encoder.identity
            or manifest.recipe != recipe()
        )

    def _annotate(
        self, show: Show, reviews: Sequence[Review], progress: Progress | None
    ) -> tuple[list[Passage], Vectors]:
        passages: list[Passage] = []
        for review in reviews:
            own = cut(review, first_number=len(passages))
            flagged = (replace(passage, spoiler=review.spoiler) for passage in own)
            passages.extend(tag_seasons(flagged, last_season=show.seasons))
        texts = [passage.text for passage in passages]
        vectors = self.encoder.encode(texts, progress=progress)
        same_model = self.feeler.identity == self.encoder.identity
        feelings = self.head.read(vectors if same_model else self.feeler.encode(texts))
        annotated = [
            replace(
                passage,
                aspects=self.aspects.cued(passage.text),
                polarity=feeling.polarity,
                valence=feeling.valence,
            )
            for passage, feeling in zip(passages, feelings, strict=True)
        ]
        return annotated, vectors

    def _write(
        self,
        folder: Path,
        show: Show,
        reviews: Sequence[Review],
        passages: Sequence[Passage],
        vectors: Vectors,
        sources: dict[str, str],
    ) -> Manifest:
        write_records(folder / RECORDS_FILE, reviews, passages)
        write_lexical(folder / LEXICAL_FOLDER, passages)
        factory = write_vectors(folder / VECTORS_FILE, vectors)
        now = dt.datetime.now(dt.UTC)
        manifest = Manifest(
            format=FORMAT,
            id=f"{now:%Y%m%dT%H%M%S%fZ}-{secrets.token_hex(3)}",
            show=show.slug,
            built_at=now.isoformat(timespec="seconds"),
            model=self.encoder.identity,
            vectors=factory,
            reviews=len(reviews),
            passages=len(passages),
            recipe=recipe(),
            sources=sources,
            files=file_digests(folder),
            checks={},
        )
        _write_manifest(folder, manifest)
        opened = Snapshot.open(folder)
        try:
            checked = replace(manifest, checks=check_contents(opened))
        finally:
            opened.close()
        _write_manifest(folder, checked)
        return checked


def source_digests(show: Show) -> dict[str, str]:
    """Return the sha256 of every file that the show is made of, by name."""
    return {path.name: sha256_of(path) for path in (show.folder / SHOW_FILE, *source_files(show.folder))}


def recipe() -> str:
    """Return the digest of what shapes annotations: the code's number for it and its data files."""
    digest = hashlib.sha256(f"annotations {ANNOTATIONS}".encode())
    for path in (CATALOGUE_FILE, HEAD_FILE):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _notes(shelf: Shelf) -> tuple[str, ...]:
    """Say why a snapshot that is there is not built upon, if so."""
    if not shelf.ids():
        return ()
    try:
        Manifest.read(shelf.live_folder())
    except SnapshotError as error:
        return (f"the earlier snapshot could not be used ({error}); built anew",)
    return ()


def _write_manifest(folder: Path, manifest: Manifest) -> None:
    text = json.dumps(manifest.to_json(), indent=2, ensure_ascii=False)
    (folder / MANIFEST_FILE).write_text(f"{text}\n", encoding="utf-8")
