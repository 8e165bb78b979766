"""Which encoder serves a model: its export where there is one, else the model itself."""

from enum import StrEnum
from pathlib import Path

from index.encoder import Encoder
from index.errors import ModelError
from index.exported import ExportedModel, Precision, folder_of
from index.onnx_encoder import OnnxEncoder
from index.packaged import PACKAGED_IDENTITY, PACKAGED_MODEL
from index.torch_encoder import SentenceTransformerEncoder


class EncoderKind(StrEnum):
    """What a host may set."""

    AUTO = "auto"
    """The export in one byte a weight where there is one, else torch."""
    TORCH = "torch"
    ONNX = "onnx"
    ONNX_INT8 = "onnx-int8"


_PRECISIONS = {
    EncoderKind.AUTO: Precision.INT8,
    EncoderKind.ONNX: Precision.FULL,
    EncoderKind.ONNX_INT8: Precision.INT8,
}


def open_encoder(name: str, kind: EncoderKind, models: Path, *, threads: int | None = None) -> Encoder:
    """Return an encoder for the model; exports lie under ``models``.

    Raises ModelError when an export is asked for that isn't there or is damaged.
    """
    if kind is EncoderKind.TORCH or (kind is EncoderKind.AUTO and not is_exported(name, kind, models)):
        return SentenceTransformerEncoder(name, threads=threads)
    exported = ExportedModel.read(folder_of(models, name))
    foreign = exported.identity.name != name or (
        name == PACKAGED_MODEL and exported.identity != PACKAGED_IDENTITY
    )
    if foreign:
        raise ModelError(f"{exported.folder} is of another model: run worthwatch index build --export")
    return OnnxEncoder(exported, _PRECISIONS[kind], threads=threads)


def is_exported(name: str, kind: EncoderKind, models: Path) -> bool:
    """Tell whether the export that this setting asks for is there."""
    precision = _PRECISIONS.get(kind)
    try:
        return precision is not None and ExportedModel.read(folder_of(models, name)).has(precision)
    except ModelError:
        return False
