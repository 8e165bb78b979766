"""From a show's sources to a live snapshot."""

import datetime as dt
import hashlib
import json
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from index.aspects import CATALOGUE_FILE, AspectCatalogue
from index.clauses import clauses
from index.duplicates import repeats
from index.encoder import Encoder, Progress, Vectors
from index.errors import ModelError, NoIndexError, SnapshotError, SourceError
from index.lexical import write_lexical
from index.model import BuildReport, Passage, Review, Show
from index.passages import cut
from index.polarity import HEAD_FILE, Feeling, PolarityHead, advised, whole
from index.records import write_records
from index.seasons import mentions, tag_seasons
from index.shelf import Shelf
from index.snapshot import (
    FORMAT,
    LEXICAL_FOLDER,
    MANIFEST_FILE,
    RECORDS_FILE,
    TOKENS_FOLDER,
    VECTORS_FILE,
    Manifest,
    Snapshot,
    check_contents,
    file_digests,
    sha256_of,
)
from index.sources import read_reviews, source_files
from index.sources.show_folder import SHOW_FILE
from index.spoilers import HEAD_FILE as SPOILERS_FILE
from index.spoilers import SpoilerHead
from index.tokens import TokenWriter
from index.vectors import write_vectors

ANNOTATIONS = 5
"""Raised whenever the code cuts or annotates passages otherwise than before."""
_STEP = 64
"""Passages encoded between two words of progress."""


@dataclass(frozen=True, slots=True)
class Builder:
    """Builds snapshots: ``encoder`` makes the vectors that are searched.

    ``feeler`` is the encoder that the heads were trained on, for polarity and
    for spoilers; it is the same as ``encoder`` unless another model was set.
    """

    encoder: Encoder
    feeler: Encoder
    head: PolarityHead
    spoilers: SpoilerHead
    aspects: AspectCatalogue

    def __post_init__(self) -> None:
        """Raise ModelError when a head was trained on another model than the feeler."""
        for trained_on in (self.head.model_sha256, self.spoilers.model_sha256):
            if trained_on != self.feeler.identity.sha256:
                raise ModelError(
                    "the polarity and spoiler weights are of another model: reinstall worthwatch"
                )

    def build(self, show: Show, shelf: Shelf, *, progress: Progress | None = None) -> BuildReport:
        """Build a snapshot of the show and make it live; the old one stays live until then.

        ``progress`` counts passages encoded. Raises SourceError, BuildBusyError,
        SnapshotError or ModelError, each leaving the live snapshot as it was.
        """
        started = time.monotonic()
        before = shelf.live_manifest()
        notes = _notes(shelf)
        with shelf.building() as folder:
            sources = source_digests(show)  # before reading: an edit in between leaves the snapshot stale
            reviews = _with_repeats(read_reviews(show))
            passages = _passages(show, reviews)
            vectors = self._encode(folder, passages, progress)
            passages = self._with_opinions(passages, vectors)
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

    def _encode(self, folder: Path, passages: Sequence[Passage], progress: Progress | None) -> Vectors:
        """Write the passages' word pieces; return their vectors, shape (passages, dimension)."""
        vectors = np.empty((len(passages), self.encoder.identity.dimension), dtype=np.float32)
        with TokenWriter(folder / TOKENS_FOLDER) as tokens:
            for start in range(0, len(passages), _STEP):
                step = self.encoder.encode_tokens(
                    [passage.text for passage in passages[start : start + _STEP]]
                )
                vectors[start : start + len(step)] = [encoded.vector for encoded in step]
                tokens.add([encoded.tokens for encoded in step])
                if progress:
                    progress(start + len(step), len(passages))
            tokens.finish()
        return vectors

    def _with_opinions(self, passages: Sequence[Passage], vectors: Vectors) -> list[Passage]:
        """Return the passages with what the heads read: aspects, feelings of each clause, spoilers."""
        texts = [passage.text for passage in passages]
        same_model = self.feeler.identity == self.encoder.identity
        known = vectors if same_model else self.feeler.encode(texts)
        feelings = self.head.read(texts, known)
        spoiling = self.spoilers.spoils(texts, known, [feeling.valence for feeling in feelings])
        parts = [clauses(text) for text in texts]
        turning = [part for own in parts if len(own) > 1 for part in own]
        of_parts = iter(self.head.read(turning, self.feeler.encode(turning)) if turning else ())
        opinions = []
        for passage, feeling, spoils, own in zip(passages, feelings, spoiling, parts, strict=True):
            felt = [next(of_parts) for _ in own] if len(own) > 1 else [feeling]
            covered = replace(passage, spoiler=passage.spoiler or spoils)
            judged = advised(passage.text, whole(feeling, own, felt), wishes=_wishes(passage))
            opinions.append(self._with_opinion(covered, judged, own, felt))
        return [_with_fitting_lead(*pair) for pair in zip([None, *opinions], opinions, strict=False)]

    def _with_opinion(
        self, passage: Passage, feeling: Feeling, parts: Sequence[str], felt: Sequence[Feeling]
    ) -> Passage:
        valences = dict.fromkeys(self.aspects.cued(passage.text), feeling.valence)
        for part, of_part in zip(parts, felt, strict=True):
            valences.update(dict.fromkeys(self.aspects.cued(part), of_part.valence))
        return replace(
            passage,
            aspects=tuple(valences),
            aspect_valences=tuple(valences.values()),
            polarity=feeling.polarity,
            valence=feeling.valence,
        )

    def _aspect_questions(self) -> list[tuple[str, Vectors]]:
        """Return every example question of the catalogue as its aspect and its vector."""
        pairs = [(name, text) for name, aspect in self.aspects.aspects.items() for text in aspect.questions]
        vectors = self.encoder.encode([text for _, text in pairs])
        return [(name, vector) for (name, _), vector in zip(pairs, vectors, strict=True)]

    def _write(
        self,
        folder: Path,
        show: Show,
        reviews: Sequence[Review],
        passages: Sequence[Passage],
        vectors: Vectors,
        sources: dict[str, str],
    ) -> Manifest:
        write_records(folder / RECORDS_FILE, reviews, passages, self._aspect_questions())
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


def _with_repeats(reviews: Sequence[Review]) -> list[Review]:
    """Return the reviews, each that repeats an earlier one marked with that one's row."""
    found = repeats(reviews)
    return [replace(review, repeats=found.get(review.row)) for review in reviews]


def _passages(show: Show, reviews: Sequence[Review]) -> list[Passage]:
    """Return every review's passages, numbered through, with seasons and the review's own spoiler mark."""
    passages: list[Passage] = []
    for review in reviews:
        own = cut(review, first_number=len(passages))
        flagged = (replace(passage, spoiler=review.spoiler) for passage in own)
        passages.extend(tag_seasons(flagged, last_season=show.seasons))
    if not passages:
        raise SourceError(show.folder, 1, "no review here has a word in it")
    return passages


def _wishes(passage: Passage) -> bool:
    """Tell whether a passage hopes, waits or wonders about seasons, whatever else it says."""
    return any(mention.wish for mention in mentions(passage.text))


def _with_fitting_lead(before: Passage | None, passage: Passage) -> Passage:
    """Return the passage, read alone where the one before speaks of other seasons or gives plot away."""
    if before is None or passage.lead == passage.start:
        return passage
    fits = before.seasons == passage.seasons and before.spoiler <= passage.spoiler
    return passage if fits else replace(passage, lead=passage.start)


def source_digests(show: Show) -> dict[str, str]:
    """Return the sha256 of every file that the show is made of, by name."""
    paths = (show.folder / SHOW_FILE, *source_files(show.folder))
    return {path.name: sha256_of(path) for path in paths if path.is_file()}


def recipe() -> str:
    """Return the digest of what shapes annotations: the code's number for it and its data files."""
    digest = hashlib.sha256(f"annotations {ANNOTATIONS}".encode())
    for path in (CATALOGUE_FILE, HEAD_FILE, SPOILERS_FILE):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _notes(shelf: Shelf) -> tuple[str, ...]:
    """Say why a snapshot that is there is not built upon, if so."""
    if not shelf.ids():
        return ()
    try:
        Manifest.read(shelf.live_folder())
    except NoIndexError:
        return ()
    except SnapshotError as error:
        return (f"the earlier snapshot could not be used ({error}); built anew",)
    return ()


def _write_manifest(folder: Path, manifest: Manifest) -> None:
    text = json.dumps(manifest.to_json(), indent=2, ensure_ascii=False)
    (folder / MANIFEST_FILE).write_text(f"{text}\n", encoding="utf-8")
