from pathlib import Path

import pytest

from index.errors import SourceError
from index.sources.text import read_lines


def test_text_is_read_without_byte_order_mark_and_with_bare_line_feeds(tmp_path: Path) -> None:
    path = tmp_path / "reviews.txt"
    path.write_bytes(b"\xef\xbb\xbfOne.\r\nTwo.\rThree.\n")
    assert list(read_lines(path)) == ["One.\n", "Two.\n", "Three.\n"]


def test_a_missing_file_is_a_source_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nowhere\.txt:1: can't be read: No such file"):
        list(read_lines(tmp_path / "nowhere.txt"))
