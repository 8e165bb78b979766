"""Train the spoiler head: whether a sentence gives plot away, on its word pieces.

Data: ``sentences.jsonl`` and the sentences of the reviews in ``shows/``, written for this project: sentences
that reveal deaths, twists, endings and who somebody really is, beside set-ups, facts and opinions that don't.
The figures are of the shows in ``evals/shows``, which nothing is trained on, each sentence's feeling
read by the committed polarity head.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from index.encoders.base import Encoder, Features
from index.heads.polarity import PolarityHead
from index.heads.spoilers import HEAD_FILE, SpoilerHead
from training.materials import Materials, digests
from training.networks import PieceRecipe, fit_pieces
from training.sentences import Sentence
from training.trainer import Made, Trainer

RECIPE = PieceRecipe(looks=8, peaks=64, units=32, rounds=10, decay=5e-2, dropped_inside=0.5)
"""Chosen on the sentences of the shows in ``evals/shows`` and of the seeds."""


def make(materials: Materials) -> Iterator[Made]:
    """Yield the head."""
    head = train(materials.sentences(), materials.encoder)
    yield Made(head, HEAD_FILE, figures(head, materials.held_sentences(), materials.encoder))


def learnt_from(materials: Materials) -> dict[str, str]:
    """Return the digests of the sentences, by name."""
    return digests(*materials.sentence_files())


def train(sentences: Sequence[Sentence], encoder: Encoder) -> SpoilerHead:
    """Return the head that sentences teach; the few that reveal count more."""
    reveals = np.array([sentence.reveals for sentence in sentences])
    weights = np.where(reveals, (~reveals).sum() / reveals.sum(), 1.0).astype(np.float32)
    features = Features.of(encoder.encode_tokens([sentence.text for sentence in sentences]))
    marks = reveals[:, None].astype(np.float32)
    network = fit_pieces(features, marks, RECIPE, exclusive=False, weights=weights)
    return SpoilerHead(network, encoder.identity.sha256)


def figures(head: SpoilerHead, held: Sequence[Sentence], encoder: Encoder) -> dict[str, float]:
    """Return the share of revealing sentences that are covered, and of others that are too."""
    texts = [sentence.text for sentence in held]
    features = Features.of(encoder.encode_tokens(texts))
    valences = [feeling.valence for feeling in PolarityHead.load().read(texts, features)]
    found = np.array(head.spoils(texts, features, valences))
    right = np.array([sentence.reveals for sentence in held])
    return {
        "sentences": len(held),
        "reveal": int(right.sum()),
        "recall": round(float(found[right].mean()), 4),
        "false_alarms": round(float(found[~right].mean()), 4),
    }


TRAINER = Trainer("spoilers", make, learnt_from)
