"""What people told the bot about themselves, in SQLite: how far they have watched. Nothing else is kept."""

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.understanding.progress import Progress
from index import StorageError

_LOG = logging.getLogger(__name__)
_SCHEMA = """
CREATE TABLE IF NOT EXISTS progress (
    user INTEGER NOT NULL, show TEXT NOT NULL, season INTEGER NOT NULL, PRIMARY KEY (user, show)
) STRICT, WITHOUT ROWID;
"""


class SqlitePeople:
    """A SQLite file under the data folder; blocking, and safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def progress(self, user: int) -> Progress:
        """Return how far a user has watched each show they told of; nothing yet, where that can't be read."""
        try:
            if not self._path.exists():
                return Progress()
            with self._lock, self._open() as connection:
                rows = connection.execute(
                    "SELECT show, season FROM progress WHERE user = ?", [user]
                ).fetchall()
        except (
            sqlite3.Error,
            OSError,
        ):  # an answer matters more than a setting: it keeps back what may spoil
            _LOG.exception("%s can't be read: move it away, and people tell their progress again", self._path)
            return Progress(everywhere=0)
        return Progress(by_show=dict(rows))

    def set_progress(self, user: int, show: str, season: int | None) -> None:
        """Keep how many seasons of a show a user has watched; None forgets it. Raises StorageError."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._lock, self._open() as connection:
                if season is None:
                    connection.execute("DELETE FROM progress WHERE user = ? AND show = ?", [user, show])
                else:
                    connection.execute(
                        "INSERT OR REPLACE INTO progress VALUES (?, ?, ?)", [user, show, season]
                    )
        except (sqlite3.OperationalError, OSError) as error:
            raise StorageError(self._path, error) from error

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Give a connection that commits and closes at the end of its block."""
        with closing(sqlite3.connect(self._path)) as connection, connection:
            connection.execute(_SCHEMA)
            yield connection
