"""The snapshots of one show on disk: one is live, the last three stay.

<library>/<show>/live               names the live snapshot; replaced atomically
<library>/<show>/snapshots/<id>/    finished snapshots
<library>/<show>/building-<pid>/    one that isn't finished; never read
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import BuildBusyError, NoIndexError, SnapshotError, StorageError, UnreadableError
from index.snapshot import MANIFEST_FILE, Manifest, check_digests, verify

KEPT = 3


class Shelf:
    """Keeps a show's snapshots; knows which is live."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._snapshots = folder / "snapshots"
        self._live = folder / "live"

    @property
    def slug(self) -> str:
        """The show whose snapshots these are."""
        return self._folder.name

    def live_id(self) -> str:
        """Return the live snapshot's id; raises NoIndexError when there is none, or UnreadableError."""
        with self._looked_up():
            return self._live.read_text(encoding="utf-8", errors="replace").strip()

    def live_stamp(self) -> tuple[int, int]:
        """Return what differs once another snapshot is live; raises what ``live_id`` raises.

        Quicker than that: it is looked at for every question.
        """
        with self._looked_up():
            found = self._live.stat()
        return found.st_ino, found.st_mtime_ns

    @contextmanager
    def _looked_up(self) -> Iterator[None]:
        """Say in this project's errors that the live snapshot isn't there, or isn't to be seen."""
        try:
            yield
        except FileNotFoundError as error:
            raise NoIndexError(self.slug) from error
        except PermissionError as error:
            raise UnreadableError(self._live, error.strerror) from error

    def live_folder(self) -> Path:
        """Return the live snapshot's folder; raises NoIndexError or SnapshotError when it can't be had."""
        folder = self._snapshots / self.live_id()
        if not folder.is_dir():
            raise SnapshotError(f"the live snapshot {folder} is gone: rebuild the show's index")
        return folder

    def live_manifest(self) -> Manifest | None:
        """Return what the live snapshot was made from, None when there is none that this version reads."""
        try:
            return Manifest.read(self.live_folder())
        except (NoIndexError, SnapshotError):
            return None

    def ids(self) -> list[str]:
        """Return the finished snapshots' ids, oldest first."""
        if not self._snapshots.is_dir():
            return []
        return sorted(path.name for path in self._snapshots.iterdir() if (path / MANIFEST_FILE).is_file())

    @contextmanager
    def building(self) -> Iterator[Path]:
        """Give a new folder to build in, alone; it is removed when the build didn't finish.

        Raises BuildBusyError while another build of the show runs, in any process, and
        StorageError when what is built can't be written.
        """
        with self._alone():
            self._sweep()
            folder = self._folder / f"building-{os.getpid()}"
            folder.mkdir()
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the show's lock; raises BuildBusyError while another process or thread does.

        What can't be written meanwhile is a StorageError.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self._folder / "build.lock", timeout=0):
                yield
        except Timeout as error:
            raise BuildBusyError(self.slug) from error
        except (OSError, sqlite3.OperationalError) as error:
            raise StorageError(self._folder, error) from error

    def promote(self, built: Path, snapshot_id: str) -> Path:
        """Make a finished, checked build live: flushed, moved into place, its files checked, named live."""
        _flush(built)
        self._snapshots.mkdir(exist_ok=True)
        target = self._snapshots / snapshot_id
        built.rename(target)
        _flush_folder(self._snapshots)
        try:
            check_digests(target, Manifest.read(target))  # its contents were checked before
            self._point_at(snapshot_id)
        except (SnapshotError, OSError):
            shutil.rmtree(target)
            raise
        _flush_folder(self._folder)
        self._prune()
        return target

    def rollback(self) -> str:
        """Make the newest snapshot before the live one live again; return its id.

        It is verified first. Raises SnapshotError when there is none, BuildBusyError
        while the show is being built, and StorageError when that can't be written.
        """
        live = self.live_id()
        with self._alone():
            earlier = [snapshot for snapshot in self.ids() if snapshot < live]
            if not earlier:
                raise SnapshotError(f"“{self.slug}” has no earlier snapshot to roll back to")
            verify(self._snapshots / earlier[-1])
            self._point_at(earlier[-1])
            _flush_folder(self._folder)
            return earlier[-1]

    def _point_at(self, snapshot_id: str) -> None:
        beside = self._folder / f"live-{os.getpid()}"
        try:
            with beside.open("w", encoding="utf-8") as file:
                file.write(f"{snapshot_id}\n")
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self._live)
        except OSError:
            beside.unlink(missing_ok=True)
            raise

    def _prune(self) -> None:
        live = self.live_id()
        for snapshot in [snapshot for snapshot in self.ids() if snapshot != live][: -(KEPT - 1)]:
            shutil.rmtree(self._snapshots / snapshot, ignore_errors=True)

    def _sweep(self) -> None:
        """Remove what a killed build left behind."""
        for leftover in self._folder.glob("building-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        for leftover in self._folder.glob("live-*"):
            leftover.unlink(missing_ok=True)
        for folder in self._snapshots.glob("*"):
            if not (folder / MANIFEST_FILE).is_file():
                shutil.rmtree(folder, ignore_errors=True)


def _flush(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    for path in [folder, *(path for path in folder.rglob("*") if path.is_dir())]:
        _flush_folder(path)


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows has no handle of a folder to flush
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
