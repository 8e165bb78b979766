"""Shows and vectors larger than the reviews at hand, put together from real sentences.

They have the size and about the shape of real ones, and serve to measure time and memory, not answers.
"""

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.systems import ROOT
from index import Show
from index.passages import cut
from index.sources import read_reviews, read_show

SENTENCES = ROOT / "training" / "sentences.jsonl"
_OPENERS = (
    "",
    "Honestly, ",
    "To be fair, ",
    "All in all, ",
    "As far as I can tell, ",
    "For what it's worth, ",
)
"""What sentences begin with, so that there are more of them."""
_OF_A_REVIEW = 8
_STEP = 50_000
"""Vectors mixed at once."""
_WEIGHT = (0.55, 0.85)
_NOISE = 0.01


def sentences(limit: int | None = None) -> list[str]:
    """Return the first sentences that the heads are trained on, each once."""
    lines = SENTENCES.read_text(encoding="utf-8").splitlines()
    return list(dict.fromkeys(json.loads(line)["text"] for line in lines))[:limit]


def write_show(folder: Path, passages: int) -> Show:
    """Write a show whose reviews have at least so many passages, hardly more, and return it."""
    folder.mkdir(parents=True)
    (folder / "show.toml").write_text('title = "Synthetic"\nseasons = 3\n', encoding="utf-8")
    texts = list(_reviews(passages))
    _write_reviews(folder, texts)
    show = read_show(folder)
    total = 0
    for review in read_reviews(show):
        total += len(cut(review))
        if total >= passages:
            _write_reviews(folder, texts[: review.row])
            return show
    raise ValueError(f"the sentences at hand give {total} passages at most")


def mixed_vectors(real: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """Return unit vectors, each w·a + (1 - w)·b of two real ones with noise; always the same ones."""
    chance = np.random.default_rng(0)
    mixed = np.empty((count, real.shape[1]), dtype=np.float32)
    for start in range(0, count, _STEP):
        rows = min(_STEP, count - start)
        first, second = real[chance.integers(len(real), size=(2, rows))]
        weight = chance.uniform(*_WEIGHT, size=(rows, 1)).astype(np.float32)
        noise = _NOISE * chance.standard_normal((rows, real.shape[1]), dtype=np.float32)
        vectors = weight * first + (1 - weight) * second + noise
        mixed[start : start + rows] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return mixed


def _reviews(passages: int) -> Iterator[str]:
    chance = np.random.default_rng(0)
    known = sentences()
    every = [f"{opener}{text}" for opener, text in product(_OPENERS, chance.permutation(known).tolist())]
    enough = min(2 * passages, len(every))  # some sentences lack an end and make one passage with the next
    for start in range(0, enough, _OF_A_REVIEW):
        yield " ".join(every[start : start + _OF_A_REVIEW])


def _write_reviews(folder: Path, texts: list[str]) -> None:
    page = "".join(f"• {text}\n" for text in texts)
    (folder / "reviews.txt").write_text(page, encoding="utf-8")
