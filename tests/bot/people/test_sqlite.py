from pathlib import Path

import pytest

from bot.people.sqlite import SqlitePeople
from bot.understanding.progress import NO_PROGRESS, Progress
from tests.unprivileged import open_folder, read_only, run_unprivileged

VIEWER = 11


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where people are kept: the folder isn't there yet."""
    return tmp_path / "data" / "people.sqlite"


def test_nothing_is_known_and_nothing_written_before_anybody_told(path: Path) -> None:
    assert SqlitePeople(path).progress(VIEWER) == NO_PROGRESS
    assert not path.parent.exists()


def test_another_process_reads_what_was_told(path: Path) -> None:
    SqlitePeople(path).set_progress(VIEWER, "harbour", 2)
    assert SqlitePeople(path).progress(VIEWER) == Progress(by_show={"harbour": 2})


def test_where_it_cant_be_read_nothing_counts_as_watched(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not a database" * 100)
    assert SqlitePeople(path).progress(VIEWER) == Progress(everywhere=0)


def test_what_was_told_is_read_where_nothing_can_be_written_and_telling_more_says_so() -> None:
    code = f"""
import sys
from pathlib import Path
from bot.people.sqlite import SqlitePeople
from index import StorageError
drop()
for path in map(Path, sys.argv[1:]):
    people = SqlitePeople(path)
    print(people.progress({VIEWER}))
    try:
        people.set_progress({VIEWER}, "harbour", 1)
    except StorageError as error:
        print(error)
"""
    with open_folder() as folder:
        known, new = folder / "people.sqlite", folder / "new" / "people.sqlite"
        SqlitePeople(known).set_progress(VIEWER, "harbour", 2)
        with read_only(folder):
            done = run_unprivileged(code, known, new)
    assert done.stderr == ""
    read, told, nothing, told_too = done.stdout.splitlines()
    assert (read, nothing) == (str(Progress(by_show={"harbour": 2})), str(NO_PROGRESS))
    assert told.startswith(f"{known} can't be written (attempt to write a readonly database)")
    assert told_too.startswith(f"{new} can't be written ([Errno 13] Permission denied")
