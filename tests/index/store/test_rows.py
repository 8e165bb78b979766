"""Rows of a file give the same numbers whether they are mapped or read."""

import gc
from pathlib import Path

import numpy as np
import pytest

from index.store.rows import RowFile

FILES = Path("/proc/self/fd")
STORED = np.arange(40, dtype=np.int8).reshape(10, 4)


@pytest.fixture(params=[0, 1000], ids=["read", "mapped"])
def rows(request: pytest.FixtureRequest, tmp_path: Path) -> RowFile:
    path = tmp_path / "rows"
    path.write_bytes(STORED.tobytes())
    return RowFile(path, np.int8, 4, mapped_up_to=request.param)


def test_are_found_by_number_in_any_order(rows: RowFile) -> None:
    found = rows.rows(np.array([7, 0, 7]))
    np.testing.assert_array_equal(found, STORED[[7, 0, 7]])
    assert found.dtype == np.int8


def test_are_found_in_runs(rows: RowFile) -> None:
    found = rows.spans(np.array([8, 1, 3]), np.array([2, 0, 3]))
    np.testing.assert_array_equal(found, STORED[[8, 9, 3, 4, 5]])


def test_of_nothing_are_none(rows: RowFile) -> None:
    nothing = np.array([], np.int64)
    assert rows.rows(nothing).shape == rows.spans(nothing, nothing).shape == (0, 4)


def test_are_counted(rows: RowFile) -> None:
    assert len(rows) == 10


def test_a_row_beyond_the_end_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "rows"
    path.write_bytes(STORED.tobytes())
    with pytest.raises(ValueError, match="ends before row 9"):
        RowFile(path, np.int8, 4, mapped_up_to=0).spans(np.array([9]), np.array([2]))


def test_a_file_of_half_a_row_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rows").write_bytes(b"12345")
    with pytest.raises(ValueError, match="rows of 4"):
        RowFile(tmp_path / "rows", np.int8, 4)


@pytest.mark.skipif(not FILES.is_dir(), reason="open files can't be counted here")
def test_a_file_that_was_read_is_closed_with_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "rows"
    path.write_bytes(STORED.tobytes())
    gc.collect()  # what others left open
    before = len(list(FILES.iterdir()))
    read = RowFile(path, np.int8, 4, mapped_up_to=0)
    assert len(list(FILES.iterdir())) == before + 1
    del read
    gc.collect()
    assert len(list(FILES.iterdir())) == before
