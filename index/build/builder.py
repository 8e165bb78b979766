"""From a show's sources to a live snapshot."""

import datetime as dt
import secrets
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count
from pathlib import Path

import numpy as np

from index.build.earlier import EarlierSnapshot, ReadReview, ReadText, open_earlier
from index.build.memory import give_back
from index.build.recipe import recipe
from index.domain import BuildReport, Passage, Review, Show
from index.encoders.base import FULL_PRECISION, DoneCallback, Encoder
from index.errors import NoIndexError, SnapshotError, SourceError
from index.files import sha256_of
from index.language.seasons.topic import tag_seasons
from index.reading.annotator import Annotator
from index.reading.cut import cut
from index.reading.repeats import repeats
from index.sources import read_reviews, source_files
from index.sources.show_folder import SHOW_FILE
from index.sources.text import refuse_irregular
from index.store.checks import check_contents
from index.store.manifest import FORMAT, Manifest, file_marks
from index.store.records.reader import AspectTexts, AspectVectors
from index.store.shelf import Shelf
from index.store.snapshot import Snapshot
from index.store.vectors import VectorSearch
from index.store.writer import SnapshotWriter

_STEP = 512
"""Passages read and written at once, and so between two words of progress."""


@dataclass(frozen=True)
class Builder:
    """Builds snapshots: ``encoder`` makes the vectors that are searched, ``annotator`` reads the texts."""

    encoder: Encoder
    annotator: Annotator

    def build(
        self, show: Show, shelf: Shelf, *, anew: bool = False, on_done: DoneCallback | None = None
    ) -> BuildReport:
        """Build a snapshot of the show and make it live; the old one stays live until then.

        What the live snapshot knows of reviews and texts is taken over, unless ``anew``.
        ``on_done`` counts reviews. Raises SourceError, BuildBusyError, SnapshotError,
        StorageError or ModelError, each leaving the live snapshot as it was.
        """
        started = time.monotonic()
        with shelf.building() as folder:
            before, notes = _live(shelf)
            sources = source_digests(show)
            with ExitStack() as opened:
                built_upon = before if before and not anew and self._could_have_built(show, before) else None
                earlier = open_earlier(shelf) if built_upon else None
                if earlier:
                    opened.callback(earlier.close)
                known = earlier.repeats(sources) if earlier else None
                reviews, repeated = _looked_through(show, known, folder)
                earlier = earlier if earlier and earlier.serves(reviews) else None
                writer = opened.enter_context(
                    SnapshotWriter(
                        folder,
                        self.encoder.identity.dimension,
                        projection=earlier.projection if earlier else None,
                    )
                )
                told = (lambda done: on_done(done, reviews)) if on_done else None
                self._write(show, repeated, earlier, writer, told)
                search = writer.finish(earlier.aspects if earlier else self._aspects)
            manifest = self._finish(folder, show, writer, search, sources)
            if source_digests(show) != sources:  # its files were read twice, and may not fit each other
                raise SourceError(show.folder, 1, "was changed while it was read: build again")
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
        return manifest.sources != source_digests(show) or not self._could_have_built(show, manifest)

    def _could_have_built(self, show: Show, manifest: Manifest) -> bool:
        """Tell whether a snapshot's texts were read as this builder would read them, or better.

        What full precision read needn't be read again in one-byte weights.
        """
        return (
            manifest.model == self.encoder.identity
            and manifest.recipe == self._recipe(show)
            and manifest.precision in {FULL_PRECISION, self.encoder.precision}
        )

    def _write(
        self,
        show: Show,
        repeated: Mapping[int, int],
        earlier: EarlierSnapshot | None,
        writer: SnapshotWriter,
        told: Callable[[int], None] | None,
    ) -> None:
        """Write every review with its passages, some at a time; ``told`` hears how many are done."""
        for some in _steps(show, _with_repeats(read_reviews(show), repeated), earlier):
            finished = self._finished(some, earlier)
            passages = _numbered(some, finished, writer.passages)
            writer.add(
                [one.review for one in some],
                passages,
                np.concatenate([own.vectors for own in finished]),
                [pieces for own in finished for pieces in own.pieces],
            )
            give_back()
            if told:
                told(writer.reviews)
        if not writer.passages:
            raise SourceError(show.folder, 1, "no review here has a word in it")

    def _finished(self, some: Sequence["_Cut"], earlier: EarlierSnapshot | None) -> list[ReadReview]:
        """Return each review's passages read, those known from before as they were."""
        texts = [passage.text for one in some if not one.known for passage in one.passages]
        read = self._read(list(dict.fromkeys(texts)), earlier)
        return [one.known or self._put_together(one.passages, read) for one in some]

    def _put_together(self, passages: Sequence[Passage], read: dict[str, ReadText]) -> ReadReview:
        own = [read[passage.text] for passage in passages]
        vectors = np.array([one.vector for one in own], np.float32)
        annotated = [passage.annotated(one.annotation) for passage, one in zip(passages, own, strict=True)]
        fitting = [_with_fitting_lead(*pair) for pair in zip([None, *annotated], annotated, strict=False)]
        return ReadReview(
            fitting, vectors.reshape(-1, self.encoder.identity.dimension), [one.pieces for one in own]
        )

    def _read(self, texts: Sequence[str], earlier: EarlierSnapshot | None) -> dict[str, ReadText]:
        """Return what the models give for different texts, from before where that is known."""
        before = {text: earlier.text(text) for text in texts} if earlier else {}
        read = {text: known for text, known in before.items() if known}
        new = [text for text in texts if text not in read]
        if not new:
            return read
        encoded = self.encoder.encode_tokens(new)
        annotations = self.annotator.annotate(new, encoded, self.encoder.identity)
        for text, one, annotation in zip(new, encoded, annotations, strict=True):
            read[text] = ReadText(one.vector, one.tokens, annotation)
        return read

    def _recipe(self, show: Show) -> str:
        return recipe(show, self._annotator_digest)

    @cached_property
    def _annotator_digest(self) -> str:
        """The annotator's digest, taken once: its heads have megabytes."""
        return self.annotator.digest

    @cached_property
    def _aspects(self) -> AspectTexts:
        """The catalogue's own texts as vectors: every show's."""
        known = self.annotator.aspects.aspects
        return AspectTexts(
            questions=self._aspect_vectors({name: known[name].questions for name in known}),
            examples=self._aspect_vectors({name: known[name].examples for name in known}),
        )

    def _aspect_vectors(self, texts: dict[str, tuple[str, ...]]) -> AspectVectors:
        pairs = [(name, text) for name, own in texts.items() for text in own]
        vectors = self.encoder.encode([text for _, text in pairs])
        return AspectVectors(tuple(name for name, _ in pairs), vectors)

    def _finish(
        self, folder: Path, show: Show, writer: SnapshotWriter, search: VectorSearch, sources: dict[str, str]
    ) -> Manifest:
        """Write what all was made from and with, then check it against itself."""
        now = dt.datetime.now(dt.UTC)
        manifest = Manifest(
            format=FORMAT,
            id=f"{now:%Y%m%dT%H%M%S%fZ}-{secrets.token_hex(3)}",
            show=show.slug,
            built_at=now.isoformat(timespec="seconds"),
            model=self.encoder.identity,
            precision=self.encoder.precision,
            search=search,
            reviews=writer.reviews,
            passages=writer.passages,
            recipe=self._recipe(show),
            sources=sources,
            files=file_marks(folder),
            checks={},
        )
        manifest.write(folder)
        opened = Snapshot.open(folder, show.slug)
        try:
            checked = replace(manifest, checks=check_contents(opened))
        finally:
            opened.close()
        checked.write(folder)
        return checked


@dataclass(frozen=True, slots=True)
class _Cut:
    """A review, with its passages as cut, or with what is known of it from before."""

    review: Review
    passages: Sequence[Passage]
    known: ReadReview | None


def _steps(
    show: Show, reviews: Iterable[Review], earlier: EarlierSnapshot | None
) -> Iterator[Sequence[_Cut]]:
    """Yield the reviews in order, some _STEP passages at a time."""
    waiting: list[_Cut] = []
    count = 0
    for review in reviews:
        known = earlier.review(review) if earlier else None
        passages = known.passages if known else _passages(show, review)
        waiting.append(_Cut(review, passages, known))
        count += len(passages)
        if count >= _STEP:
            yield waiting
            waiting, count = [], 0
    if waiting:
        yield waiting


def _passages(show: Show, review: Review) -> tuple[Passage, ...]:
    """Return a review's passages, numbered from 0, with seasons and the review's own spoiler mark."""
    flagged = (replace(passage, spoiler=review.spoiler) for passage in cut(review))
    return tag_seasons(flagged, last_season=show.seasons)


def _numbered(some: Sequence[_Cut], finished: Sequence[ReadReview], first: int) -> list[Passage]:
    """Return all the passages, numbered through from ``first``, each of its own review."""
    own = [
        (one.review.id, passage)
        for one, read in zip(some, finished, strict=True)
        for passage in read.passages
    ]
    return [
        passage  # as it was before: copying every one takes time
        if (passage.number, passage.review) == (number, review)
        else replace(passage, number=number, review=review)
        for number, (review, passage) in enumerate(own, first)
    ]


def _looked_through(
    show: Show, known: Mapping[int, int] | None, folder: Path
) -> tuple[int, Mapping[int, int]]:
    """Return how many reviews the show has, and which repeat which, by row; ``known`` where it is already.

    They are read here and once more to be written, so that no more than a few are held at a time; what
    is wrong with a file is raised before anything is written.
    """
    counter = count()
    reviews = (review for review, _ in zip(read_reviews(show), counter, strict=False))
    if known is None:
        known = repeats(reviews, folder)
    else:
        deque(reviews, maxlen=0)
    return next(counter), known


def _with_repeats(reviews: Iterable[Review], found: Mapping[int, int]) -> Iterator[Review]:
    """Yield the reviews, each that repeats an earlier one marked with that one's row, as ``found``."""
    for review in reviews:
        yield replace(review, repeats=found[review.row]) if review.row in found else review


def _with_fitting_lead(before: Passage | None, passage: Passage) -> Passage:
    """Return the passage, read alone where the one before speaks of other seasons or gives plot away."""
    if before is None or passage.lead == passage.start:
        return passage
    fits = before.seasons == passage.seasons and before.spoiler <= passage.spoiler
    return passage if fits else replace(passage, lead=passage.start)


def source_digests(show: Show) -> dict[str, str]:
    """Return the sha256 of every file that the show is made of, by name; raises SourceError."""
    paths = (show.folder / SHOW_FILE, *source_files(show.folder))
    return {path.name: _source_digest(path) for path in paths}


def _source_digest(path: Path) -> str:
    refuse_irregular(path)
    try:
        return sha256_of(path)
    except OSError as error:
        raise SourceError(path, 1, f"can't be read: {error.strerror}") from error


def _live(shelf: Shelf) -> tuple[Manifest | None, tuple[str, ...]]:
    """Return what the live snapshot was made from where it is sound; else say why it isn't."""
    try:
        return shelf.sound_manifest(), ()
    except NoIndexError:
        return None, ()
    except SnapshotError as error:
        return None, (f"the earlier snapshot could not be used ({error.problem}); built anew",)
