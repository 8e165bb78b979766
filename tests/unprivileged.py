"""Code run by somebody whom permissions hold back, and folders that such a one may enter."""

import codecs
import importlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
_NOBODY = 65534
_IMPORTED_LATE = ("bot.wording.terminal", "filelock", "rapidfuzz.distance", "syntok.segmenter")
"""What commands import when they first need it, from where root's own Python may be hidden."""


def drop() -> None:
    """Become nobody where this is root, whom no permission holds back; anybody else stays who they are."""
    codecs.lookup("utf-8-sig")  # imported when first used too
    for module in _IMPORTED_LATE:
        importlib.import_module(module)
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)


def run_unprivileged(code: str, *arguments: object, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run code that calls ``drop`` once it has imported what root alone may be able to.

    Skips where a folder above this one is closed to whom root becomes.
    """
    closed = [str(folder) for folder in REPOSITORY.parents if not folder.stat().st_mode & 0o001]
    if os.geteuid() == 0 and closed:
        pytest.skip(f"nobody may enter {closed[-1]}")
    return subprocess.run(
        [sys.executable, "-c", f"from tests.unprivileged import drop\n{code}", *map(str, arguments)],
        cwd=tempfile.gettempdir(),
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **settings},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@contextmanager
def open_folder() -> Iterator[Path]:
    """Give a new folder that anybody may enter: pytest's own are their owner's alone."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)
        yield folder


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Take the right to write from everything in a folder, and give it back to the owner."""
    _set_all(folder, mode=0o555)
    try:
        yield
    finally:
        _set_all(folder, mode=0o755)


def _set_all(folder: Path, *, mode: int) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(mode if path.is_dir() else mode & 0o666)


def files_in(folder: Path) -> set[Path]:
    """Return every file and folder in a folder."""
    return set(folder.rglob("*"))
