"""Texts to unit vectors, through sentence-transformers.

sentence-transformers and torch are imported when a model is first needed, not before.
"""

import hashlib
import logging
import os
import threading
import warnings
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.encoder import Encoded, ModelIdentity, Progress, TokenVectors, Vectors
from index.errors import ModelError
from index.files import sha256_of
from index.packaged import PACKAGED_IDENTITY, PACKAGED_MODEL, check_packaged_model

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BATCH = 64
"""Sentences encoded at once, and so the step of a progress bar."""


class SentenceTransformerEncoder:
    """A sentence-transformers model in this process, loaded on first use."""

    def __init__(self, name: str = PACKAGED_MODEL, *, threads: int | None = None) -> None:
        self._name = name
        self._threads = threads
        self._lock = threading.Lock()
        self._model: SentenceTransformer | None = None
        self._identity: ModelIdentity | None = None

    @property
    def identity(self) -> ModelIdentity:
        """The model's identity; the packaged one's is known without loading it."""
        if self._name == PACKAGED_MODEL:
            return PACKAGED_IDENTITY
        self.loaded()
        if self._identity is None:
            raise ModelError(f"the model “{self._name}” could not be identified")
        return self._identity

    @property
    def precision(self) -> str:
        """How the model's weights are kept."""
        return "fp32"

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """Return unit vectors of shape (len(texts), dimension); raises ModelError."""
        model = self.loaded()
        dimension = self.identity.dimension
        vectors = np.empty((len(texts), dimension), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            batch = list(texts[start : start + _BATCH])
            with self._lock:
                vectors[start : start + len(batch)] = model.encode(
                    batch, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
                )
            if progress:
                progress(start + len(batch), len(texts))
        return vectors

    def encode_tokens(self, texts: Sequence[str]) -> list[Encoded]:
        """Return each text's vector with its word pieces; raises ModelError."""
        model = self.loaded()
        special = set(model.tokenizer.all_special_ids)
        encoded: list[Encoded] = []
        for start in range(0, len(texts), _BATCH):
            with self._lock:
                outputs = model.encode(
                    list(texts[start : start + _BATCH]),
                    batch_size=_BATCH,
                    output_value=None,
                    normalize_embeddings=True,
                    show_progress_bar=False,
                )
            encoded += [_encoded(output, special) for output in outputs]
        return encoded

    def loaded(self) -> "SentenceTransformer":
        """Return the model itself, loaded once; raises ModelError."""
        with self._lock:
            if self._model is None:
                self._model = _load(self._name, self._threads)
                self._identity = _identify(self._name, self._model)
            return self._model


@cache
def packaged_encoder() -> SentenceTransformerEncoder:
    """Return this process's one encoder with the packaged model."""
    return SentenceTransformerEncoder()


def _encoded(output: Any, special: set[int]) -> Encoded:  # noqa: ANN401 (the library's own mapping)
    """Return one text's vectors from what the model put out; without words, its first piece stands in."""
    ids = output["input_ids"].numpy().astype(np.int64)
    kept = [position for position, piece in enumerate(ids.tolist()) if piece not in special] or [0]
    vectors = output["token_embeddings"].numpy()[kept].astype(np.float32)
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    return Encoded(output["sentence_embedding"].numpy().astype(np.float32), TokenVectors(ids[kept], unit))


def _load(name: str, threads: int | None) -> "SentenceTransformer":
    packaged = name == PACKAGED_MODEL
    source = str(check_packaged_model()) if packaged else name
    if packaged:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    logging.getLogger("transformers").setLevel(logging.ERROR)
    try:
        import torch  # noqa: PLC0415 (seconds to import: only when a model is needed)
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415
        from transformers.utils import logging as transformers_logging  # noqa: PLC0415
    except ImportError as error:
        raise ModelError("sentence-transformers is not installed: pip install worthwatch") from error
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    if threads:
        torch.set_num_threads(threads)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return SentenceTransformer(source, device="cpu", local_files_only=packaged)
    except (OSError, ValueError, RuntimeError) as error:
        raise ModelError(f"the model “{name}” can't be loaded: check WORTHWATCH_MODEL") from error


def _identify(name: str, model: "SentenceTransformer") -> ModelIdentity:
    dimension = int(model.encode(["dimension"], show_progress_bar=False).shape[1])
    folder = Path(name)
    weights = sorted(folder.rglob("*.safetensors")) if folder.is_dir() else []
    if weights:
        return ModelIdentity(name, sha256_of(weights[0]), dimension)
    digest = hashlib.sha256()
    for key, tensor in sorted(model.state_dict().items()):
        digest.update(key.encode())
        digest.update(tensor.cpu().numpy().tobytes())
    return ModelIdentity(name, digest.hexdigest(), dimension)
