"""From a show's sources to a live snapshot."""

import datetime as dt
import hashlib
import json
import secrets
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from index.aspects import CATALOGUE_FILE, AspectCatalogue
from index.clauses import clauses
from index.duplicates import repeats
from index.earlier import EarlierSnapshot, open_earlier
from index.encoder import Encoder, Progress, Vectors
from index.errors import ModelError, NoIndexError, SnapshotError, SourceError
from index.files import sha256_of
from index.lexical import write_lexical
from index.model import BuildReport, Passage, Review, Show
from index.passages import cut
from index.polarity import HEAD_FILE, Feeling, PolarityHead, advised, opposed, whole
from index.records import AspectTexts, AspectVectors, write_records
from index.seasons import mentions, tag_seasons
from index.shelf import Shelf
from index.snapshot import (
    FORMAT,
    LEXICAL_FOLDER,
    MANIFEST_FILE,
    RECORDS_FILE,
    TOKENS_FOLDER,
    Manifest,
    Snapshot,
    check_contents,
    file_digests,
)
from index.sources import read_reviews, source_files
from index.sources.show_folder import SHOW_FILE
from index.spoilers import HEAD_FILE as SPOILERS_FILE
from index.spoilers import SpoilerHead
from index.tokens import TokenWriter
from index.vectors import write_vectors

ANNOTATIONS = 7
"""Raised whenever the code cuts or annotates passages otherwise than before."""
_STEP = 512
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

    def build(
        self, show: Show, shelf: Shelf, *, anew: bool = False, progress: Progress | None = None
    ) -> BuildReport:
        """Build a snapshot of the show and make it live; the old one stays live until then.

        Texts that the live snapshot knows aren't encoded again, unless ``anew``.
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
            with ExitStack() as opened:
                earlier = None if anew else open_earlier(shelf, self.encoder.identity, recipe())
                if earlier:
                    opened.callback(earlier.close)
                    earlier = earlier if earlier.serves(len(passages)) else None
                vectors, known = self._encode(folder, passages, earlier, progress)
                passages = self._annotated(passages, vectors, known)
                aspects = earlier.aspects if earlier and earlier.annotated else self._aspects()
            self._write_parts(folder, reviews, passages, aspects)
            manifest = self._finish(folder, show, len(reviews), vectors, sources)
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

    def _encode(
        self,
        folder: Path,
        passages: Sequence[Passage],
        earlier: EarlierSnapshot | None,
        progress: Progress | None,
    ) -> tuple[Vectors, dict[int, Passage]]:
        """Write the passages' word pieces; return their vectors and what is known of them.

        Vectors are of shape (passages, dimension); known are the passages of ``earlier``
        whose annotations hold, by the number of the passage with their text.
        """
        vectors = np.empty((len(passages), self.encoder.identity.dimension), dtype=np.float32)
        known: dict[int, Passage] = {}
        with TokenWriter(
            folder / TOKENS_FOLDER, projection=earlier.projection if earlier else None
        ) as tokens:
            for start in range(0, len(passages), _STEP):
                texts = [passage.text for passage in passages[start : start + _STEP]]
                found = {text: earlier.find(text) for text in set(texts)} if earlier else {}
                new = [text for text in dict.fromkeys(texts) if not found.get(text)]
                encoded = dict(zip(new, self.encoder.encode_tokens(new), strict=True)) if new else {}
                for number, text in enumerate(texts, start):
                    if before := found.get(text):
                        vectors[number] = before.vector
                        tokens.add([before.pieces])
                        known |= {number: before.passage} if earlier and earlier.annotated else {}
                    else:
                        vectors[number] = encoded[text].vector
                        tokens.add([encoded[text].tokens])
                if progress:
                    progress(start + len(texts), len(passages))
            tokens.finish()
        return vectors, known

    def _annotated(
        self, passages: Sequence[Passage], vectors: Vectors, known: dict[int, Passage]
    ) -> list[Passage]:
        """Return the passages with what the heads read, taken over where it is known already."""
        new = [passage.number for passage in passages if passage.number not in known]
        fresh: dict[int, Passage] = {}
        for start in range(0, len(new), _STEP):
            step = new[start : start + _STEP]
            read = self._with_opinions([passages[number] for number in step], vectors[step])
            fresh |= {passage.number: passage for passage in read}
        opinions = [
            fresh[passage.number] if passage.number in fresh else _as_known(passage, known[passage.number])
            for passage in passages
        ]
        return [_with_fitting_lead(*pair) for pair in zip([None, *opinions], opinions, strict=False)]

    def _with_opinions(self, passages: Sequence[Passage], vectors: Vectors) -> list[Passage]:
        """Return passages with what the heads read: aspects, feelings of each clause, spoilers."""
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
            covered = replace(passage, spoiler=passage.spoiler or spoils, reveals=spoils)
            judged = advised(passage.text, whole(feeling, own, felt), wishes=_wishes(passage))
            opinions.append(self._with_opinion(covered, judged, own, felt))
        return opinions

    def _with_opinion(
        self, passage: Passage, feeling: Feeling, parts: Sequence[str], felt: Sequence[Feeling]
    ) -> Passage:
        valences = dict.fromkeys(self.aspects.cued(passage.text), feeling.valence)
        # A clause speaks for its aspect alone where the sentence turns; else it is too short to be read so.
        for part, of_part in zip(parts, felt, strict=True) if opposed(felt) else ():
            valences.update(dict.fromkeys(self.aspects.cued(part), of_part.valence))
        return replace(
            passage,
            aspects=tuple(valences),
            aspect_valences=tuple(valences.values()),
            polarity=feeling.polarity,
            valence=feeling.valence,
        )

    def _aspects(self) -> AspectTexts:
        """Return the catalogue's own texts as vectors."""
        known = self.aspects.aspects
        return AspectTexts(
            questions=self._aspect_vectors({name: known[name].questions for name in known}),
            examples=self._aspect_vectors({name: known[name].examples for name in known}),
        )

    def _aspect_vectors(self, texts: dict[str, tuple[str, ...]]) -> AspectVectors:
        pairs = [(name, text) for name, own in texts.items() for text in own]
        vectors = self.encoder.encode([text for _, text in pairs])
        return AspectVectors(tuple(name for name, _ in pairs), vectors)

    def _write_parts(
        self, folder: Path, reviews: Sequence[Review], passages: Sequence[Passage], aspects: AspectTexts
    ) -> None:
        write_records(folder / RECORDS_FILE, reviews, passages, aspects)
        write_lexical(folder / LEXICAL_FOLDER, passages)

    def _finish(
        self, folder: Path, show: Show, reviews: int, vectors: Vectors, sources: dict[str, str]
    ) -> Manifest:
        """Write the vectors, then what all was made from and with, then check it against itself."""
        search = write_vectors(folder, vectors)
        now = dt.datetime.now(dt.UTC)
        manifest = Manifest(
            format=FORMAT,
            id=f"{now:%Y%m%dT%H%M%S%fZ}-{secrets.token_hex(3)}",
            show=show.slug,
            built_at=now.isoformat(timespec="seconds"),
            model=self.encoder.identity,
            search=search,
            reviews=reviews,
            passages=len(vectors),
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


def _as_known(passage: Passage, known: Passage) -> Passage:
    """Return the passage with what another one of the same text says of itself, wherever it stands."""
    return replace(
        passage,
        aspects=known.aspects,
        aspect_valences=known.aspect_valences,
        polarity=known.polarity,
        valence=known.valence,
        reveals=known.reveals,
        spoiler=passage.spoiler or known.reveals,
    )


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
