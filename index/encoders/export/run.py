"""A sentence-transformers model to ONNX, checked against the model before it is used."""

import logging
import shutil
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from index.encoders import onnx_runtime
from index.encoders.base import Encoded, Features, Vectors, unit_rows
from index.encoders.export.folder import TOKENIZER_FILE, WEIGHTS_FILE, ExportedModel, Precision, folder_of
from index.encoders.export.smoothing import even_out, with_plain_attention
from index.encoders.onnx_encoder import OnnxEncoder
from index.encoders.torch_encoder import SentenceTransformerEncoder, pieces_inside, unit_middles, unit_vectors
from index.errors import ExportBusyError, ModelError, StorageError, UnexportableError, WorthwatchError
from index.files import HeldError, held, sha256_of

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

LEAST_COSINE = {Precision.FULL: 0.999, Precision.INT8: 0.98}
"""Mean cosine to the model's own vectors, over some 280 sentences, that a precision must reach.

The packaged model has 1.0 and .994 to .998 on every processor tried: no noise brings one near the bar.
"""
_OPSET = 17
_LEAST_OUTSIDE = 1024
"""Bytes of a weight that is kept outside the graph, to be mapped."""
_EXAMPLE = ["An example of two sentences.", "They differ in length, so that both axes are free."]
_SCRATCH = ".exporting-"
_ROOM = 100_000_000
"""Bytes without which the disk is what an export failed for: about the largest file that it writes."""


def export_model(name: str, models: Path, texts: Sequence[str]) -> ExportedModel:
    """Export a model under ``models``, in each precision that comes near enough to it, and return it.

    How near is measured on ``texts``, some hundred such as will be read, at least one.
    Replaces an earlier export of the same model. Its bytes don't depend on the number of cores.
    Raises UnexportableError when the model can't be exported or loses too much even in full
    precision, ModelError when a library is missing, ExportBusyError while another export is running,
    and StorageError where it can't be written; the earlier export then stays.
    """
    encoder = SentenceTransformerEncoder(name)
    with (
        _alone(models),
        TemporaryDirectory(dir=models, prefix=_SCRATCH) as scratch,
        _temporary_files_in(scratch),
    ):
        beside = Path(scratch) / "model"
        beside.mkdir()
        model = encoder.loaded()
        with _explained(name, models), _on_one_thread():
            onnx_runtime.load()  # before the parts of it that are imported below
            right = encoder.encode_tokens(texts)
            longest = _write(model, beside, texts)
            exported = _checked(
                ExportedModel(beside, encoder.identity, longest, _digests(beside), {}), texts, right
            )
            exported.write()
        folder = folder_of(models, name)
        shutil.rmtree(folder, ignore_errors=True)
        beside.rename(folder)
    return ExportedModel.read(folder)


@contextmanager
def _alone(models: Path) -> Iterator[None]:
    """Hold the folder of all models, less what a killed export left; raises ModelError, StorageError."""
    try:
        models.mkdir(parents=True, exist_ok=True)
        with held(models / "export.lock"):
            for leftover in models.glob(f"{_SCRATCH}*"):
                shutil.rmtree(leftover, ignore_errors=True)
            yield
    except HeldError as error:
        raise ExportBusyError(models) from error
    except OSError as error:
        raise StorageError(models, error) from error


@contextmanager
def _explained(name: str, models: Path) -> Iterator[None]:
    """Raise what a message can explain, whatever the libraries raise while they export."""
    try:
        yield
    except WorthwatchError:
        raise
    except ImportError as error:
        raise ModelError(f"exporting needs {error.name}: pip install worthwatch") from error
    except OSError as error:
        raise StorageError(models, error) from error
    except Exception as error:  # the exporter raises whatever the model's code does
        if shutil.disk_usage(models).free < _ROOM:  # what libraries raise of a full disk is of many kinds
            raise StorageError(models, "an export needs some 400 MB meanwhile") from error
        raise UnexportableError(f"the model “{name}” can't be exported ({type(error).__name__})") from error


@contextmanager
def _on_one_thread() -> Iterator[None]:
    """Have torch add up in one order, whatever the number of cores."""
    import torch  # noqa: PLC0415 (seconds to import)

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


@contextmanager
def _temporary_files_in(folder: str) -> Iterator[None]:
    """Have the exporters' own temporary files in the folder: nothing is written outside the data."""
    before, tempfile.tempdir = tempfile.tempdir, folder
    try:
        yield
    finally:
        tempfile.tempdir = before


def _digests(folder: Path) -> dict[str, str]:
    """Return each file's sha256 by its name."""
    return {path.name: sha256_of(path) for path in sorted(folder.iterdir())}


def _checked(written: ExportedModel, texts: Sequence[str], right: Sequence[Encoded]) -> ExportedModel:
    """Return an export with how near each precision comes to ``right``, less bytes that aren't near enough.

    Raises UnexportableError where full precision doesn't.
    """
    files, refused = dict(written.files), {}
    parity = {precision.value: _parity(written, precision, texts, right) for precision in Precision}
    for precision in Precision:
        cosine, least = parity[precision.value], LEAST_COSINE[precision]
        if cosine >= least:
            continue
        lost = f"its vectors have a mean cosine of {cosine:.4f} to the model's, less than {least}"
        if precision is Precision.FULL:
            raise UnexportableError(f"the export is too far from the model, {lost}")
        refused[precision.value] = lost
        for name in precision.files:
            del files[name]
            (written.folder / name).unlink()
    return replace(written, files=files, parity=parity, refused=refused)


def _write(model: "SentenceTransformer", folder: Path, texts: Sequence[str]) -> int:
    """Write both precisions and the tokenizer; return the most word pieces that the model reads."""
    import torch  # noqa: PLC0415 (seconds to import)
    from onnx import TensorProto  # noqa: PLC0415
    from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: PLC0415

    tokenizer: Any = model.tokenizer
    tokenizer.backend_tokenizer.save(str(folder / TOKENIZER_FILE))
    example = tokenizer(_EXAMPLE, padding=True, return_tensors="pt")
    names = [name for name in ("input_ids", "attention_mask", "token_type_ids") if name in example]
    axes = {name: {0: "texts", 1: "pieces"} for name in [*names, "token_embeddings", "inner_embeddings"]}
    with_plain_attention(model)
    even_out(model, texts)
    with _quietly(), warnings.catch_warnings(), torch.inference_mode():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _traceable(model, names),
            tuple(example[name] for name in names),
            str(folder / Precision.FULL.value),
            input_names=names,
            output_names=["sentence_embedding", "middle_embedding", "token_embeddings", "inner_embeddings"],
            dynamic_axes=axes | {name: {0: "texts"} for name in ("sentence_embedding", "middle_embedding")},
            opset_version=_OPSET,
            dynamo=False,
        )
        _fuse_attention(folder / Precision.FULL.value, model)
        quantize_dynamic(
            folder / Precision.FULL.value,
            folder / Precision.INT8.value,
            per_channel=True,
            reduce_range=True,  # a processor without wide enough sums would clip them, and answer otherwise
            weight_type=QuantType.QInt8,
            extra_options={"DefaultTensorType": TensorProto.FLOAT},  # of what the fused operations put out
        )
        _keep_weights_outside(folder / Precision.FULL.value)
    return int(model.max_seq_length or tokenizer.model_max_length)


def _fuse_attention(path: Path, model: "SentenceTransformer") -> None:
    """Make one operation of each layer's attention where it is of BERT's kind; else leave the file be."""
    from onnxruntime.transformers.fusion_options import FusionOptions  # noqa: PLC0415
    from onnxruntime.transformers.optimizer import optimize_model  # noqa: PLC0415

    config = getattr(getattr(model[0], "model", None), "config", None)
    heads, dimension = getattr(config, "num_attention_heads", None), getattr(config, "hidden_size", None)
    if not heads or not dimension:
        return
    options = FusionOptions("bert")
    # Those of layer norms are slower than what they replace, the others gain nothing.
    options.enable_skip_layer_norm = options.enable_bias_skip_layer_norm = False
    options.enable_embed_layer_norm = options.enable_bias_gelu = False
    try:
        fused = optimize_model(str(path), "bert", heads, dimension, opt_level=0, optimization_options=options)
    except Exception:  # noqa: BLE001 (whatever a model that it doesn't know brings up: it is for speed alone)
        return
    fused.save_model_to_file(str(path))


def _keep_weights_outside(path: Path) -> None:
    """Move the weights of a model into a file beside it, from which they are mapped.

    A process then takes 43 MB less of memory for the packaged model, and loads it in a quarter of the time.
    """
    import onnx  # noqa: PLC0415

    onnx.save_model(
        onnx.load(path),
        path,
        save_as_external_data=True,
        location=WEIGHTS_FILE,
        size_threshold=_LEAST_OUTSIDE,
    )
    path.with_name(WEIGHTS_FILE).chmod(path.stat().st_mode)  # it is its owner's alone at first


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep the exporters' advice to their own authors from the log."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(before)


def _traceable(model: "SentenceTransformer", names: Sequence[str]) -> "torch.nn.Module":
    """Return the model as a module from plain tensors to what ``Encoded`` has, of all texts together."""
    import torch  # noqa: PLC0415

    class Traceable(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *inputs: "torch.Tensor") -> tuple["torch.Tensor", ...]:
            outputs: Any = self.model(dict(zip(names, inputs, strict=True)))
            last = outputs["token_embeddings"]
            return unit_vectors(outputs), unit_middles(outputs), last, pieces_inside(outputs)

    return Traceable().eval()


def _parity(
    exported: ExportedModel, precision: Precision, texts: Sequence[str], right: Sequence[Encoded]
) -> float:
    """Return the mean cosine of the export's vectors of texts to the model's own, ``right``.

    Of its vectors, of their middles or of their pieces inside, whichever is the lowest.
    """
    read = OnnxEncoder(exported, precision).encode_tokens(texts)
    ours, theirs = np.stack([one.vector for one in read]), np.stack([one.vector for one in right])
    cosine = min(
        _nearness(ours, theirs),
        _nearness(np.stack([one.middle for one in read]), np.stack([one.middle for one in right])),
        _nearness(unit_rows(Features.of(read).pieces), unit_rows(Features.of(right).pieces)),
    )
    return round(cosine, 5)


def _nearness(ours: Vectors, theirs: Vectors) -> float:
    """Return the mean cosine of unit vectors to others, row by row."""
    return float(np.einsum("nd,nd->n", ours, theirs).mean())
