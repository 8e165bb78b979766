"""Small real stand-ins: an encoder whose nearness is word overlap, and what is built with it."""

import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.build.builder import Builder
from index.encoders.base import DoneCallback, Encoded, Features, ModelIdentity, TokenVectors, Vectors
from index.heads.aspects import AspectHead
from index.heads.base import Origin
from index.heads.catalogue import aspect_catalogue
from index.heads.hashed_phrases import BUCKETS
from index.heads.network import Network
from index.heads.piece_network import PieceNetwork
from index.heads.polarity import PolarityHead
from index.heads.spoilers import SpoilerHead
from index.language.words import words
from index.library.library import Library
from index.reading.annotator import Annotator

DIMENSION = 512
AN_ORIGIN = Origin("digest of some data", "python -m training --only something", {"accuracy": 0.75})
"""What trained weights were made from."""
_SALT = "s4"
"""Chosen so that no everyday word shares a slot with one that is liked or disliked."""
_LIKED = ("great", "good", "love", "loved", "brilliant", "superb", "excellent")
_DISLIKED = ("bad", "awful", "boring", "terrible", "hate", "hated", "disaster")


class WordOverlapEncoder:
    """Encodes a text as the bag of its words: texts are as near as the words they share."""

    def __init__(self, name: str = "word-overlap", *, dimension: int = DIMENSION) -> None:
        self._name = name
        self._dimension = dimension
        self.texts_encoded = 0

    @property
    def identity(self) -> ModelIdentity:
        return ModelIdentity(self._name, f"digest of {self._name}", self._dimension)

    @property
    def precision(self) -> str:
        return "fp32"

    def encode(self, texts: Sequence[str], *, on_done: DoneCallback | None = None) -> Vectors:
        self.texts_encoded += len(texts)
        vectors = np.zeros((len(texts), self._dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in words(text):
                vectors[row, _slot(word, self._dimension)] += 1
            if not vectors[row].any():
                vectors[row, 0] = 1
        if on_done:
            on_done(len(texts), len(texts))
        unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit

    def encode_tokens(self, texts: Sequence[str]) -> list[Encoded]:
        return [
            Encoded(vector, vector, pieces := _pieces(text, self._dimension), pieces.vectors)
            for text, vector in zip(texts, self.encode(texts), strict=True)
        ]


def _pieces(text: str, dimension: int) -> TokenVectors:
    """One piece a word, each in a direction of its own."""
    ids = np.array([_slot(word, dimension) for word in words(text)] or [0], dtype=np.int64)
    return TokenVectors(ids, np.eye(dimension, dtype=np.float32)[ids])


def word_head(model: str = "word-overlap") -> PolarityHead:
    """A polarity head over word-overlap features: positive and negative by a few words, none without them."""
    of_words = np.zeros((2, 2 * DIMENSION), dtype=np.float32)
    for unit, liked in enumerate((_DISLIKED, _LIKED)):
        of_words[unit, [_slot(word) for word in liked]] = 20
    return PolarityHead(
        network=whole_network(
            of_words,
            np.array([[1, 0], [0, 0], [0, 1]], dtype=np.float32),
            np.array([0.0, 2.0, 0.0], dtype=np.float32),
        ),
        mixing=Network(
            of_words, np.zeros(2, np.float32), np.zeros((1, 2), np.float32), np.array([-10.0], np.float32)
        ),
        phrase_weights=np.zeros((3, BUCKETS), dtype=np.float32),
        phrase_biases=np.zeros(3, dtype=np.float32),
        model_sha256=f"digest of {model}",
    )


def whole_network(
    whole: Vectors, outer: Vectors, biases: Vectors, *, dimension: int = DIMENSION
) -> PieceNetwork:
    """A network that reads the texts' vectors alone: one look at their pieces takes nothing of them."""
    nothing = np.zeros((1, dimension), np.float32)
    none = np.zeros(1, np.float32)
    unread = np.zeros((len(outer), 2), np.float32)
    return PieceNetwork(
        looks=nothing,
        taken=nothing,
        taken_biases=none,
        peaks=nothing,
        peak_biases=none,
        whole=whole,
        whole_biases=np.zeros(len(whole), np.float32),
        outer=np.hstack([unread, outer]),
        outer_biases=biases,
    )


def features_of(texts: Sequence[str]) -> Features:
    """What heads read of texts, at least one, encoded by their words."""
    return Features.of(WordOverlapEncoder().encode_tokens(texts))


def never_spoils(model: str = "word-overlap") -> SpoilerHead:
    """A spoiler head that leaves covering to phrases and to reviews' own marks."""
    nothing = np.zeros((1, 2 * DIMENSION), np.float32)
    network = whole_network(nothing, np.zeros((1, 1), np.float32), np.array([-10.0], np.float32))
    return SpoilerHead(network, f"digest of {model}")


def make_builder(encoder: WordOverlapEncoder | None = None) -> Builder:
    """A builder that needs no model."""
    chosen = encoder or WordOverlapEncoder()
    return Builder(chosen, make_annotator())


def make_annotator(model: str = "word-overlap") -> Annotator:
    """An annotator whose encoder counts nothing."""
    return annotator_of(WordOverlapEncoder(model))


def annotator_of(feeler: WordOverlapEncoder) -> Annotator:
    """An annotator that reads by this encoder, and aspects by their cues alone."""
    name = feeler.identity.name
    empty = np.zeros((0, 2 * DIMENSION), np.float32)
    nothing = whole_network(empty, np.zeros((0, 0), np.float32), empty[:, 0])
    by_cues = AspectHead((), nothing, f"digest of {name}")
    return Annotator(feeler, word_head(name), never_spoils(name), by_cues, aspect_catalogue())


def make_library(folder: Path, encoder: WordOverlapEncoder | None = None) -> Library:
    """A library under ``folder``: shows in seeds/, indexes in data/; it looks at them anew each time."""
    return Library(folder / "seeds", folder / "data", make_builder(encoder), listed_for=0)


def add_show(folder: Path, slug: str = "harbour", *, reviews: Sequence[str], **fields: object) -> Path:
    """Write a show into ``folder``/seeds and return its own folder."""
    show = folder / "seeds" / slug
    show.mkdir(parents=True, exist_ok=True)
    fields = {"title": slug.title(), **fields}
    lines = [f"{key} = {_toml(value)}" for key, value in fields.items()]
    (show / "show.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (show / "reviews.txt").write_text("".join(f"  • {text}\n" for text in reviews), encoding="utf-8")
    return show


def _toml(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    return str(value) if isinstance(value, int) else f'"{value}"'


def _slot(word: str, dimension: int = DIMENSION) -> int:
    return zlib.crc32(f"{_SALT}{word}".encode()) % dimension
