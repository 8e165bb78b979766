"""What shapes a snapshot beside its sources and the model, as one digest: code, rules, heads, seasons."""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from index.domain import Show

PACKAGE = Path(__file__).parents[1]
_SHAPING = ("build", "domain.py", "heads", "language", "reading", "sources")
"""What of the package decides how reviews are read, cut, annotated and told opinions of."""
_NO_CODE = frozenset({".md", ".npz", ".pyc"})
"""What is no part of it: pages, and weights, of which an annotator tells itself what it holds."""


def recipe(show: Show, annotator: str) -> str:
    """Return the digest of what shapes annotations: code and rules, the annotator's digest, the seasons."""
    parts = f"code {code_digest(PACKAGE)}, annotator {annotator}, seasons {show.seasons}"
    return hashlib.sha256(parts.encode()).hexdigest()


@cache
def code_digest(package: Path) -> str:
    """Return the digest of the code and the rules that shape annotations, read once: 2 ms."""
    digest = hashlib.sha256()
    for path in _shaping_files(package):
        data = path.read_bytes()
        digest.update(f"{path.relative_to(package).as_posix()} {len(data)}\n".encode())
        digest.update(data)
    return digest.hexdigest()


def _shaping_files(package: Path) -> Iterator[Path]:
    for name in _SHAPING:
        root = package / name
        found = sorted(root.rglob("*")) if root.is_dir() else [root]
        yield from (path for path in found if path.is_file() and path.suffix not in _NO_CODE)
