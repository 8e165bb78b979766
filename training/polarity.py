"""Train the polarity head: three classes (negative, none, positive) on sentence vectors.

    python -m training.polarity vaderSentiment-3.3.2.tar.gz [--write]

Data: the human-rated snippets in the source distribution of vaderSentiment 3.3.2 (MIT licence;
`pip download --no-deps --no-binary :all: vaderSentiment==3.3.2`): film and product reviews and newspaper
editorials, each rated -4 to 4 by about twenty people. A snippet's label is the share of raters below, at and
above zero, so the head learns how sure people are; the editorials teach it what feels like nothing.
Every tenth snippet is held out for the figures that are printed. ``--write`` replaces the committed weights.
"""

import argparse
import ast
import hashlib
import io
import json
import tarfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from index.encoder import packaged_encoder
from index.polarity import CLASSES, HEAD_FILE

SDIST_SHA256 = "5d7c06e027fc8b99238edb0d53d970cf97066ef97654009890b83703849632f9"
INNER = "additional_resources/hutto_ICWSM_2014.tar.gz"
SETS = ("movieReviewSnippets", "amazonReviewSnippets", "nytEditorialSnippets")
HOLD_OUT_EVERY = 10

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


def fit(vectors: Floats, shares: Floats) -> tuple[Floats, Floats]:
    """Return weights (3, dimension) and biases (3,): logistic regression on the raters' votes as weights."""
    count, classes = shares.shape
    repeated = np.repeat(vectors, classes, axis=0)
    labels = np.tile(np.arange(classes), count)
    model = LogisticRegression(C=10.0, max_iter=500)
    model.fit(repeated, labels, sample_weight=shares.reshape(-1))
    return model.coef_.astype(np.float32), model.intercept_.astype(np.float32)


def figures(weights: Floats, biases: Floats, vectors: Floats, shares: Floats) -> dict[str, float]:
    """Return accuracy against the raters' majority and, on one-sided snippets, of the side."""
    logits = vectors @ weights.T + biases
    majority = shares.argmax(axis=1)
    sided = np.abs(shares[:, 2] - shares[:, 0]) > 0.5  # noqa: PLR2004 (three quarters of raters on one side)
    sides = (logits[:, 2] > logits[:, 0]) == (shares[:, 2] > shares[:, 0])
    return {
        "snippets": len(vectors),
        "accuracy": round(float((logits.argmax(axis=1) == majority).mean()), 4),
        "one_sided": int(sided.sum()),
        "side_accuracy": round(float(sides[sided].mean()), 4),
    }


def main() -> None:
    """Train, print the held-out figures, and write the weights when asked to."""
    parser = argparse.ArgumentParser(description="Train the polarity head.")
    parser.add_argument("sdist", type=Path)
    parser.add_argument("--write", action="store_true", help=f"replace {HEAD_FILE}")
    arguments = parser.parse_args()
    texts, shares = read_snippets(arguments.sdist)
    encoder = packaged_encoder()
    vectors = encoder.encode(texts)
    held = np.arange(len(texts)) % HOLD_OUT_EVERY == 0
    weights, biases = fit(vectors[~held], shares[~held])
    print(json.dumps({"classes": CLASSES, "held_out": figures(weights, biases, vectors[held], shares[held])}))
    if arguments.write:
        np.savez(HEAD_FILE, weights=weights, biases=biases, model=np.array(encoder.identity.sha256))


if __name__ == "__main__":
    main()
