"""What a message asks for, read off its features and its phrases by small heads.

"Does anything actually happen?" asks for an opinion of the pacing in no word that a rule could
name. The heads were trained by ``training/intent.py`` on questions written for this project, with
features of the packaged model, and read those alone.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index import (
    MODEL,
    PIECE_NETWORK_PARTS,
    Features,
    ModelError,
    Origin,
    PieceNetwork,
    even_bytes,
    log_softmax,
    logistic,
    phrase_features,
    read_weights,
    write_weights,
)

WEIGHTS_FILE = Path(__file__).parent / "data" / "intent.npz"
PHRASE_WEIGHT = 0.5
"""What the phrases' scores count beside the features'; chosen with questions left out."""


class Want(StrEnum):
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


_SURELY_FROM = 0.65
"""Likelihood of a want from which it outweighs what the words look like."""
_ORDER = {want: place for place, want in enumerate(Want)}


@dataclass(frozen=True, slots=True)
class Intent:
    """How likely a message wants each thing, and how likely it asks for each aspect (0 to 1)."""

    wants: NDArray[np.float32]
    """In the order of ``Want``, adding up to 1."""
    aspects: dict[str, float]

    def of(self, want: Want) -> float:
        """Return how likely it wants this."""
        return float(self.wants[_ORDER[want]])


def surely(intent: Intent | None, want: Want) -> bool:
    """Tell whether a message, read or not, surely wants this."""
    return intent is not None and intent.of(want) >= _SURELY_FROM


@dataclass(frozen=True, slots=True)
class IntentHead:
    """Scores of the wants from features and from phrases, and log odds of each aspect from features."""

    wants: PieceNetwork
    phrases: NDArray[np.float32]
    phrase_biases: NDArray[np.float32]
    aspects: tuple[str, ...]
    asked: PieceNetwork
    model_sha256: str

    @classmethod
    def load(cls, path: Path = WEIGHTS_FILE) -> Self:
        """Read the committed weights; raises ModelError when they are missing or damaged."""
        networks = [f"{prefix}_{part}" for prefix in ("wants", "asked") for part in PIECE_NETWORK_PARTS]
        arrays = read_weights(path, (*networks, "phrases", "phrase_scale", "phrase_biases", "aspects", MODEL))
        if len(arrays["phrases"]) != len(Want):
            raise ModelError(f"the weights {path} know other wants: reinstall worthwatch")
        return cls(
            wants=PieceNetwork.of_arrays(arrays, "wants_"),
            phrases=arrays["phrases"].astype(np.float32) * arrays["phrase_scale"],
            phrase_biases=arrays["phrase_biases"],
            aspects=tuple(str(name) for name in arrays["aspects"]),
            asked=PieceNetwork.of_arrays(arrays, "asked_"),
            model_sha256=str(arrays[MODEL]),
        )

    def save(self, path: Path, origin: Origin) -> None:
        """Write the weights, those of pieces and phrases in bytes; raises StorageError."""
        phrases, phrase_scale = even_bytes(self.phrases)
        arrays = {
            **self.wants.arrays("wants_"),
            **self.asked.arrays("asked_"),
            "phrases": phrases,
            "phrase_scale": phrase_scale,
            "phrase_biases": self.phrase_biases,
            "aspects": np.array(self.aspects),
            MODEL: np.array(self.model_sha256),
        }
        write_weights(path, arrays, origin)

    def read(self, text: str, features: Features) -> Intent:
        """Return the intent of a text; ``features`` are what the model gives of it alone."""
        buckets, values = phrase_features(text)
        by_phrase = self.phrases[:, buckets] @ values + self.phrase_biases
        scores = log_softmax(self.wants.scores(features)[0])
        wants = np.exp(log_softmax(scores + PHRASE_WEIGHT * log_softmax(by_phrase)))
        likely = logistic(self.asked.scores(features)[0])
        return Intent(wants, dict(zip(self.aspects, likely.tolist(), strict=True)))
