"""One finished, immutable index of one show, in a folder of its own.

reviews.sqlite   reviews, passages and what is known of them
lexical/         the passages' words (tantivy)
vectors.faiss    the passages' vectors (FAISS); of a large show in cells, with vectors.f16 beside
tokens/          the vectors of their word pieces
scopes/          which season and aspects each is about and how it feels, in bits
manifest.json    what it was made from and with, and each file's digest
"""

import errno
import json
import os
import random
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np

from index.encoder import ModelIdentity
from index.errors import SnapshotError, UnreadableError
from index.files import sha256_of
from index.lexical import LexicalIndex
from index.likeness import Likeness
from index.model import Review
from index.records import Records
from index.scopes import ScopeIndex
from index.tokens import TokenIndex
from index.vectors import VECTORS_FILE, VectorIndex, VectorSearch

FORMAT = 13
"""Raised whenever a snapshot of the code before can't be read any more, or has vectors of other weights."""

RECORDS_FILE = "reviews.sqlite"
LEXICAL_FOLDER = "lexical"
TOKENS_FOLDER = "tokens"
SCOPES_FOLDER = "scopes"
MANIFEST_FILE = "manifest.json"
_SELF_CHECKS = 50
"""Passages that must find themselves when a snapshot is verified."""
_UNIT_TOLERANCE = 1e-3


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot was made from and with.

    ``precision`` is how the model's weights were kept when it made the vectors; those of
    either serve both. ``sources`` and ``files`` give each file's sha256; ``recipe`` is the digest
    of everything in the code's data that shapes annotations.
    """

    format: int
    id: str
    show: str
    built_at: str
    model: ModelIdentity
    precision: str
    search: VectorSearch
    reviews: int
    passages: int
    recipe: str
    sources: dict[str, str]
    files: dict[str, str]
    checks: dict[str, str]

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read a snapshot's manifest; SnapshotError when it is missing, damaged or of another format.

        UnreadableError when this user may not read it.
        """
        path = folder / MANIFEST_FILE
        try:
            fields: Any = json.loads(path.read_text(encoding="utf-8"))
            if not isinstance(fields, dict):
                raise SnapshotError(f"{path} is no manifest: rebuild the show's index")
            if fields.get("format") != FORMAT:
                raise SnapshotError(
                    f"{path} has format {fields.get('format')}, this version reads {FORMAT}: "
                    "rebuild the show's index"
                )
            parts = {"model": ModelIdentity(**fields["model"]), "search": VectorSearch(**fields["search"])}
            return cls(**{**fields, **parts})
        except PermissionError as error:
            raise UnreadableError(path, error.strerror) from error
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise SnapshotError(f"{path} can't be read: rebuild the show's index") from error

    def to_json(self) -> dict[str, Any]:
        """Return the manifest as it stands in its file."""
        return asdict(self)


class Snapshot:
    """An open snapshot: its records, its words, its vectors, those of its word pieces, its scopes."""

    def __init__(
        self,
        manifest: Manifest,
        records: Records,
        lexical: LexicalIndex,
        vectors: VectorIndex,
        tokens: TokenIndex,
        scopes: ScopeIndex,
    ) -> None:
        self.manifest = manifest
        self.records = records
        self.lexical = lexical
        self.vectors = vectors
        self.tokens = tokens
        self.scopes = scopes

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open a snapshot; raises SnapshotError when a part of it is missing or damaged.

        UnreadableError when this user may not read it.
        """
        try:
            return cls._open(folder)
        except SnapshotError:
            _refuse_unreadable(folder)
            raise

    @classmethod
    def _open(cls, folder: Path) -> Self:
        manifest = Manifest.read(folder)
        with ExitStack() as opened:
            records = Records.open(folder / RECORDS_FILE, manifest.show)
            opened.callback(records.close)
            snapshot = cls(
                manifest,
                records,
                LexicalIndex.open(folder / LEXICAL_FOLDER),
                VectorIndex.open(folder, manifest.search),
                TokenIndex.open(folder / TOKENS_FOLDER),
                ScopeIndex.open(folder / SCOPES_FOLDER),
            )
            opened.pop_all()
        return snapshot

    def close(self) -> None:
        """Close its files."""
        self.records.close()

    @cached_property
    def likeness(self) -> Likeness:
        """How near its passages come to what reviewers write about each aspect."""
        return Likeness(self.records.aspect_examples, self.vectors)


def _refuse_unreadable(folder: Path) -> None:
    """Raise UnreadableError for what this user may not read in a folder: every part fails in its own way."""
    for path in (folder, *sorted(folder.rglob("*"))):
        if not os.access(path, os.R_OK | os.X_OK if path.is_dir() else os.R_OK):
            raise UnreadableError(path, os.strerror(errno.EACCES))


def file_digests(folder: Path) -> dict[str, str]:
    """Return the sha256 of every file of a snapshot but its manifest, by path inside it."""
    return {
        path.relative_to(folder).as_posix(): sha256_of(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST_FILE and not path.name.endswith(".lock")
    }


def verify(folder: Path) -> dict[str, str]:
    """Check a snapshot's files against its manifest and against each other.

    Returns what was checked, by name, each "ok" with its number; raises
    SnapshotError with the first thing that is wrong.
    """
    manifest = Manifest.read(folder)
    check_digests(folder, manifest)
    snapshot = Snapshot.open(folder)
    try:
        return {
            "digests": f"ok: {len(manifest.files)} files",
            "counts": _check_counts(snapshot),
            "offsets": _check_offsets(snapshot),
            "vectors": _check_vectors(snapshot),
        }
    finally:
        snapshot.close()


def check_contents(snapshot: Snapshot) -> dict[str, str]:
    """Check a snapshot's parts against each other, before its manifest is final; raises SnapshotError."""
    return {
        "counts": _check_counts(snapshot),
        "offsets": _check_offsets(snapshot),
        "vectors": _check_vectors(snapshot),
    }


def check_digests(folder: Path, manifest: Manifest) -> None:
    """Check a snapshot's files against its manifest; raises SnapshotError with the first that differs."""
    found = file_digests(folder)
    if set(found) - set(manifest.files):
        raise SnapshotError(f"{folder} holds files that its manifest doesn't name: rebuild the show's index")
    for name, digest in manifest.files.items():
        if found.get(name) != digest:
            state = "is missing" if name not in found else "has changed"
            raise SnapshotError(
                f"{folder / name} {state} since it was built: roll back or rebuild the show's index"
            )


def _check_counts(snapshot: Snapshot) -> str:
    reviews, passages = snapshot.records.counts()
    counts = {
        "manifest": snapshot.manifest.passages,
        RECORDS_FILE: passages,
        LEXICAL_FOLDER: len(snapshot.lexical),
        VECTORS_FILE: len(snapshot.vectors),
        TOKENS_FOLDER: len(snapshot.tokens),
        SCOPES_FOLDER: len(snapshot.scopes),
    }
    if len(set(counts.values())) != 1 or reviews != snapshot.manifest.reviews:
        raise SnapshotError(
            f"the parts of snapshot {snapshot.manifest.id} disagree on their passages: {counts}"
        )
    return f"ok: {reviews} reviews, {passages} passages"


def _check_offsets(snapshot: Snapshot) -> str:
    """Check every passage against its review's text; both come in order, so one review is held at a time."""
    reviews = snapshot.records.reviews()
    review: Review | None = None
    checked = 0
    for number, of_review, start, end, text in snapshot.records.offsets():
        while review is None or review.id != of_review:
            review = next(reviews, None)
            if review is None:
                raise SnapshotError(f"passage {number} is of no review here")
        if review.text[start:end] != text:
            raise SnapshotError(f"passage {number} isn't the text of {of_review} at its offsets")
        checked += 1
    return f"ok: {checked} passages"


def _check_vectors(snapshot: Snapshot) -> str:
    count = len(snapshot.vectors)
    chosen = sorted(random.Random(0).sample(range(count), min(_SELF_CHECKS, count)))  # noqa: S311 (a fixed sample)
    vectors = snapshot.vectors.vectors(chosen)
    norms = np.linalg.norm(vectors, axis=1)
    if not np.all(np.abs(norms - 1) < _UNIT_TOLERANCE):
        raise SnapshotError("the vectors aren't of length 1: rebuild the show's index")
    for vector in vectors:
        nearest = snapshot.vectors.nearest(vector, 1)
        if not nearest or nearest[0][1] < 1 - _UNIT_TOLERANCE:
            raise SnapshotError("a passage doesn't find itself by its vector: rebuild the show's index")
    return f"ok: {len(chosen)} passages find themselves"
