"""What a snapshot was made from and with, and how long and what each of its files is."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from math import inf
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, TypeAdapter, with_config

from index.encoders.base import ModelIdentity
from index.errors import SnapshotError, UnreadableError
from index.files import sha256_of
from index.store.vectors import VectorSearch

FORMAT = 14
"""Raised whenever a snapshot of the code before can't be read any more, or has vectors of other weights."""
MANIFEST_FILE = "manifest.json"
_DIGEST = "sha256"
"""The manifest's own digest, of everything else that is in it."""
_LONGEST_SHOWN = 40
"""Characters of a damaged file that a message repeats."""


@dataclass(frozen=True, slots=True)
class FileMark:
    """What a file is known by: its bytes' number and sha256."""

    size: int
    sha256: str


@with_config(ConfigDict(extra="forbid", strict=True))
@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot was made from and with.

    ``precision`` is how the model's weights were kept when it made the vectors; those of
    either serve both. ``sources`` gives each source's sha256, ``files`` the marks of the
    snapshot's own files; ``recipe`` is the digest of the code, rules and heads that
    shape annotations.
    """

    format: int
    id: str
    show: str
    built_at: str
    model: ModelIdentity
    precision: str
    search: VectorSearch
    reviews: int
    passages: int
    recipe: str
    sources: dict[str, str]
    files: dict[str, FileMark]
    checks: dict[str, str]

    @staticmethod
    def read(folder: Path, show: str) -> "Manifest":
        """Read the manifest of a show's snapshot.

        Raises SnapshotError when it is missing, damaged, of another format or another show,
        UnreadableError when this user may not read it.
        """
        path = folder / MANIFEST_FILE
        try:
            stored: Any = json.loads(path.read_text(encoding="utf-8"))
            if not isinstance(stored, dict):
                raise SnapshotError(f"{path} is no manifest", show)
            found = stored.get("format")
            if found != FORMAT:
                shown = repr(found)[:_LONGEST_SHOWN]
                raise SnapshotError(f"{path} has format {shown}, this version reads {FORMAT}", show)
            if stored.pop(_DIGEST, None) != _digest_of(stored):
                raise _changed(path, show)
            manifest = _CHECKED.validate_json(json.dumps(stored))
        except PermissionError as error:
            raise UnreadableError(path, error.strerror) from error
        except (OSError, ValueError, RecursionError) as error:
            raise SnapshotError(f"{path} can't be read", show) from error
        if manifest.show != show:
            raise SnapshotError(f"{path} is of another show", show)
        return manifest

    def write(self, folder: Path) -> None:
        """Write the manifest into a snapshot's folder."""
        text = json.dumps(self.to_json(), indent=2, ensure_ascii=False)
        (folder / MANIFEST_FILE).write_text(f"{text}\n", encoding="utf-8")

    def to_json(self) -> dict[str, Any]:
        """Return the manifest as it stands in its file, its own digest last."""
        own = asdict(self)
        return {**own, _DIGEST: _digest_of(own)}


_CHECKED = TypeAdapter(Manifest)


def file_marks(folder: Path) -> dict[str, FileMark]:
    """Return the mark of every file of a snapshot but its manifest, by path inside it."""
    return {name: FileMark(path.stat().st_size, sha256_of(path)) for name, path in sorted(_files(folder))}


def check_files(folder: Path, manifest: Manifest, *, read_up_to: int | None = None) -> None:
    """Check a snapshot's files against its manifest; raises SnapshotError with the first that differs.

    Where this user may not read one, that is an UnreadableError.

    Every size is looked at, and every digest, of strangers too; with ``read_up_to``, those
    of the smallest files alone, so many bytes together.
    """
    try:
        for name, mark in manifest.files.items():
            _check_size(folder / name, mark, manifest.show)
        for name, mark in _smallest(manifest.files, read_up_to):
            if sha256_of(folder / name) != mark.sha256:
                raise _changed(folder / name, manifest.show)
    except PermissionError as error:
        raise UnreadableError(Path(error.filename or folder), error.strerror) from error
    except OSError as error:
        raise SnapshotError(f"{folder} can't be read ({error})", manifest.show) from error
    if read_up_to is None and {name for name, _ in _files(folder)} != manifest.files.keys():
        raise SnapshotError(f"{folder} holds files that its manifest doesn't name", manifest.show)


def _check_size(path: Path, mark: FileMark, show: str) -> None:
    try:
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise SnapshotError(f"{path} is missing since it was built", show) from error
    if size != mark.size:
        raise _changed(path, show)


def _smallest(files: Mapping[str, FileMark], up_to: int | None) -> Iterator[tuple[str, FileMark]]:
    """Yield the smallest files, so many bytes together, or every one."""
    left = inf if up_to is None else up_to
    for name, mark in sorted(files.items(), key=lambda item: item[1].size):
        left -= mark.size
        if left < 0:
            return
        yield name, mark


def _changed(path: Path, show: str) -> SnapshotError:
    return SnapshotError(f"{path} has changed since it was built", show)


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield every file of a snapshot but its manifest and what readers lock, with its path inside."""
    for path in folder.rglob("*"):
        if path.is_file() and path.name != MANIFEST_FILE and path.suffix != ".lock":
            yield path.relative_to(folder).as_posix(), path


def _digest_of(own: dict[str, Any]) -> str:
    """Return the digest of a manifest's fields, however its file lays them out."""
    text = json.dumps(own, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
