"""One finished, immutable index of one show, in a folder of its own.

reviews.sqlite   reviews, passages and what is known of them
lexical/         the passages' words (tantivy)
vectors.faiss    the passages' vectors (FAISS); of a large show in cells, with vectors.f16 beside
tokens/          the vectors of their word pieces
scopes/          which season and aspects each is about and how it feels, in bits
manifest.json    what it was made from and with, and each file's size and digest
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Self

from index.errors import SnapshotError, WorthwatchError
from index.store.lexical import LexicalIndex, is_panic
from index.store.likeness import Likeness
from index.store.manifest import Manifest, check_files
from index.store.records.reader import Records
from index.store.scopes import ScopeIndex
from index.store.tokens import TokenIndex
from index.store.vectors import VECTORS, VectorIndex

RECORDS_FILE = "reviews.sqlite"
LEXICAL_FOLDER = "lexical"
TOKENS_FOLDER = "tokens"
SCOPES_FOLDER = "scopes"
_READ_UP_TO = 32_000_000
"""Bytes of files, the smallest first, whose digests are looked at whenever a snapshot is opened.

That is every file of a show of some 450 reviews; it takes some 20 ms at most. A larger show's
largest files are looked at by a build and by ``verify`` alone: reading them takes seconds.
"""


class Snapshot:
    """An open snapshot: its records, its words, its vectors, those of its word pieces, its scopes."""

    def __init__(
        self,
        folder: Path,
        manifest: Manifest,
        records: Records,
        lexical: LexicalIndex,
        vectors: VectorIndex,
        tokens: TokenIndex,
        scopes: ScopeIndex,
    ) -> None:
        self._folder = folder
        self.manifest = manifest
        self.records = records
        self.lexical = lexical
        self.vectors = vectors
        self.tokens = tokens
        self.scopes = scopes

    @classmethod
    def open(cls, folder: Path, show: str) -> Self:
        """Open a show's snapshot; raises SnapshotError when a part of it is missing or damaged."""
        manifest = Manifest.read(folder, show)
        check_files(folder, manifest, read_up_to=_READ_UP_TO)
        try:
            with _damage_told(folder, manifest):
                return cls._opened(folder, manifest)
        except (OSError, ValueError, RuntimeError) as error:  # no damage, so that no build mends it
            raise SnapshotError(f"{folder} is as it was built but can't be opened: {error}") from error

    @classmethod
    def _opened(cls, folder: Path, manifest: Manifest) -> Self:
        with ExitStack() as opened:
            records = Records.open(folder / RECORDS_FILE, manifest.show)
            opened.callback(records.close)
            snapshot = cls(
                folder,
                manifest,
                records,
                LexicalIndex.open(folder / LEXICAL_FOLDER),
                VECTORS.open(folder, manifest.search),
                TokenIndex.open(folder / TOKENS_FOLDER),
                ScopeIndex.open(folder / SCOPES_FOLDER),
            )
            snapshot.check_lengths()
            opened.pop_all()
        return snapshot

    def close(self) -> None:
        """Close its files."""
        self.records.close()

    @contextmanager
    def damage_told(self) -> Iterator[None]:
        """Raise SnapshotError where what fails inside fails because a file of this snapshot is damaged.

        Files are read once something failed: until then it costs nothing.
        """
        with _damage_told(self._folder, self.manifest):
            yield

    def check_lengths(self) -> None:
        """Check that the parts hold as many passages as the manifest says; raises SnapshotError."""
        counts = {
            "manifest": self.manifest.passages,
            LEXICAL_FOLDER: len(self.lexical),
            "vectors": len(self.vectors),
            TOKENS_FOLDER: len(self.tokens),
            SCOPES_FOLDER: len(self.scopes),
        }
        dimensions = {self.manifest.model.dimension, self.vectors.dimension, len(self.tokens.projection)}
        if len(set(counts.values())) != 1 or len(dimensions) != 1:
            raise unsound(f"the parts of it disagree on their passages: {counts}", self.manifest)

    @cached_property
    def likeness(self) -> Likeness:
        """How near its passages come to what reviewers write about each aspect."""
        return Likeness(self.records.aspect_examples, self.vectors)


def unsound(problem: str, manifest: Manifest) -> SnapshotError:
    """Return what tells that a snapshot isn't right although its files are as they were built."""
    return SnapshotError(
        f"snapshot {manifest.id}: {problem}: run “worthwatch index build --full --show {manifest.show}”"
    )


@contextmanager
def _damage_told(folder: Path, manifest: Manifest) -> Iterator[None]:
    """Look at every file once anything fails inside: what a damaged one raises can be of any kind."""
    try:
        yield
    except Exception as error:
        explained = isinstance(error, WorthwatchError) and not isinstance(error, SnapshotError)
        if not explained and not isinstance(error, BrokenPipeError):
            _blame(folder, manifest, error)
        raise
    except BaseException as error:
        if not is_panic(error):
            raise
        _blame(folder, manifest, error)
        raise RuntimeError(
            f"the word index gave up: {error}"
        ) from error  # so that one question fails, not all


def _blame(folder: Path, manifest: Manifest, error: BaseException) -> None:
    """Raise SnapshotError where a file has changed; return where none has and the fault is elsewhere."""
    try:
        check_files(folder, manifest)
    except SnapshotError as damage:
        raise damage from error
