"""Snippets of reviews and editorials that people rated, from the source distribution of vaderSentiment 3.3.2.

Film and product reviews and newspaper editorials, each rated -4 to 4 by about twenty people (MIT licence).
"""

import ast
import hashlib
import io
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import WorthwatchError

NAME = "vaderSentiment-3.3.2.tar.gz"
SHA256 = "5d7c06e027fc8b99238edb0d53d970cf97066ef97654009890b83703849632f9"
GET = "pip download --no-deps --no-binary :all: vaderSentiment==3.3.2"
_INNER = "additional_resources/hutto_ICWSM_2014.tar.gz"
_SETS = ("movieReviewSnippets", "amazonReviewSnippets", "nytEditorialSnippets")

Floats = NDArray[np.float32]


class SnippetsError(WorthwatchError):
    """The snippets aren't given, or not those that are meant."""


@dataclass(frozen=True, slots=True)
class Snippets:
    """Texts and, for each, the shares of raters who found it negative, neither, positive: (n, 3)."""

    texts: Sequence[str]
    shares: Floats


def missing_snippets() -> SnippetsError:
    """Return what to say where none are given."""
    return SnippetsError(
        f"polarity is learnt from rated snippets: “{GET}”, then make weights SNIPPETS={NAME}"
    )


def read_snippets(path: Path) -> Snippets:
    """Return the snippets of the source distribution; raises SnippetsError when it is another."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SnippetsError(f"{path} can't be read ({error.strerror}): get it by “{GET}”") from error
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise SnippetsError(
            f"{path} isn't the source distribution of vaderSentiment 3.3.2: get it by “{GET}”"
        )
    with tarfile.open(fileobj=io.BytesIO(data)) as outer:
        inner = _member(outer, _INNER)
    with tarfile.open(fileobj=io.BytesIO(inner)) as archive:
        pairs = [pair for name in _SETS for pair in _read_set(archive, name)]
    return Snippets([text for text, _ in pairs], np.array([shares for _, shares in pairs], np.float32))


def _read_set(archive: tarfile.TarFile, name: str) -> list[tuple[str, list[float]]]:
    texts = _rows(archive, f"{name}_GroundTruth.txt")
    ratings = {row[0]: row[-1] for row in _rows(archive, f"{name}_anonDataRatings.txt")}
    pairs = []
    for number, mean, text in (row[:3] for row in texts if len(row) > 2):  # noqa: PLR2004 (three columns)
        given = ast.literal_eval(ratings[number]) if number in ratings else [float(mean)]
        pairs.append((text, _shares(given)))
    return pairs


def _shares(ratings: Sequence[float]) -> list[float]:
    """Return the shares of ratings below, at and above zero."""
    return [float(np.mean([np.sign(rating) == side for rating in ratings])) for side in (-1, 0, 1)]


def _rows(archive: tarfile.TarFile, ending: str) -> list[list[str]]:
    text = _member(archive, ending).decode("utf-8", errors="replace")
    return [line.split("\t") for line in text.splitlines() if line.strip()]


def _member(archive: tarfile.TarFile, ending: str) -> bytes:
    """Return the file whose name ends so, less what macOS puts beside it."""
    names = (name for name in archive.getnames() if name.endswith(ending))
    file = archive.extractfile(next(name for name in names if not Path(name).name.startswith("._")))
    return file.read() if file else b""
