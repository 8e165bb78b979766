"""A file of trained weights: its arrays, the model whose features they read, and what they were made from."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, Protocol, Self
from zipfile import BadZipFile

import numpy as np
from pydantic import TypeAdapter

from index.encoders.base import ModelIdentity
from index.errors import ModelError, StorageError

MODEL = "model"
"""The array with the digest of the model that a head was trained on."""
ORIGIN = "origin"
"""What a file calls the origin of its weights."""
_UNREADABLE = (OSError, KeyError, ValueError, EOFError, BadZipFile)
"""What NumPy raises of a file that is missing or damaged, or lacks an array."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What weights were made from, with which command, and how good they are.

    ``data`` is the sha256 of all that was learnt from; ``figures`` are of what was held out of it.
    """

    data: str
    command: str
    figures: dict[str, float]

    @classmethod
    def of_json(cls, text: str) -> Self:
        """Return the origin that ``to_json`` wrote; raises ValueError."""
        return TypeAdapter(cls).validate_json(text)

    def to_json(self) -> str:
        """Return the origin as it stands in a file."""
        return json.dumps(asdict(self))


class Head(Protocol):
    """What is trained on the features of one model."""

    @property
    def model_sha256(self) -> str:
        """The digest of that model."""
        ...


def read_weights(path: Path, names: Sequence[str]) -> dict[str, Any]:
    """Return the arrays of these names from a file of weights.

    Raises ModelError when the file is missing or damaged, or lacks one.
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in names}
    except _UNREADABLE as error:
        raise ModelError(f"the weights {path} can't be read: reinstall worthwatch") from error


def write_weights(path: Path, arrays: Mapping[str, Any], origin: Origin) -> None:
    """Write arrays with their origin, the same ones always as the same bytes; raises StorageError."""
    kept = {**arrays, ORIGIN: np.array(origin.to_json())}
    try:
        np.savez_compressed(path, **kept)  # which gives the archive's entries no time of their own
    except OSError as error:
        raise StorageError(path, error.strerror) from error


def read_origin(path: Path) -> Origin:
    """Return what weights were made from, whether they lie in an archive of arrays or in JSON.

    Raises ModelError when the file is missing or damaged, or doesn't tell.
    """
    try:
        if path.suffix == ".json":
            return Origin.of_json(json.dumps(json.loads(path.read_text(encoding="utf-8"))[ORIGIN]))
        with np.load(path, allow_pickle=False) as arrays:
            return Origin.of_json(str(arrays[ORIGIN]))
    except (*_UNREADABLE, TypeError) as error:
        raise ModelError(f"the weights {path} don't tell what they were made from: make weights") from error


def check_model(model: ModelIdentity, *heads: Head) -> None:
    """Raise ModelError when a head was trained on another model than this."""
    if any(head.model_sha256 != model.sha256 for head in heads):
        raise ModelError("the heads' weights are of another model: reinstall worthwatch")


def digest_of(head: Head) -> str:
    """Return the sha256 of all that a head holds, wherever it was loaded from."""
    digest = hashlib.sha256()
    for part in _parts(head):
        digest.update(part)
    return digest.hexdigest()


def _parts(held: object) -> Iterator[bytes]:
    """Yield what is held, part by part, each said to be what it is."""
    if is_dataclass(held):
        for field in fields(held):
            yield field.name.encode()
            yield from _parts(getattr(held, field.name))
    elif isinstance(held, np.ndarray):
        yield f"{held.dtype}{held.shape}".encode()
        yield held.tobytes()
    else:
        yield repr(held).encode()
