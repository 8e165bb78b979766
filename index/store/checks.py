"""Whether a snapshot is sound: its files as they were built, its parts of one mind."""

import random
from pathlib import Path

import numpy as np

from index.domain import Review
from index.store.manifest import Manifest, check_files
from index.store.snapshot import Snapshot, unsound

_SELF_CHECKS = 50
"""Passages that must find themselves when a snapshot is verified."""
_UNIT_TOLERANCE = 1e-3


def verify(folder: Path, show: str) -> dict[str, str]:
    """Check a show's snapshot: its files against its manifest, then its parts against each other.

    Returns what was checked, by name, each "ok" with its number; raises
    SnapshotError with the first thing that is wrong.
    """
    manifest = Manifest.read(folder, show)
    check_files(folder, manifest)
    snapshot = Snapshot.open(folder, show)
    try:
        return {"digests": f"ok: {len(manifest.files)} files", **check_contents(snapshot)}
    finally:
        snapshot.close()


def check_contents(snapshot: Snapshot) -> dict[str, str]:
    """Check a snapshot's parts against each other; raises SnapshotError."""
    return {
        "counts": _check_counts(snapshot),
        "offsets": _check_offsets(snapshot),
        "vectors": _check_vectors(snapshot),
    }


def _check_counts(snapshot: Snapshot) -> str:
    snapshot.check_lengths()
    found, told = snapshot.records.counts(), (snapshot.manifest.reviews, snapshot.manifest.passages)
    if found != told:
        raise unsound(f"reviews and passages are {found}, by the manifest {told}", snapshot.manifest)
    reviews, passages = found
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
                raise unsound(f"passage {number} is of no review here", snapshot.manifest)
        if review.text[start:end] != text:
            raise unsound(f"passage {number} isn't the text of {of_review} at its offsets", snapshot.manifest)
        checked += 1
    return f"ok: {checked} passages"


def _check_vectors(snapshot: Snapshot) -> str:
    count = len(snapshot.vectors)
    chosen = sorted(random.Random(0).sample(range(count), min(_SELF_CHECKS, count)))  # noqa: S311 (a fixed sample)
    vectors = snapshot.vectors.vectors(chosen)
    norms = np.linalg.norm(vectors, axis=1)
    if not np.all(np.abs(norms - 1) < _UNIT_TOLERANCE):
        raise unsound("the vectors aren't of length 1", snapshot.manifest)
    for vector in vectors:
        nearest = snapshot.vectors.nearest(vector, 1)
        if not nearest or nearest[0][1] < 1 - _UNIT_TOLERANCE:
            raise unsound("a passage doesn't find itself by its vector", snapshot.manifest)
    return f"ok: {len(chosen)} passages find themselves"
