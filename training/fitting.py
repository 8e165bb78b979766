"""Logistic models fitted to marks, for every head that is linear."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

_MOST_STEPS = 300


def fit_each(
    features: NDArray[np.float32], marks: NDArray[np.float64], *, penalty: float
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return weights (marks, features) and biases (marks,) of one logistic model for each mark.

    ``features`` are of shape (n, features), ``marks`` of (n, marks), 0 to 1; ``penalty`` is the
    strength of the squared penalty on the weights beside the mean loss.
    """
    count, width = features.shape
    every = marks.shape[1]
    with_one = np.hstack([features.astype(np.float64), np.ones((count, 1))])

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(width + 1, every)
        odds = with_one @ weights
        value = (np.logaddexp(0, odds) - marks * odds).sum() / count + penalty * (weights[:-1] ** 2).sum()
        slope = with_one.T @ (1 / (1 + np.exp(-odds)) - marks) / count
        slope[:-1] += 2 * penalty * weights[:-1]
        return float(value), slope.ravel()

    found = minimize(
        loss, np.zeros((width + 1) * every), jac=True, method="L-BFGS-B", options={"maxiter": _MOST_STEPS}
    )
    weights = found.x.reshape(width + 1, every)
    return weights[:-1].T.astype(np.float32), weights[-1].astype(np.float32)
