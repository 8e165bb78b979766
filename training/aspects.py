"""Train the aspect head: what a sentence speaks of, on its features.

Data: the sentences of the reviews in ``shows/`` and those with aspects in ``sentences.jsonl``, written for
this project, and the examples in the catalogue. The figures are of the shows in ``evals/shows``,
which nothing is trained on, beside those of the catalogue's cues alone.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from index.encoders.base import Encoder, Features
from index.heads.aspects import HEAD_FILE, AspectHead, leanings, spoken_of
from index.heads.catalogue import CATALOGUE_FILE, aspect_catalogue
from training.materials import Materials, digests
from training.networks import PieceRecipe, fit_pieces
from training.sentences import Sentence
from training.trainer import Made, Trainer

RECIPE = PieceRecipe(units=96, rounds=12, decay=5e-2)
"""Chosen on the sentences of the shows in ``evals/shows``."""


def make(materials: Materials) -> Iterator[Made]:
    """Yield the head."""
    head = train(materials.sentences(), materials.encoder)
    yield Made(head, HEAD_FILE, figures(head, materials.held_sentences(), materials.encoder))


def learnt_from(materials: Materials) -> dict[str, str]:
    """Return the digests of the sentences and of the catalogue, by name."""
    return digests(CATALOGUE_FILE, *materials.sentence_files())


def train(sentences: Sequence[Sentence], encoder: Encoder) -> AspectHead:
    """Return the head that sentences and the catalogue's examples teach."""
    catalogue = aspect_catalogue()
    examples = [(text, (name,)) for name, one in catalogue.aspects.items() for text in one.examples]
    own = [(one.text, one.aspects) for one in sentences if one.aspects is not None]
    judged = [*own, *examples]
    marks = _table([aspects for _, aspects in judged]).astype(np.float32)
    features = Features.of(encoder.encode_tokens([text for text, _ in judged]))
    network = fit_pieces(features, marks, RECIPE, exclusive=False)
    return AspectHead(tuple(catalogue.aspects), network, encoder.identity.sha256)


def figures(head: AspectHead, held: Sequence[Sentence], encoder: Encoder) -> dict[str, float]:
    """Return precision and recall over all aspects of sentences, by the head with cues and by cues alone."""
    catalogue = aspect_catalogue()
    texts = [sentence.text for sentence in held]
    likely = leanings(head, catalogue, texts, Features.of(encoder.encode_tokens(texts)))
    marks = _table([sentence.aspects or () for sentence in held])
    precision, recall = _precision_and_recall(_table([spoken_of(catalogue, row) for row in likely]), marks)
    cues_precision, cues_recall = _precision_and_recall(_table([*map(catalogue.cued, texts)]), marks)
    return {
        "sentences": len(held),
        "precision": precision,
        "recall": recall,
        "cues_precision": cues_precision,
        "cues_recall": cues_recall,
    }


def _table(rows: Sequence[Sequence[str]]) -> NDArray[np.bool_]:
    """Return which of the catalogue's aspects each row names, (rows, aspects)."""
    return np.array([[name in row for name in aspect_catalogue().aspects] for row in rows])


def _precision_and_recall(tagged: NDArray[np.bool_], marks: NDArray[np.bool_]) -> tuple[float, float]:
    right = float((tagged & marks).sum())
    return round(right / max(float(tagged.sum()), 1.0), 4), round(right / max(float(marks.sum()), 1.0), 4)


TRAINER = Trainer("aspects", make, learnt_from)
