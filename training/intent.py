"""Train the intent heads: what a question wants and which aspects it asks for, on features and phrases.

Data: ``questions.jsonl``, written for this project: questions as viewers type them, each with what it
wants and its aspects; and the catalogue's questions. The figures are of questions left out, in four
parts; what is kept is trained on all.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.understanding.intent import WEIGHTS_FILE, IntentHead, Want
from index.encoders.base import Encoded, Encoder, Features
from index.heads.catalogue import CATALOGUE_FILE, WORTH, aspect_catalogue
from index.heads.piece_network import PieceNetwork
from training.materials import Materials, digests
from training.networks import PieceRecipe, fit_pieces
from training.phrases import fit_classes, phrase_matrix
from training.trainer import Made, Trainer

PARTS = 4
WANTS = PieceRecipe(rounds=20, rate=3e-3, decay=0.1)
ASPECTS = PieceRecipe(units=96, rounds=25, rate=3e-3, decay=0.1)
"""Chosen with questions left out."""
PHRASE_STRENGTH = 20.0
"""Inverse regularisation of the phrases' weights."""
DOUBT = 0.1
"""Share of each want that is spread over all of them, so that the network isn't surer than it is right."""
_ASKED_FROM = 0.35
"""Likelihood from which an aspect counts as asked for in the figures."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what it wants, its aspects, and what the model gave of it."""

    text: str
    want: str
    aspects: tuple[str, ...]
    encoded: Encoded


def make(materials: Materials) -> Iterator[Made]:
    """Yield the heads."""
    asked = read_asked(materials.questions, materials.encoder)
    kept_out = [
        train([one for number, one in enumerate(asked) if number % PARTS != part], materials.encoder)
        for part in range(PARTS)
    ]
    yield Made(train(asked, materials.encoder), WEIGHTS_FILE, figures(kept_out, asked))


def learnt_from(materials: Materials) -> dict[str, str]:
    """Return the digests of the questions and of the catalogue, by name."""
    return digests(CATALOGUE_FILE, materials.questions)


def read_asked(path: Path, encoder: Encoder) -> list[Asked]:
    """Return the questions of a file."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    encoded = encoder.encode_tokens([row["text"] for row in rows])
    return [
        Asked(row["text"], row["kind"], tuple(row["aspects"]), own)
        for row, own in zip(rows, encoded, strict=True)
    ]


def train(asked: Sequence[Asked], encoder: Encoder) -> IntentHead:
    """Return the heads that questions teach, and of aspects the catalogue's own."""
    wants = [one.want for one in asked]
    by_phrase = fit_classes(phrase_matrix([one.text for one in asked]), wants, strength=PHRASE_STRENGTH)
    if list(by_phrase.classes_) != [want.value for want in Want]:
        raise ValueError(f"the questions want {by_phrase.classes_}, the head knows {list(Want)}")
    wanted = np.array([[want == known for known in Want] for want in wants], np.float32)
    wanted = (1 - DOUBT) * wanted + DOUBT / len(Want)
    features = Features.of([one.encoded for one in asked])
    aspects, asked_for = _fit_aspects(asked, encoder)
    return IntentHead(
        wants=fit_pieces(features, wanted, WANTS, exclusive=True),
        phrases=by_phrase.coef_.astype(np.float32),
        phrase_biases=by_phrase.intercept_.astype(np.float32),
        aspects=aspects,
        asked=asked_for,
        model_sha256=encoder.identity.sha256,
    )


def _fit_aspects(asked: Sequence[Asked], encoder: Encoder) -> tuple[tuple[str, ...], PieceNetwork]:
    """Return the aspects that the questions ask for, by name, and the network that tells them."""
    own = [
        (name, question)
        for name, aspect in aspect_catalogue().aspects.items()
        for question in aspect.questions
        if name != WORTH
    ]
    more = encoder.encode_tokens([question for _, question in own])
    names = tuple(sorted({name for one in asked for name in one.aspects}))
    marks = [[name in one.aspects for name in names] for one in asked]
    marks += [[name == theirs for name in names] for theirs, _ in own]
    features = Features.of([*(one.encoded for one in asked), *more])
    return names, fit_pieces(features, np.array(marks, np.float32), ASPECTS, exclusive=False)


def figures(heads: Sequence[IntentHead], asked: Sequence[Asked]) -> dict[str, float]:
    """Return how often the likeliest want is right, and precision and recall of aspects; a head a part."""
    right, tagged, marked, both = 0, 0, 0, 0
    for position, one in enumerate(asked):
        intent = heads[position % PARTS].read(one.text, Features.of([one.encoded]))
        found = {name for name, likely in intent.aspects.items() if likely >= _ASKED_FROM}
        right += list(Want)[int(intent.wants.argmax())] == one.want
        tagged += len(found)
        marked += len(one.aspects)
        both += len(found & set(one.aspects))
    return {
        "questions": len(asked),
        "want_accuracy": round(right / len(asked), 4),
        "aspect_precision": round(both / max(tagged, 1), 4),
        "aspect_recall": round(both / max(marked, 1), 4),
    }


TRAINER = Trainer("intent", make, learnt_from)
