"""An optional second look at the nearest passages, by a cross-encoder that a host names.

A cross-encoder reads question and passage together: better than vectors, and
some milliseconds a passage. None is installed with the project.
"""

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from index.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

RERANKED = 30
"""The nearest passages that are looked at again: the rest keep their place behind them."""


class Reranker(Protocol):
    """What asking needs of a reranker."""

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        """Return how well each text answers the query, 0 to 1."""
        ...


class CrossEncoderReranker:
    """A sentence-transformers CrossEncoder, by name or folder, loaded on first use."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._model: CrossEncoder | None = None

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        """Return how well each text answers the query, 0 to 1; raises ModelError."""
        if not texts:
            return []
        with self._lock:
            self._model = self._model or self._load()
            found = self._model.predict([(query, text) for text in texts], show_progress_bar=False)
        return [float(score) for score in found]

    def _load(self) -> "CrossEncoder":
        try:
            import torch  # noqa: PLC0415 (seconds to import: only when a reranker is set)
            from sentence_transformers import CrossEncoder  # noqa: PLC0415

            model: CrossEncoder = CrossEncoder(
                self._name, num_labels=1, device="cpu", activation_fn=torch.nn.Sigmoid()
            )
        except (ImportError, OSError, ValueError, RuntimeError) as error:
            raise ModelError(
                f"the reranker “{self._name}” can't be loaded: check WORTHWATCH_RERANKER"
            ) from error
        return model
