"""Texts to unit vectors, through sentence-transformers.

sentence-transformers and torch are imported when a model is first needed, not before.
"""

import hashlib
import logging
import os
import threading
import warnings
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from index.encoders.base import (
    FULL_PRECISION,
    DoneCallback,
    Encoded,
    ModelIdentity,
    TokenVectors,
    Vectors,
    unit_rows,
)
from index.encoders.packaged import PACKAGED_IDENTITY, PACKAGED_MODEL, check_packaged_model
from index.errors import ModelError
from index.files import sha256_of

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

    Outputs = Mapping[str, Any]

NOT_INSTALLED = "the model isn't exported here, and sentence-transformers is not installed"
MENDS_NOT_INSTALLED = "copy data/models anew from where it was made, or pip install worthwatch"
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
        return FULL_PRECISION

    def encode(self, texts: Sequence[str], *, on_done: DoneCallback | None = None) -> Vectors:
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
            if on_done:
                on_done(start + len(batch), len(texts))
        return vectors

    def encode_tokens(self, texts: Sequence[str]) -> list[Encoded]:
        """Return each text's vector, middle and word pieces; raises ModelError."""
        model = self.loaded()
        import torch  # noqa: PLC0415 (it is there: the model is loaded)

        encoded: dict[int, Encoded] = {}
        by_length = sorted(range(len(texts)), key=lambda number: len(texts[number]))
        for start in range(0, len(texts), _BATCH):
            batch = by_length[start : start + _BATCH]
            with self._lock, torch.inference_mode():
                outputs = model(model.preprocess([texts[number] for number in batch]))
                encoded.update(zip(batch, _encoded(outputs, model.tokenizer.all_special_ids), strict=True))
        return [encoded[number] for number in range(len(texts))]

    def loaded(self) -> "SentenceTransformer":
        """Return the model itself, loaded once; raises ModelError."""
        with self._lock:
            if self._model is None:
                self._model = _load(self._name, self._threads)
                self._identity = _identify(self._name, self._model)
            return self._model


def is_installed() -> bool:
    """Tell whether models can be run as they are: torch and sentence-transformers are here."""
    return all(map(find_spec, ("torch", "sentence_transformers")))


@cache
def packaged_encoder() -> SentenceTransformerEncoder:
    """Return this process's one encoder with the packaged model."""
    return SentenceTransformerEncoder()


def unit_vectors(outputs: "Outputs") -> "torch.Tensor":
    """Return the texts' unit vectors from what the model put out, shape (texts, dimension)."""
    import torch  # noqa: PLC0415

    return torch.nn.functional.normalize(outputs["sentence_embedding"], dim=1)


def unit_middles(outputs: "Outputs") -> "torch.Tensor":
    """Return the unit means of the texts' pieces halfway through the layers; of a model without, vectors."""
    import torch  # noqa: PLC0415

    layers = outputs.get("all_layer_embeddings")
    if layers is None:
        return unit_vectors(outputs)
    mask = outputs["attention_mask"].unsqueeze(2).to(layers[0].dtype)
    means = (layers[len(layers) // 2] * mask).sum(dim=1) / mask.sum(dim=1)
    return torch.nn.functional.normalize(means, dim=1)


def pieces_inside(outputs: "Outputs") -> "torch.Tensor":
    """Return the texts' pieces one layer after the middle, (texts, pieces, dimension)."""
    layers = outputs.get("all_layer_embeddings")
    if layers is None:
        return cast("torch.Tensor", outputs["token_embeddings"])
    return cast("torch.Tensor", layers[min(len(layers) // 2 + 1, len(layers) - 1)])


def _encoded(outputs: "Outputs", special: Sequence[int]) -> Iterator[Encoded]:
    """Yield each text as the model put it out; without words, its first piece stands in."""
    vectors, middles = unit_vectors(outputs).numpy(), unit_middles(outputs).numpy()
    rows = zip(
        outputs["input_ids"].numpy(),
        outputs["attention_mask"].numpy(),
        outputs["token_embeddings"].numpy(),
        pieces_inside(outputs).numpy(),
        strict=True,
    )
    for vector, middle, (ids, mask, pieces, inside) in zip(vectors, middles, rows, strict=True):
        kept = np.flatnonzero(mask.astype(bool) & ~np.isin(ids, special))
        kept = kept if len(kept) else np.array([0])
        tokens = TokenVectors(ids[kept].astype(np.int64), unit_rows(pieces[kept]))
        yield Encoded(vector, middle, tokens, inside[mask.astype(bool)])


def _load(name: str, threads: int | None) -> "SentenceTransformer":
    packaged = name == PACKAGED_MODEL
    source = str(check_packaged_model()) if packaged else name
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    logging.getLogger("transformers").setLevel(logging.ERROR)
    try:
        import torch  # noqa: PLC0415 (seconds to import: only when a model is needed)
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415
        from transformers.utils import logging as transformers_logging  # noqa: PLC0415
    except ImportError as error:
        raise ModelError(f"{NOT_INSTALLED}: {MENDS_NOT_INSTALLED}") from error
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    if threads:
        torch.set_num_threads(threads)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model = SentenceTransformer(source, device="cpu", local_files_only=packaged)
    except (OSError, ValueError, RuntimeError) as error:
        raise ModelError(f"the model “{name}” can't be loaded: check WORTHWATCH_MODEL") from error
    config = getattr(getattr(model[0], "model", None), "config", None)
    if config is not None:
        config.output_hidden_states = True
    elif packaged:
        raise ModelError("this sentence-transformers gives no layers of the model: install worthwatch anew")
    return model


def _identify(name: str, model: "SentenceTransformer") -> ModelIdentity:
    dimension = int(model.encode(["dimension"], show_progress_bar=False).shape[1])
    folder = Path(name)
    weights = sorted(folder.rglob("*.safetensors")) if folder.is_dir() else []
    if len(weights) == 1:
        return ModelIdentity(name, sha256_of(weights[0]), dimension)
    digest = hashlib.sha256()
    for path in weights:
        digest.update(f"{path.relative_to(folder)} {sha256_of(path)}\n".encode())
    if weights:
        return ModelIdentity(name, digest.hexdigest(), dimension)
    for key, tensor in sorted(model.state_dict().items()):
        digest.update(key.encode())
        digest.update(tensor.cpu().numpy().tobytes())
    return ModelIdentity(name, digest.hexdigest(), dimension)
