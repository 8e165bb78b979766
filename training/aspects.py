"""Train the aspect head: what a sentence speaks of, on its features.

    python -m training.aspects [--write]

Data: the sentences of the reviews in ``shows/`` and those with aspects in ``sentences.jsonl``, written for
this project, and the examples in the catalogue. The figures printed are of the shows in ``evals/shows``,
which nothing is trained on; ``--write`` replaces the committed weights.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoders.base import Encoder, Features
from index.encoders.torch_encoder import packaged_encoder
from index.heads.aspects import HEAD_FILE, AspectHead, leanings, spoken_of
from index.heads.catalogue import aspect_catalogue
from training.networks import PieceRecipe, fit_pieces
from training.sentences import Sentence, read_sentences, read_shows

HELD = Path(__file__).parents[1] / "evals" / "shows"
RECIPE = PieceRecipe(units=96, rounds=12, decay=5e-2)
"""Chosen on the sentences of the shows in ``evals/shows``."""


def train(sentences: Sequence[Sentence], encoder: Encoder) -> AspectHead:
    """Return the head that sentences and the catalogue's examples teach."""
    catalogue = aspect_catalogue()
    examples = [(text, (name,)) for name, one in catalogue.aspects.items() for text in one.examples]
    own = [one for one in (*read_sentences(), *sentences) if one.aspects is not None]
    judged = [(sentence.text, sentence.aspects or ()) for sentence in own] + examples
    marks = np.array([[name in aspects for name in catalogue.aspects] for _, aspects in judged], np.float32)
    features = Features.of(encoder.encode_tokens([text for text, _ in judged]))
    network = fit_pieces(features, marks, RECIPE, exclusive=False)
    return AspectHead(tuple(catalogue.aspects), network, encoder.identity.sha256)


def figures(tagged: NDArray[np.bool_], marks: NDArray[np.bool_]) -> dict[str, float]:
    """Return precision and recall of tags over all sentences and aspects, each (sentences, aspects)."""
    right = float((tagged & marks).sum())
    return {
        "precision": round(right / max(float(tagged.sum()), 1.0), 4),
        "recall": round(right / max(float(marks.sum()), 1.0), 4),
    }


def main() -> None:
    """Train, print the figures of the shows held out, and write the weights when asked to."""
    parser = argparse.ArgumentParser(description="Train the aspect head.")
    parser.add_argument("--write", action="store_true", help=f"replace {HEAD_FILE}")
    arguments = parser.parse_args()
    encoder, catalogue = packaged_encoder(), aspect_catalogue()
    head = train(read_shows(), encoder)
    held = read_shows(HELD)
    texts = [sentence.text for sentence in held]
    likely = leanings(head, catalogue, texts, Features.of(encoder.encode_tokens(texts)))

    def table(rows: Sequence[Sequence[str]]) -> NDArray[np.bool_]:
        return np.array([[name in row for name in catalogue.aspects] for row in rows])

    marks = table([sentence.aspects or () for sentence in held])
    tagged = table([spoken_of(catalogue, row) for row in likely])
    by_cues = table([catalogue.cued(text) for text in texts])
    result = {"sentences": len(held), "head": figures(tagged, marks), "cues": figures(by_cues, marks)}
    print(json.dumps(result))
    if arguments.write:
        np.savez_compressed(
            HEAD_FILE,
            aspects=np.array(head.aspects),
            **head.network.arrays(),
            model=np.array(head.model_sha256),
        )


if __name__ == "__main__":
    main()
