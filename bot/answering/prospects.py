"""How likely the reviews answer a question, from what was found for it: a logistic model of named figures.

The weights in ``data/answerable.json`` come from ``training/relevance.py``; each figure is given as its
distance from the middle of the training questions, in their standard deviations.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

import numpy as np

from bot.answering.signals import SIGNALS
from bot.answering.trees import Floats
from bot.understanding.intent import Intent, Want
from index import ORIGIN, ModelError, Origin, StorageError, logistic

WEIGHTS_FILE = Path(__file__).parent / "data" / "answerable.json"
PROSPECTS = (
    "best",
    "second",
    "third",
    "mean_of_five",
    "cosine",
    "interaction",
    "words_held",
    "speaks_of_asked",
    "asks_for_aspect",
    "aspect_unmet",
    "best_lacks_names",
    "best_lacks_kind",
    "all_off_narrower",
    "all_lack_names",
    "all_lack_kind",
    "asks_season",
    "best_if_fact",
    "letters",
    *(f"wants_{want.value}" for want in Want),
)
"""The figures of a question in order.

best … mean_of_five   the relevance of the first passages
cosine … words_held   the highest of any passage; likewise speaks_of_asked
aspect_unmet          how far that falls short of what is asked for
best_lacks_…          the most relevant passage lacks the names, or the kind, asked for; all_…: every one
best_if_fact          the relevance of the first passage times how likely a fact is wanted: one may be enough
letters               the question's characters, in hundreds
"""
_READ = (
    "cosine", "interaction", "words_held", "speaks_of_asked", "asks_for_aspect",
    "off_narrower", "lacks_names", "lacks_kind",
)  # fmt: skip
_PLACES = [SIGNALS.index(name) for name in _READ]
"""The signals that are read, and their columns."""
_HIGHEST_ODDS = 50.0
"""Beyond which a probability is 0 or 1 anyway."""
_FIVE, _HUNDREDS = 5, 100.0


def prospects(query: str, intent: Intent, rows: Floats, likely: Floats, *, asks_season: bool) -> Floats:
    """Return a question's figures, shape (len(PROSPECTS),).

    ``rows`` are the signals of what was found, at least one, (n, len(SIGNALS)); ``likely`` their relevance.
    """
    ordered = np.sort(likely)[::-1]
    first = np.zeros(_FIVE, np.float32)
    first[: min(_FIVE, len(ordered))] = ordered[:_FIVE]
    best, highest, lowest = (
        dict(zip(_READ, row[_PLACES].tolist(), strict=True))
        for row in (rows[likely.argmax()], rows.max(axis=0), rows.min(axis=0))
    )
    asked = highest["asks_for_aspect"]
    figures = {
        "best": first[0],
        "second": first[1],
        "third": first[2],
        "mean_of_five": ordered[:_FIVE].mean(),
        "cosine": highest["cosine"],
        "interaction": highest["interaction"],
        "words_held": highest["words_held"],
        "speaks_of_asked": highest["speaks_of_asked"],
        "asks_for_aspect": asked,
        "aspect_unmet": asked - highest["speaks_of_asked"],
        "best_lacks_names": best["lacks_names"],
        "best_lacks_kind": best["lacks_kind"],
        "all_off_narrower": lowest["off_narrower"],
        "all_lack_names": lowest["lacks_names"],
        "all_lack_kind": lowest["lacks_kind"],
        "asks_season": asks_season,
        "best_if_fact": first[0] * intent.of(Want.FACT),
        "letters": len(query) / _HUNDREDS,
    } | {f"wants_{want.value}": share for want, share in zip(Want, intent.wants, strict=True)}
    return np.array([float(figures[name]) for name in PROSPECTS], np.float32)


@dataclass(frozen=True, slots=True)
class AnswerableModel:
    """A logistic model: ``middles``, ``spreads`` and ``weights`` of shape (len(PROSPECTS),)."""

    middles: Floats
    spreads: Floats
    weights: Floats
    bias: float

    @classmethod
    def load(cls, path: Path = WEIGHTS_FILE) -> Self:
        """Read the committed weights; raises ModelError when they are missing, damaged or lack a figure."""
        try:
            table = json.loads(path.read_text(encoding="utf-8"))
            own = np.array([table["figures"][name] for name in PROSPECTS], np.float32)
            return cls(own[:, 0], own[:, 1], own[:, 2], float(table["bias"]))
        except (OSError, KeyError, TypeError, ValueError, IndexError) as error:
            raise ModelError(f"the weights {path} can't be read: reinstall worthwatch") from error

    def save(self, path: Path, origin: Origin) -> None:
        """Write the weights, a row of middle, spread and weight for each figure; raises StorageError."""
        own = (
            np.stack([self.middles, self.spreads, self.weights], axis=1).astype(np.float64).round(6).tolist()
        )
        table = {
            "figures": dict(zip(PROSPECTS, own, strict=True)),
            "bias": round(self.bias, 4),
            ORIGIN: asdict(origin),
        }
        try:
            path.write_text(f"{json.dumps(table, indent=1)}\n", encoding="utf-8")
        except OSError as error:
            raise StorageError(path, error.strerror) from error

    def probability(self, figures: Floats) -> float:
        """Return how likely the reviews answer, 0 to 1."""
        odds = ((figures - self.middles) / self.spreads) @ self.weights + self.bias
        return float(logistic(np.clip(odds, -_HIGHEST_ODDS, _HIGHEST_ODDS)))
