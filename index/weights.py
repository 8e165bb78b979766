"""Trained weights in a file, and what turns their scores into shares."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from index.errors import ModelError


def read_weights(path: Path, names: Sequence[str]) -> dict[str, Any]:
    """Return the arrays of these names from a file of weights.

    Raises ModelError when the file is missing or damaged, or lacks one.
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in names}
    except (OSError, KeyError, ValueError, EOFError, BadZipFile) as error:
        raise ModelError(f"the weights {path} can't be read: reinstall worthwatch") from error


def logistic(scores: Any) -> Any:  # noqa: ANN401 (a number or an array of any shape)
    """Return the probabilities of log odds."""
    return 1 / (1 + np.exp(-scores))
