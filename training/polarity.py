"""Train the polarity head: three classes (negative, none, positive) on features and phrases.

Data: the rated snippets (``snippets.py``); a snippet's label is the share of raters below, at and
above zero, so the head learns how sure people are; the editorials teach it what feels like nothing.
To them are added the sentences in ``sentences.jsonl``, written for this project: the idioms of television
reviews, and plot and facts, which have no feeling; and those of whole reviews in ``shows/``. Every tenth
snippet is held out for the figures, and the shows in ``evals/shows``. Which sentences take both sides
is learnt from the project's own alone: raters who disagree are no sign of it.
"""

from collections.abc import Iterator, Sequence
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from index.encoders.base import Encoder, Features
from index.heads.polarity import CLASSES, HEAD_FILE, PolarityHead
from training.materials import Materials, digests
from training.networks import PieceRecipe, Recipe, fit, fit_pieces
from training.phrases import fit_votes, phrase_matrix
from training.sentences import Sentence
from training.snippets import NAME, SHA256, Snippets, missing_snippets
from training.trainer import Made, Trainer

HOLD_OUT_EVERY = 10
OWN_WEIGHT = 4.0
"""What one of the project's own sentences counts beside a snippet."""
RECIPE = PieceRecipe()
"""Chosen on the held-out snippets and the sentences of the shows in ``evals/shows``."""
MIXING = Recipe(hidden=32, rounds=15)
"""Chosen on shows held out."""
PHRASE_STRENGTH = 5.0
"""Inverse regularisation of the phrases' weights, chosen likewise."""
Floats = NDArray[np.float32]


def make(materials: Materials) -> Iterator[Made]:
    """Yield the head; raises SnippetsError where no snippets are given."""
    if materials.snippets is None:
        raise missing_snippets()
    taught, held = _parted(materials.snippets)
    head = train(materials.sentences(), materials.encoder, taught)
    others = [sentence for sentence in materials.held_sentences() if sentence.polarity]
    of_shows = Snippets([one.text for one in others], _shares(others))
    named = {"snippets": held, "shows": of_shows}
    read = {name: figures(head, rated, materials.encoder) for name, rated in named.items()}
    yield Made(
        head, HEAD_FILE, {f"{of}_{name}": own for of, row in read.items() for name, own in row.items()}
    )


def learnt_from(materials: Materials) -> dict[str, str]:
    """Return the digests of the snippets and of the project's own sentences, by name."""
    return {NAME: SHA256} | digests(*materials.sentence_files())


def train(own: Sequence[Sentence], encoder: Encoder, snippets: Snippets | None = None) -> PolarityHead:
    """Return the head that the project's own sentences teach, and rated snippets if there are any."""
    judged = [sentence for sentence in own if sentence.polarity]
    texts, shares = [sentence.text for sentence in judged], OWN_WEIGHT * _shares(judged)
    if snippets:
        texts, shares = [*snippets.texts, *texts], np.vstack([snippets.shares, shares])
    features = Features.of(encoder.encode_tokens(texts))
    mixed = np.array([[sentence.polarity == "mixed"] for sentence in judged], np.float32)
    mixing = fit(features.rows[-len(judged) :], mixed, MIXING, exclusive=False)
    votes = shares.sum(axis=1)
    by_phrase = fit_votes(phrase_matrix(texts), shares, strength=PHRASE_STRENGTH)
    return PolarityHead(
        network=fit_pieces(features, shares / votes[:, None], RECIPE, exclusive=True, weights=votes),
        mixing=mixing,
        phrase_weights=by_phrase.coef_.astype(np.float32),
        phrase_biases=by_phrase.intercept_.astype(np.float32),
        model_sha256=encoder.identity.sha256,
    )


def figures(head: PolarityHead, rated: Snippets, encoder: Encoder) -> dict[str, float]:
    """Return accuracy against the raters' majority and, on one-sided texts, of the side."""
    shares = rated.shares
    found = head.log_probabilities(rated.texts, Features.of(encoder.encode_tokens(rated.texts)))
    sided = np.abs(shares[:, 2] - shares[:, 0]) > 0.5  # noqa: PLR2004 (three quarters of raters on one side)
    sides = (found[:, 2] > found[:, 0]) == (shares[:, 2] > shares[:, 0])
    return {
        "texts": len(shares),
        "accuracy": round(float((found.argmax(axis=1) == shares.argmax(axis=1)).mean()), 4),
        "one_sided": int(sided.sum()),
        "side_accuracy": round(float(sides[sided].mean()), 4),
    }


def _parted(snippets: Snippets) -> tuple[Snippets, Snippets]:
    """Return the snippets that teach, and those held out."""
    held = np.arange(len(snippets.texts)) % HOLD_OUT_EVERY == 0
    taught, kept = (
        Snippets(list(compress(snippets.texts, own)), snippets.shares[own]) for own in (~held, held)
    )
    return taught, kept


def _shares(judged: Sequence[Sentence]) -> Floats:
    """Return judged sentences as raters' shares: a mixed one is half negative, half positive."""
    both = [0.5, 0.0, 0.5]
    rows = [both if one.polarity == "mixed" else [one.polarity == name for name in CLASSES] for one in judged]
    return np.array(rows, np.float32)


TRAINER = Trainer("polarity", make, learnt_from, reads_snippets=True)
