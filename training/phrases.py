"""Linear models of the phrases in texts, fitted with scikit-learn."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

from index.heads.hashed_phrases import BUCKETS, phrase_features

_MOST_ROUNDS = 500


def phrase_matrix(texts: Sequence[str]) -> csr_matrix:
    """Return the texts' phrase features, shape (len(texts), BUCKETS)."""
    features = [phrase_features(text) for text in texts]
    rows = np.repeat(np.arange(len(texts)), [len(buckets) for buckets, _ in features])
    columns = np.concatenate([buckets for buckets, _ in features])
    values = np.concatenate([values for _, values in features])
    return csr_matrix((values, (rows, columns)), shape=(len(texts), BUCKETS))


def fit_classes(phrases: csr_matrix, classes: Sequence[str], *, strength: float) -> LogisticRegression:
    """Return a logistic regression for the classes; ``strength`` is the inverse of regularisation."""
    return LogisticRegression(C=strength, max_iter=_MOST_ROUNDS).fit(phrases, classes)


def fit_votes(phrases: csr_matrix, votes: NDArray[np.float32], *, strength: float) -> LogisticRegression:
    """Return the same for rows with votes for each class, (rows, classes)."""
    count = votes.shape[1]
    labels = np.repeat(np.arange(count), len(votes))
    model = LogisticRegression(C=strength, max_iter=_MOST_ROUNDS)
    return model.fit(vstack([phrases] * count), labels, sample_weight=votes.T.reshape(-1))
