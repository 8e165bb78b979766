"""Which encoder serves a model: its export where there is one, else the model itself."""

from enum import StrEnum
from pathlib import Path

from index.encoders.base import Encoder
from index.encoders.export.folder import ExportedModel, Precision, folder_of
from index.encoders.onnx_encoder import OnnxEncoder
from index.encoders.packaged import PACKAGED_IDENTITY, PACKAGED_MODEL
from index.encoders.torch_encoder import SentenceTransformerEncoder
from index.errors import ModelError


class EncoderKind(StrEnum):
    """What a host may set."""

    AUTO = "auto"
    """The export in full precision where there is one, else torch: both give the same answers."""
    TORCH = "torch"
    ONNX = "onnx"
    ONNX_INT8 = "onnx-int8"
    """One-byte weights: half the time, some other counts; full precision where they lose too much."""


_PRECISIONS = {
    EncoderKind.AUTO: Precision.FULL,
    EncoderKind.ONNX: Precision.FULL,
    EncoderKind.ONNX_INT8: Precision.INT8,
}


def open_encoder(name: str, kind: EncoderKind, models: Path, *, threads: int | None = None) -> Encoder:
    """Return an encoder for the model; exports lie under ``models``.

    Raises ModelError when an export is asked for that isn't there or is damaged.
    """
    if kind is EncoderKind.TORCH or (kind is EncoderKind.AUTO and not is_exported(name, kind, models)):
        return SentenceTransformerEncoder(name, threads=threads)
    exported, precision = ExportedModel.read(folder_of(models, name)), _PRECISIONS[kind]
    foreign = exported.identity.name != name or (
        name == PACKAGED_MODEL and exported.identity != PACKAGED_IDENTITY
    )
    if foreign:
        raise ModelError(f"{exported.folder} is of another model: run worthwatch index build --export")
    if precision.value in exported.refused:
        precision = Precision.FULL
    return OnnxEncoder(exported, precision, threads=threads)


def is_exported(name: str, kind: EncoderKind, models: Path) -> bool:
    """Tell whether the export that this setting asks for was made, even where this precision was left out."""
    precision = _PRECISIONS.get(kind)
    try:
        exported = ExportedModel.read(folder_of(models, name))
    except ModelError:
        return False
    return precision is not None and (exported.has(precision) or precision.value in exported.refused)
