"""Train the intent heads: what a question wants and which aspects it asks for, on features and phrases.

    python -m training.intent [--write]

Data: ``questions.jsonl``, written for this project: questions as viewers type them, each with what it
wants and its aspects; and the catalogue's questions. The figures printed are of questions left out, in
eight parts; ``--write`` replaces the committed weights, trained on all.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.understanding.intent import WEIGHTS_FILE, IntentHead, Wish
from index.encoders.base import Encoded, Features
from index.encoders.torch_encoder import packaged_encoder
from index.heads.catalogue import aspect_catalogue
from training.networks import PieceRecipe, fit_pieces
from training.polarity import phrase_matrix

QUESTIONS_FILE = Path(__file__).parent / "questions.jsonl"
PARTS = 4
WISHES = PieceRecipe(rounds=20, rate=3e-3, decay=0.1)
ASPECTS = PieceRecipe(units=96, rounds=25, rate=3e-3, decay=0.1)
"""Chosen with questions left out."""
PHRASE_STRENGTH = 20.0
"""Inverse regularisation of the phrases' weights."""
DOUBT = 0.1
"""Share of each wish that is spread over all of them, so that the network isn't surer than it is right."""
_ASKED_FROM = 0.35
"""Likelihood from which an aspect counts as asked for in the figures."""
_BYTE = 127

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what it wants, its aspects, and what the heads read of it."""

    text: str
    wish: str
    aspects: tuple[str, ...]


def read_asked(path: Path = QUESTIONS_FILE) -> list[Asked]:
    """Return the questions of a file."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [Asked(row["text"], row["kind"], tuple(row["aspects"])) for row in rows]


def train(
    asked: Sequence[Asked],
    encoded: Sequence[Encoded],
    phrases: csr_matrix,
    extra: tuple[list[Encoded], list[str]],
) -> IntentHead:
    """Return the heads that questions teach; ``extra`` are the catalogue's own and their aspects."""
    wishes = [one.wish for one in asked]
    by_phrase = LogisticRegression(C=PHRASE_STRENGTH, max_iter=500).fit(phrases, wishes)
    if list(by_phrase.classes_) != [wish.value for wish in Wish]:
        raise ValueError(f"the questions want {by_phrase.classes_}, the head knows {list(Wish)}")
    wanted = np.array([[wish == known for known in Wish] for wish in wishes], np.float32)
    wanted = (1 - DOUBT) * wanted + DOUBT / len(Wish)
    names = tuple(sorted({name for one in asked for name in one.aspects}))
    more, theirs = extra
    marks = [[name in one.aspects for name in names] for one in asked]
    marks += [[name == own for name in names] for own in theirs]
    every = Features.of([*encoded, *more])
    return IntentHead(
        wishes=fit_pieces(Features.of(encoded), wanted, WISHES, exclusive=True),
        phrases=by_phrase.coef_.astype(np.float32),
        phrase_biases=by_phrase.intercept_.astype(np.float32),
        aspects=names,
        asked=fit_pieces(every, np.array(marks, np.float32), ASPECTS, exclusive=False),
        model_sha256=packaged_encoder().identity.sha256,
    )


def figures(
    heads: Sequence[IntentHead], asked: Sequence[Asked], encoded: Sequence[Encoded]
) -> dict[str, float]:
    """Return how often the likeliest wish is right, and precision and recall of aspects; a head a part."""
    right, tagged, marked, both = 0, 0, 0, 0
    for position, (one, own) in enumerate(zip(asked, encoded, strict=True)):
        intent = heads[position % PARTS].read(one.text, Features.of([own]))
        right += list(Wish)[int(intent.wishes.argmax())] == one.wish
        found = {name for name, likely in intent.aspects.items() if likely >= _ASKED_FROM}
        tagged, marked, both = (
            tagged + len(found),
            marked + len(one.aspects),
            both + len(found & set(one.aspects)),
        )
    return {
        "questions": len(asked),
        "wish_accuracy": round(right / len(asked), 4),
        "aspect_precision": round(both / max(tagged, 1), 4),
        "aspect_recall": round(both / max(marked, 1), 4),
    }


def main() -> None:
    """Train, print the figures of questions left out, and write the weights when asked to."""
    parser = argparse.ArgumentParser(description="Train the intent heads.")
    parser.add_argument("--write", action="store_true", help=f"replace {WEIGHTS_FILE}")
    arguments = parser.parse_args()
    asked = read_asked()
    encoder = packaged_encoder()
    texts = [one.text for one in asked]
    encoded, phrases = encoder.encode_tokens(texts), phrase_matrix(texts)
    pairs = [
        (name, question)
        for name, aspect in aspect_catalogue().aspects.items()
        for question in aspect.questions
        if name != "worth"
    ]
    extra = (encoder.encode_tokens([question for _, question in pairs]), [name for name, _ in pairs])
    heads = []
    for part in range(PARTS):
        kept = np.flatnonzero(np.arange(len(asked)) % PARTS != part)
        some, theirs = [asked[number] for number in kept], [encoded[number] for number in kept]
        heads.append(train(some, theirs, phrases[kept], extra))
    print(json.dumps(figures(heads, asked, encoded)))
    if arguments.write:
        head = train(asked, encoded, phrases, extra)
        scale = np.float32(np.abs(head.phrases).max() / _BYTE)
        np.savez_compressed(
            WEIGHTS_FILE,
            **head.wishes.arrays("wishes_"),
            **head.asked.arrays("asked_"),
            phrases=np.round(head.phrases / scale).astype(np.int8),
            phrase_scale=scale,
            phrase_biases=head.phrase_biases,
            aspects=np.array(head.aspects),
            model=np.array(head.model_sha256),
        )


if __name__ == "__main__":
    main()
