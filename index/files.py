"""Files: their digests, and locks that one process at a time holds."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def sha256_of(path: Path) -> str:
    """Return a file's sha256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class HeldError(Exception):
    """Another process holds the lock."""


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the lock that a file stands for; raises HeldError at once where another process does."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 (20 ms, and whoever asks takes no lock)

    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise HeldError from error
    try:
        yield
    finally:
        lock.release()
