"""A sentence-transformers model to ONNX, checked against the model before it is used."""

import logging
import shutil
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.aspects import aspect_catalogue
from index.encoder import Encoded, Features, Vectors, unit_rows
from index.errors import ModelError, UnexportableError
from index.exportable import even_out, with_plain_attention
from index.exported import TOKENIZER_FILE, ExportedModel, Precision, folder_of
from index.files import sha256_of
from index.onnx_encoder import OnnxEncoder
from index.torch_encoder import SentenceTransformerEncoder, pieces_inside, unit_middles, unit_vectors

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

LEAST_COSINE = {Precision.FULL: 0.999, Precision.INT8: 0.98}
"""Mean cosine to the model's own vectors that an export must reach."""
MOST_LOST = 0.01
"""Mean reciprocal rank of an aspect's examples for its questions that an export may lose."""
_OPSET = 17
_EXAMPLE = ["An example of two sentences.", "They differ in length, so that both axes are free."]


def export_model(name: str, models: Path, *, threads: int | None = None) -> ExportedModel:
    """Export a model in both precisions under ``models`` and return it.

    Replaces an earlier export of the same model. Raises UnexportableError when the
    model can't be exported or the export's vectors are too far from the model's, and
    ModelError when a library or room on the disk is missing; the earlier export then stays.
    """
    encoder = SentenceTransformerEncoder(name, threads=threads)
    folder = folder_of(models, name)
    models.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=models, prefix=".exporting-") as scratch:
        beside = Path(scratch) / "model"
        beside.mkdir()
        model = encoder.loaded()
        try:
            right = encoder.encode_tokens(_parity_texts())
            longest = _write(model, beside)
        except ModelError:
            raise
        except ImportError as error:
            raise ModelError(
                f"exporting needs {error.name}: pip install worthwatch, or set WORTHWATCH_ENCODER=torch"
            ) from error
        except OSError as error:
            raise ModelError(f"the export can't be written to {models} ({error})") from error
        except Exception as error:  # the exporter raises whatever the model's code does
            raise UnexportableError(
                f"the model “{name}” can't be exported: set WORTHWATCH_ENCODER=torch"
            ) from error
        names = [*(precision.value for precision in Precision), TOKENIZER_FILE]
        files = {name: sha256_of(beside / name) for name in names}
        written = ExportedModel(beside, encoder.identity, longest, files, {})
        parity = {precision.value: _parity(written, precision, right) for precision in Precision}
        ExportedModel(beside, encoder.identity, longest, files, parity).write()
        shutil.rmtree(folder, ignore_errors=True)
        beside.rename(folder)
    return ExportedModel.read(folder)


def _write(model: "SentenceTransformer", folder: Path) -> int:
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
    even_out(model, _parity_texts())
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


def _parity_texts() -> list[str]:
    """Return real sentences: what viewers ask about the aspects and what reviewers write about them."""
    aspects = aspect_catalogue().aspects.values()
    return [text for aspect in aspects for text in (*aspect.questions, *aspect.examples)]


def _parity(exported: ExportedModel, precision: Precision, right: Sequence[Encoded]) -> float:
    """Return the mean cosine of the export's vectors to the model's own, ``right``, on real sentences.

    Of its vectors, of their middles or of their pieces inside, whichever is the lowest. Raises
    UnexportableError when it is too low.
    """
    read = OnnxEncoder(exported, precision).encode_tokens(_parity_texts())
    ours, theirs = np.stack([one.vector for one in read]), np.stack([one.vector for one in right])
    cosine = min(
        _nearness(ours, theirs),
        _nearness(np.stack([one.middle for one in read]), np.stack([one.middle for one in right])),
        _nearness(unit_rows(Features.of(read).pieces), unit_rows(Features.of(right).pieces)),
    )
    if cosine < LEAST_COSINE[precision]:
        raise UnexportableError(
            f"the export's vectors ({precision.value}) have a mean cosine of {cosine:.4f} to the model's, "
            f"less than {LEAST_COSINE[precision]}: set WORTHWATCH_ENCODER=torch"
        )
    lost = _ranking(theirs) - _ranking(ours)
    if lost > MOST_LOST:
        raise UnexportableError(
            f"the export ({precision.value}) finds examples of an aspect for its questions less well "
            f"(by {lost:.4f} MRR) than the model: set WORTHWATCH_ENCODER=torch"
        )
    return round(cosine, 5)


def _nearness(ours: Vectors, theirs: Vectors) -> float:
    """Return the mean cosine of unit vectors to others, row by row."""
    return float(np.einsum("nd,nd->n", ours, theirs).mean())


def _ranking(vectors: Vectors) -> float:
    """Return the mean reciprocal rank of the nearest example of a question's own aspect.

    ``vectors`` are of the catalogue's questions and examples, aspect by aspect.
    """
    marks = [
        (name, text in aspect.questions)
        for name, aspect in aspect_catalogue().aspects.items()
        for text in (*aspect.questions, *aspect.examples)
    ]
    asked = np.array([question for _, question in marks])
    names = np.array([name for name, _ in marks])
    cosines = vectors[asked] @ vectors[~asked].T
    own = names[asked][:, None] == names[~asked][None, :]
    best = np.where(own, cosines, -1.0).max(axis=1, keepdims=True)
    return float((1 / (1 + (cosines > best).sum(axis=1))).mean())
