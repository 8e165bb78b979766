"""What a message asks for, read off its vector and its phrases by linear heads.

"Does anything actually happen?" asks for an opinion of the pacing in no word that a rule could
name. The heads were trained by ``training/intent.py`` on questions written for this project, with
vectors of the packaged model, and read those alone.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index import ModelError, Vectors, logistic, phrase_features, read_weights

WEIGHTS_FILE = Path(__file__).parent / "data" / "intent.npz"
PHRASE_WEIGHT = 0.8
"""What the phrases' scores count beside the vector's; chosen with questions left out."""


class Wish(StrEnum):
    """What a message wants, in the order of the head's classes."""

    BAD = "bad"
    """The bad points alone."""
    CHATTER = "chatter"
    """Nothing that reviews could answer."""
    COMPARE = "compare"
    """Seasons set against each other."""
    FACT = "fact"
    GOOD = "good"
    """The good points alone."""
    OPINION = "opinion"
    VERDICT = "verdict"


_ORDER = {wish: place for place, wish in enumerate(Wish)}


@dataclass(frozen=True, slots=True)
class Intent:
    """How likely a message wants each thing, and how likely it asks for each aspect (0 to 1)."""

    wishes: NDArray[np.float32]
    """In the order of ``Wish``, adding up to 1."""
    aspects: dict[str, float]

    def of(self, wish: Wish) -> float:
        """Return how likely it wants this."""
        return float(self.wishes[_ORDER[wish]])


@dataclass(frozen=True, slots=True)
class IntentHead:
    """Scores of the wishes from a vector and from phrases, and log odds of each aspect from a vector."""

    wishes: NDArray[np.float32]
    wish_biases: NDArray[np.float32]
    phrases: NDArray[np.float32]
    phrase_biases: NDArray[np.float32]
    aspects: tuple[str, ...]
    aspect_weights: NDArray[np.float32]
    aspect_biases: NDArray[np.float32]
    model_sha256: str

    @classmethod
    def load(cls, path: Path = WEIGHTS_FILE) -> Self:
        """Read the committed weights; raises ModelError when they are missing or damaged."""
        names = (
            "wishes", "wish_biases", "phrases", "phrase_scale", "phrase_biases",
            "aspects", "aspect_weights", "aspect_biases", "model",
        )  # fmt: skip
        arrays = read_weights(path, names)
        floats = {name: arrays[name].astype(np.float32) for name in names if name not in {"aspects", "model"}}
        scale = floats.pop("phrase_scale")
        floats["phrases"] *= scale
        if len(floats["wishes"]) != len(Wish):
            raise ModelError(f"the weights {path} know other wishes: reinstall worthwatch")
        named = tuple(str(name) for name in arrays["aspects"])
        return cls(aspects=named, model_sha256=str(arrays["model"]), **floats)

    def read(self, text: str, vector: Vectors) -> Intent:
        """Return the intent of a text; ``vector`` is its unit vector, (dimension,)."""
        buckets, values = phrase_features(text)
        by_phrase = self.phrases[:, buckets] @ values + self.phrase_biases
        scores = _log_softmax(self.wishes @ vector + self.wish_biases)
        wishes = np.exp(_log_softmax(scores + PHRASE_WEIGHT * _log_softmax(by_phrase)))
        likely = logistic(self.aspect_weights @ vector + self.aspect_biases)
        return Intent(wishes, dict(zip(self.aspects, likely.tolist(), strict=True)))


def _log_softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    shifted = scores - scores.max()
    logs: NDArray[np.float32] = shifted - np.log(np.exp(shifted).sum())
    return logs
