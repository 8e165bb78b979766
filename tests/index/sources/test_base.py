"""What every reader of a format does; a new one is one more row, with a file of its format."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from index.domain import Review
from index.errors import SourceError
from index.sources.base import Reader
from index.sources.pasted_page import PastedPage
from index.sources.readers import READERS, reader_of


@dataclass(frozen=True, slots=True)
class Sample:
    """A file of a reader's format: two reviews, "First." and "Third.", around a row that holds none."""

    reader: Reader
    name: str
    data: bytes
    lines: tuple[int, int]
    """Where the two begin."""


SAMPLES = (Sample(PastedPage(), "reviews.txt", "• First.\n•\n• Third.\n".encode(), (1, 3)),)


@pytest.fixture(params=SAMPLES, ids=lambda sample: type(sample.reader).__name__)
def sample(request: pytest.FixtureRequest) -> Sample:
    chosen: Sample = request.param
    return chosen


@pytest.fixture
def path(sample: Sample, tmp_path: Path) -> Path:
    path = tmp_path / sample.name
    path.write_bytes(sample.data)
    return path


def read(sample: Sample, path: Path, rows_before: int = 0) -> tuple[list[Review], int]:
    """The file's reviews and the number of its last row."""
    found: list[Review] = []
    rows = sample.reader.read(path, show="harbour", rows_before=rows_before)
    while True:
        try:
            found.append(next(rows))
        except StopIteration as end:
            return found, end.value


def test_every_reader_has_a_sample() -> None:
    assert [type(reader) for reader in READERS] == [type(sample.reader) for sample in SAMPLES]


def test_a_file_of_its_format_is_known_and_one_of_no_format_is_not(sample: Sample, path: Path) -> None:
    assert sample.reader.reads(path)
    assert type(reader_of(path)) is type(sample.reader)
    other = path.with_name("notes.md")
    other.write_text("# Notes\n", encoding="utf-8")
    assert reader_of(other) is None


def test_a_file_that_is_gone_is_known_by_its_name_and_told_when_it_is_read(
    sample: Sample, path: Path
) -> None:
    path.unlink()
    assert sample.reader.reads(path)
    with pytest.raises(SourceError, match=f"{sample.name}:1: can't be read"):
        read(sample, path)


def test_each_review_knows_its_place_in_its_source(sample: Sample, path: Path) -> None:
    found, last_row = read(sample, path)
    assert [(review.id, review.text) for review in found] == [
        ("harbour/1", "First."),
        ("harbour/3", "Third."),
    ]
    assert [(review.file, review.line) for review in found] == [(sample.name, line) for line in sample.lines]
    assert last_row == 3


def test_numbers_go_on_from_the_rows_before(sample: Sample, path: Path) -> None:
    found, last_row = read(sample, path, rows_before=25)
    assert [review.row for review in found] == [26, 28]
    assert last_row == 28


def test_an_empty_file_is_told(sample: Sample, path: Path) -> None:
    path.write_bytes(b"")
    with pytest.raises(SourceError, match=f"{sample.name}:1: "):
        read(sample, path)
