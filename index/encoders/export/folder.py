"""A model exported to ONNX, in a folder of its own with its tokenizer and what is known of both.

model.onnx        the model in full precision
model.weights     its weights, which are mapped rather than read: what a text doesn't need takes no memory
model-int8.onnx   the same with weights of one byte, where these come near enough
tokenizer.json    texts to word pieces
export.json       which model it is of, each file's digest, how near its vectors come to the model's
"""

import json
import re
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from index.encoders.base import ModelIdentity
from index.errors import ModelError
from index.files import sha256_of

EXPORT_FILE = "export.json"
TOKENIZER_FILE = "tokenizer.json"
WEIGHTS_FILE = "model.weights"
FORMAT = 5


class Precision(Enum):
    """How an exported model keeps its weights; the value is its file."""

    FULL = "model.onnx"
    INT8 = "model-int8.onnx"

    @property
    def files(self) -> tuple[str, ...]:
        """Every file that serving in this precision needs, beside the tokenizer."""
        return (self.value, WEIGHTS_FILE) if self is Precision.FULL else (self.value,)


class _Told(BaseModel):
    """What an export's file says; the fields are an ``ExportedModel``'s."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int
    identity: ModelIdentity
    longest: int
    files: dict[str, str]
    parity: dict[str, float]
    refused: dict[str, str]


@dataclass(frozen=True, slots=True)
class ExportedModel:
    """An export on disk: ``longest`` is the most word pieces of a text, ``files`` maps names to sha256.

    ``parity`` gives, by file, the mean cosine of its vectors to the model's own; ``refused`` says,
    by file, why a precision was left out.
    """

    folder: Path
    identity: ModelIdentity
    longest: int
    files: dict[str, str]
    parity: dict[str, float]
    refused: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read what an export says of itself; raises ModelError when it is missing or damaged."""
        path = folder / EXPORT_FILE
        try:
            stored: Any = json.loads(path.read_text(encoding="utf-8"))
            if isinstance(stored, dict) and stored.get("format") != FORMAT:
                raise ModelError(f"{path} is of another version: run worthwatch index build --export")
            told = _Told.model_validate(stored)
        except (OSError, ValueError, RecursionError) as error:
            raise ModelError(f"{path} can't be read: run worthwatch index build --export") from error
        return cls(folder, told.identity, told.longest, told.files, told.parity, told.refused)

    def write(self) -> None:
        """Write what is known of it beside its files."""
        told = _Told(
            format=FORMAT,
            identity=self.identity,
            longest=self.longest,
            files=self.files,
            parity=self.parity,
            refused=self.refused,
        )
        (self.folder / EXPORT_FILE).write_text(f"{told.model_dump_json(indent=2)}\n", encoding="utf-8")

    def has(self, precision: Precision) -> bool:
        """Tell whether it has the model in this precision: a small server needs one alone."""
        return all(name in self.files and (self.folder / name).is_file() for name in precision.files)

    def checked(self, name: str) -> Path:
        """Return one of its files after checking its digest; raises ModelError."""
        path = self.folder / name
        if name not in self.files or not path.is_file() or sha256_of(path) != self.files[name]:
            raise ModelError(
                f"{path} is missing or has changed since its export: run worthwatch index build --export, "
                "or where torch isn't installed copy it anew from where it was made"
            )
        return path


def refusal_of(models: Path, name: str) -> Path:
    """Return the file that says why this version couldn't export a model of this name."""
    folder = folder_of(models, name)
    return folder.with_name(f"{folder.name}.{FORMAT}.refused")


def folder_of(models: Path, name: str) -> Path:
    """Return where a model of this name is exported to, under the folder of all models."""
    return models / (re.sub(r"[^\w.-]+", "_", name).strip("._") or "model")
