"""The shows that can be asked about, and their live snapshots."""

import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from pathlib import Path

from index.build.builder import Builder
from index.domain import BuildReport, Show
from index.encoders.base import DoneCallback
from index.errors import NoIndexError, SnapshotError, SourceError, UnknownShowError, UnreadableError
from index.sources import read_show, stand_in
from index.sources.show_folder import SHOW_FILE, spoken
from index.store.manifest import Manifest
from index.store.shelf import Shelf
from index.store.snapshot import Snapshot

SHARED = "shared"
"""The name of the library that comes from the seeds."""


MOST_MEMORY = 100_000_000
"""Bytes that open snapshots may take together before the one longest unused is let go."""
_FIXED_MEMORY = 4_000_000
"""Bytes of an open snapshot beside its vectors: the aspects' own, what it remembers, its readers."""
_UNKNOWN = -1
"""When a file was changed that can't be looked at."""
LISTED_FOR = 1.0
"""Seconds for which what was seen of the folders holds: looking at them takes a question .3 ms, and at a
thousand shows far more."""


@dataclass(frozen=True, slots=True)
class _Unread:
    """A folder that can't be read as a show: what it is called, and what is wrong with it."""

    show: Show
    error: SourceError


class Library:
    """A set of shows: their folders under ``seeds``, their snapshots under ``data``.

    Snapshots are opened on demand; one that was replaced, in this process or
    another, is noticed at the next question. Safe to use from several threads.
    """

    def __init__(
        self,
        seeds: Path,
        data: Path,
        builder: Builder,
        *,
        name: str = SHARED,
        most_memory: int = MOST_MEMORY,
        listed_for: float = LISTED_FOR,
    ) -> None:
        self._most_memory = most_memory
        self._listed_for = listed_for
        self._seeds = seeds
        self._folder = data / "library" / name
        self._builder = builder
        self._open: OrderedDict[str, tuple[Snapshot, tuple[int, int]]] = OrderedDict()
        """Snapshots with the stamp that their shelf had when they were found to be live."""
        self._listed: dict[str, Show | _Unread] = {}
        self._indexed: list[Show] = []
        self._nameable: list[Show] = []
        self._removed: list[Show] = []
        self._listed_at = self._indexed_at = -inf
        self._built = 0
        """How many builds have ended."""
        self._read: dict[Path, tuple[int, Show | _Unread]] = {}
        self._lock = threading.Lock()

    def shows(self) -> list[Show]:
        """Return every show that can be read, by slug; ``problems`` tells of the others."""
        return [found for found in self._folders().values() if isinstance(found, Show)]

    def problems(self) -> list[SourceError]:
        """Return what is wrong with the folders that can't be read as shows."""
        return [found.error for found in self._folders().values() if isinstance(found, _Unread)]

    def show(self, wanted: str) -> Show:
        """Return the show of that slug, title or alias, in any case.

        Raises UnknownShowError, or the SourceError of the show's own folder.
        """
        folded = wanted.strip().casefold()
        folders = self._folders()
        if known := _named(folded, folders):
            return known
        for broken in folders.values():
            if isinstance(broken, _Unread) and _goes_by(folded, broken.show):
                raise broken.error
        raise UnknownShowError(wanted, [found.slug for found in folders.values() if isinstance(found, Show)])

    def _holds(self, seen_at: float) -> bool:
        """Tell whether what was seen then is good still; by a clock that was set back it isn't."""
        return 0 <= time.monotonic() - seen_at < self._listed_for

    def _folders(self) -> dict[str, Show | _Unread]:
        """Return each folder of the seeds as a show, or as what is wrong with it, by name.

        A folder is read again only when its ``show.toml`` has changed.
        """
        if not self._holds(self._listed_at):
            self._listed, self._listed_at = self._list(), time.monotonic()
        return self._listed

    def _list(self) -> dict[str, Show | _Unread]:
        if not self._seeds.is_dir():
            return {}
        found: dict[str, Show | _Unread] = {}
        for folder in _folders_in(self._seeds):
            changed = _changed(folder / SHOW_FILE)
            if changed is None:
                continue
            known = self._read.get(folder)
            if known is None or known[0] != changed:
                known = (changed, _read(folder))
                self._read[folder] = known
            found[folder.name] = known[1]
        return found

    def shelf(self, slug: str) -> Shelf:
        """Return where the show's snapshots are kept."""
        return Shelf(self._folder / slug)

    def snapshot(self, slug: str) -> Snapshot:
        """Return the show's live snapshot, open; raises NoIndexError or SnapshotError.

        A snapshot handed out stays usable after it was replaced. One that was
        built with another model is refused: its vectors mean nothing to this one.
        """
        shelf = self.shelf(slug)
        stamp = shelf.live_stamp()
        with self._lock:
            opened, seen = self._open.get(slug, (None, None))
            if opened is None or (seen != stamp and shelf.live_id() != opened.manifest.id):
                opened = shelf.open()
                self._refuse_other_model(slug, opened)
            self._open[slug] = opened, stamp
            self._open.move_to_end(slug)
            self._let_go()
            return opened

    def _let_go(self) -> None:
        """Forget the snapshots longest unused while all open ones take too much memory.

        A forgotten one stays usable to the questions that hold it.
        """
        taken = {slug: _memory_of(snapshot) for slug, (snapshot, _) in self._open.items()}
        while len(taken) > 1 and sum(taken.values()) > self._most_memory:
            oldest = next(iter(taken))
            del taken[oldest], self._open[oldest]

    def _refuse_other_model(self, slug: str, snapshot: Snapshot) -> None:
        built_with, now = snapshot.manifest.model, self._builder.encoder.identity
        if built_with != now:
            snapshot.close()
            raise SnapshotError(
                f"“{slug}” was indexed with the model {built_with.name}, not with {now.name}", slug
            )

    def manifest(self, slug: str) -> Manifest | None:
        """Return what the show's live snapshot was made from, None when there is none that can be read."""
        try:
            return self.shelf(slug).manifest()
        except (NoIndexError, SnapshotError, UnreadableError):
            return None

    def is_stale(self, show: Show) -> bool:
        """Tell whether the show has no sound snapshot, or one that a build would change.

        Every file of the snapshot is read, as are the show's own: a second for a gigabyte or so.
        """
        try:
            manifest = self.shelf(show.slug).sound_manifest()
        except (NoIndexError, SnapshotError):
            return True
        return self._builder.is_stale(show, manifest)

    def build(self, show: Show, *, anew: bool = False, on_done: DoneCallback | None = None) -> BuildReport:
        """Build and make live a new snapshot of the show; raises what Builder.build raises."""
        report = self._builder.build(show, self.shelf(show.slug), anew=anew, on_done=on_done)
        self._built += 1
        self._indexed_at = -inf  # a show that had none can be asked about at once
        return report

    def verify(self, slug: str) -> dict[str, str]:
        """Check the show's live snapshot; return what was checked, raises SnapshotError."""
        return self.shelf(slug).verify()

    def rollback(self, slug: str) -> str:
        """Make the show's snapshot before the live one live again; return its id."""
        return self.shelf(slug).rollback()

    def indexed(self) -> list[Show]:
        """Return the shows that have a live snapshot."""
        self._look()
        return self._indexed

    def nameable(self) -> list[Show]:
        """Return every show of the seeds that a question may name, those too that can't be asked about.

        ``show`` and ``snapshot`` say why: one has no index, another can't be read; of the latter
        little more is known than what it is called.
        """
        self._look()
        return self._nameable

    def removed(self) -> list[Show]:
        """Return the shows that were taken from the seeds, of which snapshots are left: their names alone."""
        self._look()
        return self._removed

    def _look(self) -> None:
        """See which shows there are, and which have a live snapshot."""
        if self._holds(self._indexed_at):
            return
        looked_at, built = time.monotonic(), self._built
        folders = self._folders()
        self._indexed = [show for show in self.shows() if self._has_live(show.slug)]
        self._nameable = [found.show if isinstance(found, _Unread) else found for found in folders.values()]
        self._removed = self._left_behind(folders)
        self._indexed_at = looked_at if built == self._built else -inf  # it may lack what was built

    def _left_behind(self, folders: Mapping[str, Show | _Unread]) -> list[Show]:
        """Return what is known of the shows whose snapshots outlived their folders."""
        if not self._folder.is_dir():
            return []
        left = sorted(path.name for path in self._folder.iterdir() if path.name not in folders)
        return [Show(slug, spoken(slug), self._seeds / slug) for slug in left if self._has_live(slug)]

    def _has_live(self, slug: str) -> bool:
        """Tell whether a snapshot is named live; where it can't be had, who asks of it is told why."""
        try:
            self.shelf(slug).live_stamp()
        except NoIndexError:
            return False
        except (UnreadableError, SnapshotError):
            return self.shelf(slug).is_folder
        return True


def _named(folded: str, folders: Mapping[str, Show | _Unread]) -> Show | None:
    """Return the show of that slug, else of that title or alias, all in lower case."""
    shows = [found for found in folders.values() if isinstance(found, Show)]
    by_slug = next((show for show in shows if show.slug == folded), None)
    return by_slug or next((show for show in shows if _goes_by(folded, show)), None)


def _goes_by(folded: str, show: Show) -> bool:
    return folded in map(str.casefold, show.names)


def _folders_in(seeds: Path) -> list[Path]:
    """Return what lies in the seeds, by name, less what is hidden (``.DS_Store``, ``.git``)."""
    try:
        return sorted(path for path in seeds.iterdir() if not path.name.startswith("."))
    except OSError as error:
        raise SourceError(seeds, 1, f"can't be read: {error.strerror}") from error


def _changed(path: Path) -> int | None:
    """Return what differs once a ``show.toml`` or the right to read it has changed, None where there is none.

    One that can't be looked at is there all the same: reading it tells why.
    """
    try:
        found = path.stat()
        return hash((found.st_mtime_ns, found.st_ctime_ns))
    except (FileNotFoundError, NotADirectoryError):  # a file, or a folder of something else
        leads_nowhere = any(link.is_symlink() and not link.exists() for link in (path, path.parent))
        return _UNKNOWN if leads_nowhere else None
    except OSError:
        return _UNKNOWN


def _memory_of(snapshot: Snapshot) -> int:
    """Return about how many bytes an open snapshot takes: cells and word pieces are mapped, not read."""
    read = snapshot.manifest.passages * snapshot.manifest.model.dimension * 4
    return _FIXED_MEMORY + (0 if snapshot.manifest.search.probes else read)


def _read(folder: Path) -> Show | _Unread:
    try:
        return read_show(folder)
    except SourceError as error:
        return _Unread(stand_in(folder), error)
