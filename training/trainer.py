"""What every trainer gives: heads for their files, with what they learnt from and how good they are."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from index import Origin
from training.materials import DATA, Materials
from training.snippets import NAME

MODULE = "python -m training"


class Savable(Protocol):
    """What has weights that can be kept in a file."""

    def save(self, path: Path, origin: Origin) -> None:
        """Write the weights with their origin."""
        ...


@dataclass(frozen=True, slots=True)
class Made:
    """What was trained, the committed file that it belongs in, and its figures of what was held out."""

    head: Savable
    file: Path
    figures: dict[str, float]


@dataclass(frozen=True, slots=True)
class Trainer:
    """Makes weights from materials; ``learnt_from`` gives the digests of those that it reads, by name."""

    name: str
    make: Callable[[Materials], Iterator[Made]]
    learnt_from: Callable[[Materials], Mapping[str, str]]
    reads_snippets: bool = False

    def origin(self, made: Made, materials: Materials) -> Origin:
        """Return what the weights were made from."""
        return Origin(self.data_digest(materials), self.command(materials), made.figures)

    def data_digest(self, materials: Materials) -> str:
        """Return the digest of all that is learnt from."""
        listed = sorted(self.learnt_from(materials).items())
        return hashlib.sha256("".join(f"{sha256}  {name}\n" for name, sha256 in listed).encode()).hexdigest()

    def command(self, materials: Materials) -> str:
        """Return the command that makes the weights again."""
        snippets = f" --snippets {NAME}" if self.reads_snippets else ""
        data = "" if materials.data == DATA else f" --data {materials.data}"
        return f"{MODULE} --only {self.name}{snippets}{data}"
