"""The snapshots of one show on disk: one is live, the last three stay.

<library>/<show>/live               names the live snapshot; replaced atomically
<library>/<show>/history            names those that are kept, in the order in which they were made live
<library>/<show>/snapshots/<id>/    finished snapshots
<library>/<show>/building-<pid>/    one that isn't finished; never read
"""

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from index.errors import BuildBusyError, NoIndexError, SnapshotError, StorageError, UnreadableError
from index.files import HeldError, held
from index.store.checks import verify
from index.store.manifest import MANIFEST_FILE, Manifest, check_files
from index.store.snapshot import Snapshot

KEPT = 3
_LONGEST_SHOWN = 60
"""Characters of a damaged file that a message repeats."""


class Shelf:
    """Keeps a show's snapshots; knows which is live."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._snapshots = folder / "snapshots"
        self._live = folder / "live"
        self._history = folder / "history"

    @property
    def slug(self) -> str:
        """The show whose snapshots these are."""
        return self._folder.name

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder at all, rather than a stray file of that name."""
        return self._folder.is_dir()

    def live_id(self) -> str:
        """Return the live snapshot's id; raises NoIndexError, UnreadableError or SnapshotError."""
        with self._looked_up():
            if not stat.S_ISREG(self._live.stat().st_mode):  # a pipe would be waited for without end
                raise SnapshotError(f"{self._live} is no file", self.slug)
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
        except OSError as error:
            raise SnapshotError(f"{self._live} can't be read", self.slug) from error

    def live_folder(self) -> Path:
        """Return the live snapshot's folder; raises NoIndexError or SnapshotError when it can't be had."""
        live = self.live_id()
        if live not in self._names():  # a name that is no path to elsewhere
            shown = repr(live[:_LONGEST_SHOWN])
            raise SnapshotError(f"{self._live} names {shown}, which is no snapshot here", self.slug)
        return self._snapshots / live

    def manifest(self) -> Manifest:
        """Return what the live snapshot was made from; raises NoIndexError or SnapshotError."""
        return Manifest.read(self.live_folder(), self.slug)

    def sound_manifest(self) -> Manifest:
        """Return the live snapshot's manifest once every file was found to be as built; raises likewise."""
        folder = self.live_folder()
        manifest = Manifest.read(folder, self.slug)
        check_files(folder, manifest)
        return manifest

    def open(self) -> Snapshot:
        """Return the live snapshot, open; raises NoIndexError or SnapshotError."""
        return Snapshot.open(self.live_folder(), self.slug)

    def verify(self) -> dict[str, str]:
        """Check the live snapshot; return what was checked, raises NoIndexError or SnapshotError."""
        return verify(self.live_folder(), self.slug)

    def ids(self) -> list[str]:
        """Return the finished snapshots' ids in the order in which they were made live."""
        return self._finished(self._order())

    def _finished(self, ids: Sequence[str]) -> list[str]:
        names = self._names()
        here = [snapshot for snapshot in ids if snapshot in names]
        return [snapshot for snapshot in here if (self._snapshots / snapshot / MANIFEST_FILE).is_file()]

    def _order(self) -> list[str]:
        """Return all ids in the order of the history, those that it lacks first, by their time.

        A history that lacks the live one is damaged: all go by their time.
        """
        try:
            noted = self._history.read_text(encoding="utf-8", errors="replace").split()
        except OSError:
            noted = []
        names, live = self._names(), self._live_name()
        if live in names and live not in noted:
            return sorted(names)
        return [*sorted(names - set(noted)), *dict.fromkeys(noted)]

    def _names(self) -> set[str]:
        try:
            return {path.name for path in self._snapshots.iterdir()} if self._snapshots.is_dir() else set()
        except PermissionError as error:
            raise UnreadableError(self._snapshots, error.strerror) from error

    def _made_live(self) -> list[str]:
        """Return the ids in the order in which they were made live, up to the live one."""
        order, live = self._order(), self._live_name()
        return order[: order.index(live) + 1] if live in order else order

    def _live_name(self) -> str | None:
        """Return what ``live`` holds, None when it can't be read."""
        try:
            return self.live_id()
        except (NoIndexError, SnapshotError):
            return None

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
            with held(self._folder / "build.lock"):
                yield
        except HeldError as error:
            raise BuildBusyError(self.slug) from error
        except (OSError, sqlite3.OperationalError) as error:
            raise StorageError(self._folder, error) from error

    def promote(self, built: Path, snapshot_id: str) -> Path:
        """Make a finished, checked build live: flushed, moved into place, its files checked, named live."""
        _flush(built)
        self._snapshots.mkdir(exist_ok=True)
        kept = [*self._finished(self._made_live()), snapshot_id][-KEPT:]
        target = self._snapshots / snapshot_id
        built.rename(target)
        _flush_folder(self._snapshots)
        try:
            check_files(target, Manifest.read(target, self.slug))  # its contents were checked before
            self._replace(self._history, kept)
            self._replace(self._live, [snapshot_id])
        except (SnapshotError, UnreadableError, OSError):
            shutil.rmtree(target)
            raise
        self._prune(kept)
        return target

    def rollback(self) -> str:
        """Make the snapshot that was live before the live one live again; return its id.

        It is verified first; a damaged one is passed over. Raises SnapshotError when there
        is none, BuildBusyError while the show is being built, and StorageError when it can't
        be written.
        """
        live = self.live_id()
        with self._alone():
            made_live = self._made_live()
            if live not in made_live:
                raise SnapshotError(f"{self._live} names no snapshot that was made live here", self.slug)
            earlier = self._newest_sound(self._finished(made_live[:-1]))
            self._replace(self._live, [earlier])
            return earlier

    def _newest_sound(self, ids: Sequence[str]) -> str:
        """Return the last of some snapshots that is sound; raises SnapshotError when none is."""
        problem: SnapshotError | None = None
        for snapshot in reversed(ids):
            try:
                verify(self._snapshots / snapshot, self.slug)
            except SnapshotError as error:
                problem = problem or error
            else:
                return snapshot
        if problem is None:
            raise SnapshotError(f"“{self.slug}” has no earlier snapshot to roll back to")
        raise SnapshotError(f"no earlier snapshot is sound ({problem.problem})", self.slug) from problem

    def _replace(self, path: Path, ids: Sequence[str]) -> None:
        """Write ids into a file, which has the old ones or the new ones whatever happens."""
        beside = path.with_name(f"{path.name}-{os.getpid()}")
        try:
            with beside.open("w", encoding="utf-8") as file:
                file.writelines(f"{snapshot}\n" for snapshot in ids)
                file.flush()
                os.fsync(file.fileno())
            if path.is_dir():
                shutil.rmtree(path)
            beside.replace(path)
        except OSError:
            beside.unlink(missing_ok=True)
            raise
        with suppress(OSError):  # it is replaced: that the disk may hear of it late is no failure
            _flush_folder(self._folder)

    def _prune(self, kept: Sequence[str]) -> None:
        for snapshot in self._names() - set(kept):
            shutil.rmtree(self._snapshots / snapshot, ignore_errors=True)

    def _sweep(self) -> None:
        """Remove what a killed build left behind."""
        for leftover in self._folder.glob("building-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        for name in ("live-*", "history-*"):
            for leftover in self._folder.glob(name):
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
