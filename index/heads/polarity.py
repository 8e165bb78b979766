"""How a text feels, read by a small head off its features and its phrases.

The head was trained by ``training/polarity.py`` on features of the packaged
model and reads those alone; its weights are some 200 KB in ``data/``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.domain import Polarity
from index.encoders.base import Features
from index.heads.base import MODEL, Origin, read_weights, write_weights
from index.heads.hashed_phrases import phrase_features
from index.heads.network import NETWORK_PARTS, Network
from index.heads.piece_network import PIECE_NETWORK_PARTS, PieceNetwork
from index.heads.weights import even_bytes, log_softmax, logistic
from index.language.advice import Advice, advice

HEAD_FILE = Path(__file__).parent / "data" / "polarity.npz"
CLASSES = ("negative", "none", "positive")

PHRASE_WEIGHT = 0.4
"""What the phrases' scores count beside the features'; best on the held-out snippets."""
_NONE_FROM = 0.5
"""Probability of "none" from which a text takes no side."""
_FAINT_BELOW, _FAINT_NONE_FROM = 0.2, 0.4
"""A valence below the first takes no side already from the second probability of "none"."""
_MIXED_FROM = 0.5
"""Likelihood of taking both sides from which a text is mixed."""
_LESSER_FROM = 0.15
"""Probability that the lesser of the two sides must have for a text to be mixed."""
_OPPOSED_FROM = 0.35
"""Valence that two clauses must have, each on its side, for their sentence to be mixed."""
_ADVICE_VALENCE = 0.8
"""What advice to watch, or not to, weighs at least."""
_PREVAILS_FROM = 0.5
"""Mean valence of the clauses from which the sentence isn't mixed though they oppose each other."""


@dataclass(frozen=True, slots=True)
class Feeling:
    """A text's polarity and its valence: positive minus negative probability, -1 to 1."""

    polarity: Polarity
    valence: float


@dataclass(frozen=True, slots=True)
class PolarityHead:
    """Scores for the three classes: a network's, and linear ones of shape (3, buckets) for phrases.

    ``mixing`` is a network with one output: the log odds that a text takes both sides.
    """

    network: PieceNetwork
    mixing: Network
    phrase_weights: NDArray[np.float32]
    phrase_biases: NDArray[np.float32]
    model_sha256: str

    @classmethod
    def load(cls, path: Path = HEAD_FILE) -> Self:
        """Read the committed weights; raises ModelError when they are missing or damaged."""
        networks = (*PIECE_NETWORK_PARTS, *(f"mixing_{part}" for part in NETWORK_PARTS))
        arrays = read_weights(path, (*networks, "phrase_weights", "phrase_scale", "phrase_biases", MODEL))
        return cls(
            network=PieceNetwork.of_arrays(arrays),
            mixing=Network.of_arrays(arrays, "mixing_"),
            phrase_weights=arrays["phrase_weights"].astype(np.float32) * arrays["phrase_scale"],
            phrase_biases=arrays["phrase_biases"],
            model_sha256=str(arrays[MODEL]),
        )

    def save(self, path: Path, origin: Origin) -> None:
        """Write the weights, those of pieces and phrases in bytes; raises StorageError."""
        phrase_weights, phrase_scale = even_bytes(self.phrase_weights)
        arrays = {
            **self.network.arrays(),
            **self.mixing.arrays("mixing_"),
            "phrase_weights": phrase_weights,
            "phrase_scale": phrase_scale,
            "phrase_biases": self.phrase_biases,
            MODEL: np.array(self.model_sha256),
        }
        write_weights(path, arrays, origin)

    def read(self, texts: Sequence[str], features: Features) -> list[Feeling]:
        """Return the feeling of each text; ``features`` are what the model gives of them."""
        shares = np.exp(self.log_probabilities(texts, features))
        both = logistic(self.mixing.scores(features.rows)[:, 0])
        return [_feeling(*map(float, row), mixed=float(own)) for row, own in zip(shares, both, strict=True)]

    def log_probabilities(self, texts: Sequence[str], features: Features) -> NDArray[np.float32]:
        """Return each text's log probability of the three classes, shape (len(texts), 3)."""
        by_features = log_softmax(self.network.scores(features))
        by_phrase = np.array([self._phrase_scores(text) for text in texts]).reshape(-1, len(CLASSES))
        return log_softmax(by_features + PHRASE_WEIGHT * log_softmax(by_phrase))

    def _phrase_scores(self, text: str) -> NDArray[np.float32]:
        buckets, values = phrase_features(text)
        scores: NDArray[np.float32] = self.phrase_weights[:, buckets] @ values + self.phrase_biases
        return scores


def opposed(felt: Sequence[Feeling]) -> bool:
    """Tell whether clauses oppose each other: one clearly for, another clearly against."""
    valences = [part.valence for part in felt]
    return bool(valences) and max(valences) >= _OPPOSED_FROM and min(valences) <= -_OPPOSED_FROM


def whole(sentence: Feeling, parts: Sequence[str], felt: Sequence[Feeling]) -> Feeling:
    """Return a sentence's feeling in the light of its clauses.

    It is mixed when two clauses oppose each other and, by their lengths, neither side prevails.
    """
    if not opposed(felt):
        return sentence
    valences = [part.valence for part in felt]
    lengths = [len(part) for part in parts]
    balance = sum(length * valence for length, valence in zip(lengths, valences, strict=True)) / sum(lengths)
    if abs(balance) >= _PREVAILS_FROM:
        return sentence
    return Feeling(Polarity.MIXED, round(balance, 4))


def advised(text: str, feeling: Feeling, *, wishes: bool) -> Feeling:
    """Return a passage's feeling in the light of what it advises and wishes.

    Advice to watch or to leave it outweighs the mood it comes in. Who warns only
    some viewers off, or regrets that there is no more, blames nothing.
    """
    given = advice(text)
    if given is Advice.WATCH:
        return Feeling(Polarity.POSITIVE, max(feeling.valence, _ADVICE_VALENCE))
    if given is Advice.LEAVE:
        return Feeling(Polarity.NEGATIVE, min(feeling.valence, -_ADVICE_VALENCE))
    if feeling.valence < 0 and (given is Advice.DEPENDS or wishes):
        return Feeling(Polarity.NONE, 0.0)
    return feeling


def _feeling(negative: float, none: float, positive: float, *, mixed: float) -> Feeling:
    valence = positive - negative
    faint = abs(valence) < _FAINT_BELOW and none >= _FAINT_NONE_FROM
    if none >= _NONE_FROM or faint:
        polarity = Polarity.NONE
    elif (mixed >= _MIXED_FROM and min(negative, positive) >= _LESSER_FROM) or not valence:
        polarity, valence = Polarity.MIXED, valence * (1 - mixed)
    else:
        polarity = Polarity.POSITIVE if valence > 0 else Polarity.NEGATIVE
    return Feeling(polarity, round(valence, 4))
