import threading
from pathlib import Path

import pytest

from bot.people.sqlite import Store
from bot.understanding.progress import NO_PROGRESS, Progress
from tests.unprivileged import open_folder, read_only, run_unprivileged

VIEWER, OTHER = 11, 2**60
"""Two users; Discord's ids have as many bits as the second."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where people are kept: the folder isn't there yet."""
    return tmp_path / "data" / "people.sqlite"


def test_nothing_is_known_and_nothing_written_before_anybody_told(path: Path) -> None:
    assert Store(path).progress(VIEWER) == NO_PROGRESS
    assert not path.parent.exists()


def test_what_a_user_told_is_theirs_alone(path: Path) -> None:
    store = Store(path)
    store.set_progress(VIEWER, "harbour", 2)
    store.set_progress(OTHER, "harbour", 1)
    store.set_progress(OTHER, "tides", 0)
    assert store.progress(VIEWER) == Progress(by_show={"harbour": 2})
    assert store.progress(OTHER) == Progress(by_show={"harbour": 1, "tides": 0})


def test_the_last_word_counts(path: Path) -> None:
    store = Store(path)
    for season in (3, 1):
        store.set_progress(VIEWER, "harbour", season)
    assert store.progress(VIEWER) == Progress(by_show={"harbour": 1})


def test_what_is_forgotten_is_gone_for_that_show_alone(path: Path) -> None:
    store = Store(path)
    store.set_progress(VIEWER, "harbour", 2)
    store.set_progress(VIEWER, "tides", 3)
    store.set_progress(VIEWER, "harbour", None)
    assert store.progress(VIEWER) == Progress(by_show={"tides": 3})


def test_what_was_never_told_may_be_forgotten(path: Path) -> None:
    store = Store(path)
    store.set_progress(VIEWER, "harbour", None)
    assert store.progress(VIEWER) == NO_PROGRESS


def test_another_process_reads_what_was_told(path: Path) -> None:
    Store(path).set_progress(VIEWER, "harbour", 2)
    assert Store(path).progress(VIEWER) == Progress(by_show={"harbour": 2})


def test_many_threads_may_tell_at_once(path: Path) -> None:
    store = Store(path)
    threads = [
        threading.Thread(target=store.set_progress, args=(user, f"show-{show}", user + show))
        for user in range(4)
        for show in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = [store.progress(user).by_show for user in range(4)]
    assert told == [{f"show-{show}": user + show for show in range(4)} for user in range(4)]


def test_where_it_cant_be_read_nothing_counts_as_watched(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not a database" * 100)
    assert Store(path).progress(VIEWER) == Progress(everywhere=0)


def test_what_was_told_is_read_where_nothing_can_be_written_and_telling_more_says_so() -> None:
    code = f"""
import sys
from pathlib import Path
from bot.people.sqlite import Store
from index import StorageError
drop()
for path in map(Path, sys.argv[1:]):
    store = Store(path)
    print(store.progress({VIEWER}))
    try:
        store.set_progress({VIEWER}, "harbour", 1)
    except StorageError as error:
        print(error)
"""
    with open_folder() as folder:
        known, new = folder / "people.sqlite", folder / "new" / "people.sqlite"
        Store(known).set_progress(VIEWER, "harbour", 2)
        with read_only(folder):
            done = run_unprivileged(code, known, new)
    assert done.stderr == ""
    read, told, nothing, told_too = done.stdout.splitlines()
    assert (read, nothing) == (str(Progress(by_show={"harbour": 2})), str(NO_PROGRESS))
    assert told.startswith(f"{known} can't be written (attempt to write a readonly database)")
    assert told_too.startswith(f"{new} can't be written ([Errno 13] Permission denied")
