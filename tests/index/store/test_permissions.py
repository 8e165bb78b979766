"""An index that belongs to somebody else: it is read, or it is said what stands in the way."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.index.samples import built_library, rebuild, shelf_folder
from tests.unprivileged import files_in, open_folder, read_only, run_unprivileged

FIND = """
import json, sys
from pathlib import Path
from tests.fakes import make_library
from tests.index.samples import SLUG, texts_found


def find():
    return texts_found(make_library(Path(sys.argv[1])).snapshot(SLUG), "music")


find()  # imports what is imported late: nobody may not read root's Python
drop()
print(json.dumps(find()))
"""
ROLL_BACK = """
import sys
from pathlib import Path
from tests.fakes import make_library
from tests.index.samples import SLUG
from index.errors import WorthwatchError
drop()
library = make_library(Path(sys.argv[1]))
for change in (library.rollback, lambda slug: library.build(library.show(slug))):
    try:
        change(SLUG)
    except WorthwatchError as error:
        print(type(error).__name__, error)
"""


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that anybody may enter, with a library that was built twice."""
    with open_folder() as folder:
        rebuild(built_library(folder, "Some music."), folder, "The music was great.")
        yield folder


def test_is_searched_where_nothing_can_be_written(place: Path) -> None:
    with read_only(place):
        before = files_in(place)
        done = run_unprivileged(FIND, place)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout) == ["The music was great."]
        assert files_in(place) == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_is_searched_by_another_user_just_as_it_was_built(place: Path) -> None:
    done = run_unprivileged(FIND, place)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == ["The music was great."]


@pytest.mark.parametrize(
    "name",
    [
        "live",
        "snapshots/*/manifest.json",
        "snapshots/*/lexical/meta.json",
        "snapshots/*/reviews.sqlite",
        "snapshots/*/vectors.faiss",
        "snapshots/*/tokens",
        "snapshots/*/scopes/seasons.u64",
    ],
)
def test_that_may_not_be_read_names_what_and_no_rebuild(place: Path, name: str) -> None:
    for path in shelf_folder(place).glob(name):
        path.chmod(0)
    done = run_unprivileged(FIND, place)
    last = done.stderr.splitlines()[-1]
    assert last.startswith("index.errors.UnreadableError: ")
    assert name.rpartition("/")[2] in last
    assert "(Permission denied): has this user permission to read it?" in last
    for path in shelf_folder(place).glob(name):
        path.chmod(0o755)


def test_that_cant_be_written_is_neither_rolled_back_nor_built(place: Path) -> None:
    with read_only(place):
        before = files_in(place)
        done = run_unprivileged(ROLL_BACK, place)
        told = done.stdout.splitlines()
        assert len(told) == 2, done.stderr
        for line in told:
            assert line.startswith(f"StorageError {shelf_folder(place)} can't be written (")
            assert line.endswith(
                "Permission denied: "
                f"'{shelf_folder(place)}/build.lock'): is there room, and permission to write?"
            )
        assert files_in(place) == before


def test_of_which_no_lock_can_be_taken_anywhere_says_so(place: Path) -> None:
    nowhere = """
import sys
from pathlib import Path
import tempfile
from index.store import lexical

lexical._SHARED_MEMORY = Path("/nonexistent")
tempfile.tempdir = "/nonexistent"
"""
    with read_only(place):
        done = run_unprivileged(nowhere + FIND, place)
    last = done.stderr.splitlines()[-1]
    assert last.startswith("index.errors.StorageError: ")
    assert "no lock can be taken there, and no temporary folder made" in last
