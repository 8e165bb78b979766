"""Texts to unit vectors, through onnxruntime: an exported model, without torch.

onnxruntime and tokenizers are imported when a model is first needed, not before.
"""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.encoders import onnx_runtime
from index.encoders.base import (
    FULL_PRECISION,
    ONE_BYTE,
    DoneCallback,
    Encoded,
    ModelIdentity,
    TokenVectors,
    Vectors,
    unit_rows,
)
from index.encoders.export.folder import TOKENIZER_FILE, ExportedModel, Precision
from index.encoders.processor import cores
from index.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

_SLOWER = ["SkipLayerNormFusion"]
"""Fusions that take longer than the two operations in their place (a tenth of a batch's time)."""
_ALONE = 2
"""Cores that a text has which is read alone: what takes the time is to fetch the weights from memory."""
_STOP_SPINNING = "session.force_spinning_stop"
"""Else the second core would go on waiting, and working, for a while after each run."""
_BATCH_PIECES = 256
"""Word pieces of a batch, padding included: more is slower, as it leaves the caches, and takes memory."""


class OnnxEncoder:
    """An exported model in this process, loaded on first use; safe to use from several threads.

    ``threads`` is how many cores it may use, all that there are at most: many texts go in batches side
    by side, a core each. A text that is read alone is read on two, in two thirds of the time; while
    others are read it has one as well, as it would wait for the second. The vectors are the same to the bit.
    """

    def __init__(self, exported: ExportedModel, precision: Precision, *, threads: int | None = None) -> None:
        self._exported = exported
        self._precision = precision
        self._threads = min(threads or cores(), cores())
        self._lock = threading.Lock()
        self._reading = threading.Lock()
        """Held while a text is read on two cores."""
        self._tokenizer: Tokenizer | None = None
        self._loaded: dict[int, InferenceSession] = {}
        """The model, ready to run, by the cores that one run has."""

    @property
    def identity(self) -> ModelIdentity:
        """The identity of the model that was exported."""
        return self._exported.identity

    @property
    def precision(self) -> str:
        """How the export's weights are kept."""
        return ONE_BYTE if self._precision is Precision.INT8 else FULL_PRECISION

    def encode(self, texts: Sequence[str], *, on_done: DoneCallback | None = None) -> Vectors:
        """Return unit vectors of shape (len(texts), dimension); raises ModelError."""
        vectors = np.empty((len(texts), self.identity.dimension), dtype=np.float32)
        done = 0
        for batch, outputs, _ in self._run(texts):
            vectors[batch] = outputs[0]
            done += len(batch)
            if on_done:
                on_done(done, len(texts))
        return vectors

    def encode_tokens(self, texts: Sequence[str]) -> list[Encoded]:
        """Return each text's vector, middle and word pieces; raises ModelError."""
        found: dict[int, Encoded] = {}
        for batch, (vectors, middles, pieces, inside), encodings in self._run(texts):
            for row, (number, encoding) in enumerate(zip(batch, encodings, strict=True)):
                tokens = _token_vectors(encoding, pieces[row])
                found[number] = Encoded(
                    vectors[row], middles[row], tokens, inside[row, : len(encoding.ids)].copy()
                )
        return [found[number] for number in range(len(texts))]

    def _run(self, texts: Sequence[str]) -> Iterator[tuple[list[int], list[Any], list["Encoding"]]]:
        """Yield batches as they finish: the texts' positions, the model's outputs, the texts in pieces."""
        if not texts:
            return
        encodings = self._pieces(texts)
        batches = list(_batches([len(encoding.ids) for encoding in encodings]))

        def outputs(batch: list[int], *, cores: int = 1) -> list[Any]:
            return _outputs(self._session(cores), [encodings[number] for number in batch])

        if len(batches) == 1:  # one batch needs no thread of its own
            with self._cores(len(texts)) as cores:
                results = [outputs(batches[0], cores=cores)]
            yield from _zipped(batches, iter(results), encodings)
            return
        with ThreadPoolExecutor(self._threads) as pool:
            yield from _zipped(batches, pool.map(outputs, batches), encodings)

    @contextmanager
    def _cores(self, texts: int) -> Iterator[int]:
        """Give the cores that a run may have: two for a text alone while no other is read so."""
        if texts > 1 or self._threads == 1 or not self._reading.acquire(blocking=False):
            yield 1
            return
        try:
            yield _ALONE
        finally:
            self._reading.release()

    def _pieces(self, texts: Sequence[str]) -> list["Encoding"]:
        with self._lock:
            if self._tokenizer is None:
                self._tokenizer = self._open_tokenizer()
        return list(self._tokenizer.encode_batch(list(texts)))

    def _session(self, cores: int) -> "InferenceSession":
        with self._lock:
            if cores not in self._loaded:
                self._loaded[cores] = self._open_session(cores)
            return self._loaded[cores]

    def _open_session(self, cores: int) -> "InferenceSession":
        """Return the model, ready to run; its files' digests are taken meanwhile, on another core."""
        names = self._precision.files
        with ThreadPoolExecutor(1) as pool:
            checking = pool.submit(lambda: [self._exported.checked(name) for name in names])
            try:
                return self._loaded_session(self._exported.folder / self._precision.value, cores)
            finally:
                checking.result()  # of a file that has changed this says more than why it can't be loaded

    def _loaded_session(self, weights: Path, cores: int) -> "InferenceSession":
        runtime = onnx_runtime.load()
        options = runtime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = cores, 1
        options.add_session_config_entry(_STOP_SPINNING, "1")
        options.enable_cpu_mem_arena = False  # an arena keeps the memory of the largest batch for good
        options.graph_optimization_level = runtime.GraphOptimizationLevel.ORT_ENABLE_ALL
        options.log_severity_level = 3
        try:
            session: InferenceSession = runtime.InferenceSession(
                str(weights), options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER
            )
        except Exception as error:  # the library raises its own kinds, undocumented
            raise ModelError(
                f"the exported model {weights} can't be loaded: run worthwatch index build --export"
            ) from error
        return session

    def _open_tokenizer(self) -> "Tokenizer":
        path = self._exported.checked(TOKENIZER_FILE)
        try:
            from tokenizers import Tokenizer  # noqa: PLC0415
        except ImportError as error:
            raise ModelError("tokenizers is not installed: pip install tokenizers") from error
        try:
            tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:  # likewise
            raise ModelError(
                f"the exported tokenizer {path} can't be loaded: run worthwatch index build --export"
            ) from error
        tokenizer.no_padding()
        tokenizer.enable_truncation(self._exported.longest)
        return tokenizer


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield positions in batches of about equally long texts, _BATCH_PIECES pieces at most with padding."""
    batch: list[int] = []
    for position in sorted(range(len(lengths)), key=lambda number: lengths[number]):
        if batch and (len(batch) + 1) * lengths[position] > _BATCH_PIECES:
            yield batch
            batch = []
        batch.append(position)
    if batch:
        yield batch


def _outputs(session: "InferenceSession", encodings: Sequence["Encoding"]) -> list[Any]:
    every = _feeds(encodings)
    return list(session.run(None, {given.name: every[given.name] for given in session.get_inputs()}))


def _feeds(encodings: Sequence["Encoding"]) -> dict[str, NDArray[np.int64]]:
    """Return what models read: ids, mask and types of shape (texts, longest)."""
    all_ids = [encoding.ids for encoding in encodings]
    ids = np.zeros((len(all_ids), max(map(len, all_ids))), dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, own in enumerate(all_ids):
        ids[row, : len(own)] = own
        mask[row, : len(own)] = 1
    return {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}


def _zipped(
    batches: Sequence[list[int]], results: Iterator[list[Any]], encodings: Sequence["Encoding"]
) -> Iterator[tuple[list[int], list[Any], list["Encoding"]]]:
    for batch, outputs in zip(batches, results, strict=True):
        yield batch, outputs, [encodings[number] for number in batch]


def _token_vectors(encoding: "Encoding", pieces: NDArray[np.float32]) -> TokenVectors:
    """Return a text's word pieces less the special ones; without words, its first piece stands in."""
    kept = [position for position, special in enumerate(encoding.special_tokens_mask) if not special] or [0]
    return TokenVectors(np.array(encoding.ids, np.int64)[kept], unit_rows(pieces[kept]))
