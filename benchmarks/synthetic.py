"""Shows and vectors larger than the reviews at hand, put together from real sentences.

They have the size and about the shape of real ones, and serve to measure time and memory, not answers.
"""

import json
from collections.abc import Iterator, Sequence
from itertools import chain, islice, product
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from benchmarks.systems import ROOT
from index import DoneCallback, Encoded, Encoder, Show, Vectors
from index.encoders.base import TokenVectors
from index.reading.cut import cut
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
_AND = ", and what is more, "
"""Joins two sentences into one passage."""
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


def write_large_show(folder: Path, passages: int) -> Show:
    """Write a show of so many passages, each of two real sentences, and return it."""
    folder.mkdir(parents=True)
    (folder / "show.toml").write_text('title = "Large"\nseasons = 3\n', encoding="utf-8")
    chance = np.random.default_rng(0)
    known = np.array([text.rstrip(".!? ") for text in sentences() if _is_one(text)])
    with (folder / "reviews.txt").open("w", encoding="utf-8") as page:
        for start in range(0, passages, _OF_A_REVIEW):
            chosen = known[chance.integers(len(known), size=(min(_OF_A_REVIEW, passages - start), 2))]
            page.write(f"• {' '.join(f'{first}{_AND}{second}.' for first, second in chosen)}\n")
    return read_show(folder)


class MixingEncoder:
    """Encodes what ``write_large_show`` wrote by mixing what the model gave for the two sentences.

    A million sentences take the model the better part of an hour; mixed, their vectors are about as
    different, and everything but the model's own time is as it would be.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.identity = encoder.identity
        self.precision = encoder.precision
        known = sentences()
        self._known = dict(
            zip((text.rstrip(".!? ") for text in known), encoder.encode_tokens(known), strict=True)
        )

    def encode(self, texts: Sequence[str], *, on_done: DoneCallback | None = None) -> Vectors:
        """Return what the model itself gives: the aspects' own texts."""
        return self._encoder.encode(texts, on_done=on_done)

    def encode_tokens(self, texts: Sequence[str]) -> list[Encoded]:
        """Return the mixed vectors, middles and the word pieces of both sentences."""
        return [self._mixed(text) for text in texts]

    def _mixed(self, text: str) -> Encoded:
        first, _, second = text.rstrip(".").partition(_AND)
        one = self._known.get(first) or self._encoder.encode_tokens([first])[0]
        other = self._known.get(second, one)
        share = _WEIGHT[0] + (_WEIGHT[1] - _WEIGHT[0]) * (crc32(text.encode()) % 1000) / 1000
        tokens = TokenVectors(
            np.concatenate([one.tokens.ids, other.tokens.ids]),
            np.concatenate([one.tokens.vectors, other.tokens.vectors]),
        )
        return Encoded(
            _mix(one.vector, other.vector, share),
            _mix(one.middle, other.middle, share),
            tokens,
            np.concatenate([one.inside, other.inside]),
        )


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


def _mix(one: Vectors, other: Vectors, share: float) -> Vectors:
    mixed = share * one + (1 - share) * other
    unit: Vectors = (mixed / np.linalg.norm(mixed)).astype(np.float32)
    return unit


def _is_one(text: str) -> bool:
    """Tell whether a sentence stays one passage with another after it."""
    return not any(mark in text.rstrip(".!? ") for mark in ".!?…:;•\n")


def _reviews(passages: int) -> Iterator[str]:
    """Yield reviews of different sentences: real ones with an opener, then, if they run out, joined ones."""
    known: list[str] = np.random.default_rng(0).permutation(sentences()).tolist()
    ends = [text.rstrip(".!? ") for text in known]
    joined = (
        f"{ends[place]}{_AND}{known[(place + step) % len(known)]}"
        for step in range(1, len(known))
        for place in range(len(known))
    )
    every = chain((f"{opener}{text}" for opener, text in product(_OPENERS, known)), joined)
    enough = islice(every, 2 * passages)  # some sentences lack an end and make one passage with the next
    while own := list(islice(enough, _OF_A_REVIEW)):
        yield " ".join(own)


def _write_reviews(folder: Path, texts: list[str]) -> None:
    page = "".join(f"• {text}\n" for text in texts)
    (folder / "reviews.txt").write_text(page, encoding="utf-8")
