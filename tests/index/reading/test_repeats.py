import os
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.domain import Review
from index.reading import repeats as duplicates
from index.sources import read_reviews, read_show
from tests.fakes import add_show, make_library
from tests.index.samples import SLUG, a_review, rebuild

FERRY = (
    "The old ferry leaves at dawn and the captain sings while the gulls follow it "
    "out past the long grey pier toward the open sea"
)
HARBOUR = (
    "People who wave from the harbour wall have all heard that song too many times to sing along with it"
)


def repeats(found: Iterable[Review]) -> dict[int, int]:
    with tempfile.TemporaryDirectory() as folder:
        repeating = duplicates.repeats(found, Path(folder))
        assert not list(Path(folder).iterdir())
    return repeating


def reviews(*texts: str) -> list[Review]:
    return [a_review(text, row=row) for row, text in enumerate(texts, 1)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(FERRY, id="word for word"),
        pytest.param(f"“{FERRY.upper()}!!”", id="but for case and punctuation"),
        pytest.param(FERRY.replace(" ", "\n\n"), id="but for white space"),
        pytest.param(FERRY.replace("open sea", "open ocean"), id="but for a word"),
        pytest.param(f"{FERRY}. Simply great.", id="with a little added"),
        pytest.param(FERRY.removesuffix(" toward the open sea"), id="cut short"),
    ],
)
def test_a_review_pasted_again_repeats_the_first(text: str) -> None:
    assert repeats(reviews(HARBOUR, FERRY, text)) == {3: 2}


def test_a_part_of_a_review_that_is_longer_repeats_it() -> None:
    assert repeats(reviews(f"{FERRY}. {HARBOUR}.", HARBOUR)) == {2: 1}


def test_every_repeat_names_the_first_not_another_repeat() -> None:
    assert repeats(reviews(FERRY, HARBOUR, FERRY, HARBOUR, FERRY)) == {3: 1, 4: 2, 5: 1}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("Great show!", "Great show!", id="short ones may be alike by chance"),
        pytest.param(FERRY, HARBOUR, id="different texts"),
        pytest.param(FERRY, " ".join(reversed(FERRY.split())), id="the same words in another order"),
        pytest.param(f"{FERRY}.", f"{FERRY}. {HARBOUR} {HARBOUR.replace(' ', ' x ')}", id="a quoted line"),
        pytest.param("", "😀", id="no words"),
    ],
)
def test_reviews_that_are_not_pasted_repeat_none(first: str, second: str) -> None:
    assert repeats(reviews(first, second)) == {}


def test_no_reviews_repeat_none() -> None:
    assert repeats([]) == {}


@given(st.lists(st.sampled_from([FERRY, HARBOUR, "Great show!", f"{HARBOUR} and {FERRY}"]), max_size=8))
def test_what_repeats_comes_after_a_first_that_repeats_nothing(texts: list[str]) -> None:
    found = repeats(reviews(*texts))
    assert all(first < row for row, first in found.items())
    assert not set(found) & set(found.values())


def test_repeats_far_from_the_first_are_found_in_files_of_many_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicates, "_HELD", 50)
    monkeypatch.setattr(duplicates, "_ROWS_AT_ONCE", 3)
    own = [f"{FERRY.replace(' ', f' {place} ')}" for place in range(10)]
    assert repeats(reviews(FERRY, *own, FERRY, *own[3:5])) == {12: 1, 13: 5, 14: 6}


def test_the_same_repeats_are_found_by_every_process() -> None:
    told = (
        "from index.reading.repeats import _runs; "
        "print(_runs('one two three four five six seven eight nine ten eleven twelve').tolist())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", told],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def test_ten_times_the_reviews_take_hardly_more_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duplicates, "_HELD", 2000)
    monkeypatch.setattr(duplicates, "_ROWS_AT_ONCE", 100)
    few, many = (_most_memory(tmp_path, count) for count in (400, 4000))
    assert many < few + 300_000  # a file of runs, and a number for each review; all runs would take 16 MB


def _most_memory(folder: Path, count: int) -> int:
    """The most bytes held at once while a page of so many reviews is read and compared."""
    show = add_show(folder, f"show-{count}", reviews=[FERRY.replace(" ", f" {row} ") for row in range(count)])
    reviews = read_reviews(read_show(show))
    tracemalloc.start()
    try:
        assert repeats(reviews) == {}
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_build_keeps_which_review_repeats_which(tmp_path: Path) -> None:
    library = make_library(tmp_path)
    rebuild(library, tmp_path, FERRY, "Great show!", FERRY, "Great show!")
    records = library.snapshot(SLUG).records
    assert [review.repeats for review in records.reviews()] == [None, None, 1, None]
    assert records.repeating() == {f"{SLUG}/3"}
