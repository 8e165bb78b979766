"""Train the polarity head: three classes (negative, none, positive) on features and phrases.

    python -m training.polarity vaderSentiment-3.3.2.tar.gz [--write]

Data: the human-rated snippets in the source distribution of vaderSentiment 3.3.2 (MIT licence;
`pip download --no-deps --no-binary :all: vaderSentiment==3.3.2`): film and product reviews and newspaper
editorials, each rated -4 to 4 by about twenty people. A snippet's label is the share of raters below, at and
above zero, so the head learns how sure people are; the editorials teach it what feels like nothing.
To them are added the sentences in ``sentences.jsonl``, written for this project: the idioms of television
reviews, and plot and facts, which have no feeling; and those of whole reviews in ``shows/``. Every tenth
snippet is held out for the figures printed, and the shows in ``evals/shows``. Which sentences take both sides
is learnt from the project's own alone: raters who disagree are no sign of it.
``--write`` replaces the committed weights.
"""

import argparse
import ast
import hashlib
import io
import json
import tarfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

from index.encoders.base import Encoder, Features
from index.encoders.torch_encoder import packaged_encoder
from index.heads.hashed_phrases import BUCKETS, phrase_features
from index.heads.polarity import CLASSES, HEAD_FILE, PolarityHead
from training.networks import PieceRecipe, Recipe, fit, fit_pieces
from training.sentences import Sentence, read_sentences, read_shows

SDIST_SHA256 = "5d7c06e027fc8b99238edb0d53d970cf97066ef97654009890b83703849632f9"
INNER = "additional_resources/hutto_ICWSM_2014.tar.gz"
SETS = ("movieReviewSnippets", "amazonReviewSnippets", "nytEditorialSnippets")
HOLD_OUT_EVERY = 10
BYTE = 127
HELD_SHOWS = Path(__file__).parents[1] / "evals" / "shows"
OWN_WEIGHT = 4.0
"""What one of the project's own sentences counts beside a snippet."""
RECIPE = PieceRecipe()
"""Chosen on the held-out snippets and the sentences of the shows in ``evals/shows``."""
MIXING = Recipe(hidden=32, rounds=15)
"""Chosen on shows held out."""
PHRASE_STRENGTH = 5.0
"""Inverse regularisation of the phrases' weights, chosen likewise."""
Floats = NDArray[np.float32]


def read_snippets(sdist: Path) -> tuple[list[str], Floats]:
    """Return texts and, for each, the shares of raters who found it negative, neither, positive: (n, 3)."""
    data = sdist.read_bytes()
    if hashlib.sha256(data).hexdigest() != SDIST_SHA256:
        message = f"{sdist} isn't the source distribution of vaderSentiment 3.3.2"
        raise SystemExit(message)
    with tarfile.open(fileobj=io.BytesIO(data)) as outer:
        inner_name = next(name for name in outer.getnames() if name.endswith(INNER))
        inner = outer.extractfile(inner_name)
        if inner is None:
            message = f"{inner_name} is missing"
            raise SystemExit(message)
        with tarfile.open(fileobj=io.BytesIO(inner.read())) as archive:
            pairs = [pair for name in SETS for pair in _read_set(archive, name)]
    return [text for text, _ in pairs], np.array([shares for _, shares in pairs], dtype=np.float32)


def _read_set(archive: tarfile.TarFile, name: str) -> list[tuple[str, list[float]]]:
    texts = _rows(archive, f"{name}_GroundTruth.txt")
    ratings = {row[0]: row[-1] for row in _rows(archive, f"{name}_anonDataRatings.txt")}
    pairs = []
    for number, mean, text in (row[:3] for row in texts if len(row) > 2):  # noqa: PLR2004 (three columns)
        given = ast.literal_eval(ratings[number]) if number in ratings else [float(mean)]
        shares = [np.mean([side(rating) for rating in given]) for side in (_below, _at, _above)]
        pairs.append((text, [float(share) for share in shares]))
    return pairs


def _below(rating: float) -> bool:
    return rating < 0


def _at(rating: float) -> bool:
    return rating == 0


def _above(rating: float) -> bool:
    return rating > 0


def _rows(archive: tarfile.TarFile, ending: str) -> list[list[str]]:
    name = next(
        name for name in archive.getnames() if name.endswith(ending) and not Path(name).name.startswith("._")
    )
    file = archive.extractfile(name)
    text = file.read().decode("utf-8", errors="replace") if file else ""
    return [line.split("\t") for line in text.splitlines() if line.strip()]


def shares_of(polarity: str | None) -> list[float]:
    """Return a judged sentence as raters' shares: a mixed one is half negative, half positive."""
    if polarity == "mixed":
        return [0.5, 0.0, 0.5]
    return [float(polarity == name) for name in CLASSES]


def fit_phrases(phrases: csr_matrix, shares: Floats, *, strength: float) -> LogisticRegression:
    """Return a three-class logistic regression with the raters' votes as weights.

    ``strength`` is the inverse of the regularisation.
    """
    stack = vstack([phrases] * len(CLASSES))
    labels = np.repeat(np.arange(len(CLASSES)), len(shares))
    model = LogisticRegression(C=strength, max_iter=500)
    model.fit(stack, labels, sample_weight=shares.T.reshape(-1))
    return model


def phrase_matrix(texts: list[str]) -> csr_matrix:
    """Return the texts' phrase features, shape (len(texts), BUCKETS)."""
    features = [phrase_features(text) for text in texts]
    rows = np.repeat(np.arange(len(texts)), [len(buckets) for buckets, _ in features])
    columns = np.concatenate([buckets for buckets, _ in features])
    values = np.concatenate([values for _, values in features])
    return csr_matrix((values, (rows, columns)), shape=(len(texts), BUCKETS))


def figures(scores: Floats, shares: Floats) -> dict[str, float]:
    """Return accuracy against the raters' majority and, on one-sided snippets, of the side."""
    sided = np.abs(shares[:, 2] - shares[:, 0]) > 0.5  # noqa: PLR2004 (three quarters of raters on one side)
    sides = (scores[:, 2] > scores[:, 0]) == (shares[:, 2] > shares[:, 0])
    return {
        "snippets": len(shares),
        "accuracy": round(float((scores.argmax(axis=1) == shares.argmax(axis=1)).mean()), 4),
        "one_sided": int(sided.sum()),
        "side_accuracy": round(float(sides[sided].mean()), 4),
    }


def train(
    own: Sequence[Sentence], encoder: Encoder, snippets: tuple[list[str], Floats] | None = None
) -> PolarityHead:
    """Return the head that the project's own sentences teach, and rated snippets if there are any."""
    judged = [sentence for sentence in (*read_sentences(), *own) if sentence.polarity]
    texts = [sentence.text for sentence in judged]
    shares = OWN_WEIGHT * np.array([shares_of(sentence.polarity) for sentence in judged], dtype=np.float32)
    if snippets:
        texts, shares = [*snippets[0], *texts], np.vstack([snippets[1], shares])
    features = Features.of(encoder.encode_tokens(texts))
    mixed = np.array([[sentence.polarity == "mixed"] for sentence in judged], np.float32)
    mixing = fit(features.rows[-len(judged) :], mixed, MIXING, exclusive=False)
    votes = shares.sum(axis=1)
    network = fit_pieces(features, shares / votes[:, None], RECIPE, exclusive=True, weights=votes)
    by_phrase = fit_phrases(phrase_matrix(texts), shares, strength=PHRASE_STRENGTH)
    scale = np.float32(np.abs(by_phrase.coef_).max() / BYTE)
    return PolarityHead(
        network=network,
        mixing=mixing,
        phrase_weights=np.round(by_phrase.coef_ / scale).astype(np.float32) * scale,
        phrase_biases=by_phrase.intercept_.astype(np.float32),
        model_sha256=encoder.identity.sha256,
    )


def save(head: PolarityHead, path: Path) -> None:
    """Write a head, its phrases' weights as bytes."""
    scale = np.float32(np.abs(head.phrase_weights).max() / BYTE)
    np.savez_compressed(
        path,
        **head.network.arrays(),
        **head.mixing.arrays("mixing_"),
        phrase_weights=np.round(head.phrase_weights / scale).astype(np.int8),
        phrase_scale=scale,
        phrase_biases=head.phrase_biases,
        model=np.array(head.model_sha256),
    )


def main() -> None:
    """Train, print the held-out figures, and write the weights when asked to."""
    parser = argparse.ArgumentParser(description="Train the polarity head.")
    parser.add_argument("sdist", type=Path)
    parser.add_argument("--write", action="store_true", help=f"replace {HEAD_FILE}")
    arguments = parser.parse_args()
    texts, shares = read_snippets(arguments.sdist)
    encoder = packaged_encoder()
    held = np.arange(len(texts)) % HOLD_OUT_EVERY == 0
    taught = [text for text, is_held in zip(texts, held, strict=True) if not is_held]
    kept = [text for text, is_held in zip(texts, held, strict=True) if is_held]
    head = train(read_shows(), encoder, (taught, shares[~held]))
    found = head.log_probabilities(kept, Features.of(encoder.encode_tokens(kept)))
    others = [sentence for sentence in read_shows(HELD_SHOWS) if sentence.polarity]
    other_texts = [sentence.text for sentence in others]
    read = head.log_probabilities(other_texts, Features.of(encoder.encode_tokens(other_texts)))
    marks = np.array([shares_of(sentence.polarity) for sentence in others], dtype=np.float32)
    result = {"snippets": figures(found, shares[held]), "sentences of shows held out": figures(read, marks)}
    print(json.dumps(result))
    if arguments.write:
        save(head, HEAD_FILE)


if __name__ == "__main__":
    main()
