import datetime as dt
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.domain import Passage, Polarity, Rating, Review
from index.store.records.reader import AspectTexts, AspectVectors, Records
from index.store.records.writer import RecordsWriter
from tests.index.samples import SLUG, a_passage, a_review

REVIEWS = (
    a_review("The acting is superb. The story wanders.", row=1),
    Review(
        show=SLUG,
        row=3,
        text="Poor story.",
        file="second.txt",
        line=12,
        author="aew-10",
        date=dt.date(2018, 6, 7),
        rating=Rating(5, 8),
        title="No",
        spoiler=True,
    ),
)
PASSAGES = (
    Passage(
        number=0,
        review=f"{SLUG}/1",
        lead=0,
        start=0,
        end=21,
        text="The acting is superb.",
        seasons=(1,),
        aspects=("acting",),
        aspect_valences=(0.9,),
        polarity=Polarity.POSITIVE,
        valence=0.9,
    ),
    Passage(
        number=1,
        review=f"{SLUG}/1",
        lead=0,
        start=22,
        end=40,
        text="The story wanders.",
        seasons=(1, 2),
        aspects=("pacing", "story"),
        aspect_valences=(-0.5, 0.25),
        polarity=Polarity.MIXED,
        valence=0.05,
        wish=True,
    ),
    Passage(
        number=2,
        review=f"{SLUG}/3",
        lead=0,
        start=0,
        end=11,
        text="Poor story.",
        seasons=(3,),
        aspects=("story",),
        aspect_valences=(-0.8,),
        polarity=Polarity.NEGATIVE,
        valence=-0.8,
        spoiler=True,
    ),
)


def write(path: Path, reviews: Sequence[Review], passages: Sequence[Passage], aspects: AspectTexts) -> None:
    with RecordsWriter(path) as writer:
        writer.add(reviews, passages)
        writer.finish(aspects)


def written(
    folder: Path, reviews: Sequence[Review] = REVIEWS, passages: Sequence[Passage] = PASSAGES
) -> Records:
    write(folder / "reviews.sqlite", reviews, passages, AspectTexts())
    return Records.open(folder / "reviews.sqlite", SLUG)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    opened = written(tmp_path)
    yield opened
    opened.close()


def test_what_was_written_reads_back(records: Records) -> None:
    assert tuple(records.reviews()) == REVIEWS
    assert tuple(records.all_passages()) == PASSAGES
    assert records.counts() == (2, 3)


def test_a_review_is_found_by_its_id(records: Records) -> None:
    assert records.review("harbour/3") == REVIEWS[1]


@pytest.mark.parametrize("review_id", ["harbour/2", "elsewhere/1", "1"])
def test_a_review_that_is_not_here_is_a_key_error(records: Records, review_id: str) -> None:
    with pytest.raises(KeyError, match=review_id):
        records.review(review_id)


def test_passages_are_found_by_number(records: Records) -> None:
    assert records.passage(2) == PASSAGES[2]
    assert records.passages([2, 0, 99]) == {0: PASSAGES[0], 2: PASSAGES[2]}
    assert records.passages([]) == {}
    with pytest.raises(KeyError):
        records.passage(99)


def test_more_passages_are_found_than_one_statement_can_bind(tmp_path: Path) -> None:
    many = [replace(PASSAGES[0], number=number) for number in range(33_000)]
    records = written(tmp_path, REVIEWS, many)
    assert records.passages(range(33_000)) == dict(enumerate(many))
    records.close()


def test_reviews_are_counted_once_for_each_season_and_aspect(records: Records) -> None:
    assert records.season_reviews() == {1: 1, 2: 1, 3: 1}
    assert list(records.aspect_reviews().items()) == [("story", 2), ("acting", 1), ("pacing", 1)]


def test_the_aspects_example_questions_read_back_as_vectors(tmp_path: Path) -> None:
    vectors = np.array([[1, 0], [0.6, 0.8]], dtype=np.float32)
    path = tmp_path / "reviews.sqlite"
    questions, examples = AspectVectors(("story", "acting"), vectors), AspectVectors(("music",), vectors[:1])
    write(path, REVIEWS, PASSAGES, AspectTexts(questions, examples))
    records = Records.open(path, SLUG)
    read = records.aspect_questions, records.aspect_examples
    records.close()
    for stored, written_before in zip(read, (questions, examples), strict=True):
        assert stored.aspects == written_before.aspects
        np.testing.assert_array_equal(stored.vectors, written_before.vectors)


def test_without_texts_about_aspects_there_are_no_vectors(records: Records) -> None:
    assert (records.aspect_questions.aspects, len(records.aspect_questions.vectors)) == ((), 0)


class TestAspectVectors:
    VECTORS = AspectVectors(
        ("story", "acting", "story"), np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32)
    )

    def test_give_each_aspects_best_cosine_to_every_vector(self) -> None:
        best = self.VECTORS.best(np.array([[0, 1], [1, 0], [-1, 0]], dtype=np.float32))
        assert self.VECTORS.names == ("story", "acting")
        assert best.tolist() == [pytest.approx(row) for row in ([0.8, 1], [1, 0], [-0.6, 0])]


def test_quotes_and_statements_in_a_text_are_only_text(tmp_path: Path) -> None:
    text = """It's "great"; DROP TABLE review; -- 好 \x00 end"""
    records = written(tmp_path, [a_review(text)], [a_passage(0, text)])
    assert records.review("harbour/1").text == records.passage(0).text == text
    records.close()


def test_several_threads_read_at_once(records: Records) -> None:
    def read(_: int) -> tuple[Passage, ...]:
        return tuple(records.passages([0, 1, 2]).values())

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(read, range(200))) == {PASSAGES}


def test_the_file_cannot_be_written_through(records: Records) -> None:
    with pytest.raises(Exception, match="readonly"):
        records._connection.execute("DELETE FROM review")


@pytest.mark.parametrize("data", [None, b"", b"not a database" * 100])
def test_a_missing_or_damaged_file_is_an_error_of_the_database(tmp_path: Path, data: bytes | None) -> None:
    path = tmp_path / "reviews.sqlite"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(sqlite3.DatabaseError):
        Records.open(path, SLUG)


def test_a_file_that_is_damaged_after_it_was_opened_is_an_error_of_the_database(tmp_path: Path) -> None:
    path = tmp_path / "reviews.sqlite"
    written(tmp_path, REVIEWS, PASSAGES).close()
    opened = Records.open(path, SLUG)
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (size - 4096))
    with pytest.raises(sqlite3.DatabaseError, match="malformed"):
        list(opened.all_passages())
    opened.close()


_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
_RATINGS = st.builds(
    Rating, st.sampled_from([0.0, 4.0, 7.5]), st.sampled_from([8.0, 10.0]), st.sampled_from([None, 10, 100])
)
_REVIEWS = st.lists(
    st.builds(
        Review,
        show=st.just(SLUG),
        row=st.integers(1, 10**6),
        text=_TEXTS,
        file=_TEXTS,
        line=st.integers(1, 10**6),
        author=st.none() | _TEXTS,
        date=st.none() | st.dates(),
        rating=st.none() | _RATINGS,
        title=st.none() | _TEXTS,
        spoiler=st.booleans(),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda review: review.row,
).map(lambda reviews: sorted(reviews, key=lambda review: review.row))
# As a head gives them: rounded to four decimals.
_VALENCES = st.integers(-10_000, 10_000).map(lambda share: share / 10_000)
_ASPECTS = st.dictionaries(st.sampled_from(["acting", "story", "music", "where_to_watch"]), _VALENCES).map(
    lambda valences: dict(sorted(valences.items()))
)
_SEASONS = st.sets(st.integers(1, 60), max_size=4).map(lambda seasons: tuple(sorted(seasons)))


@st.composite
def _stored(draw: st.DrawFn) -> tuple[list[Review], list[Passage]]:
    reviews = draw(_REVIEWS)
    passages = []
    for number in range(draw(st.integers(0, 6))):
        aspects = draw(_ASPECTS)
        passage = st.builds(
            Passage,
            number=st.just(number),
            review=st.sampled_from([review.id for review in reviews]),
            lead=st.integers(0, 1000),
            start=st.integers(0, 1000),
            end=st.integers(0, 1000),
            text=_TEXTS,
            seasons=_SEASONS,
            aspects=st.just(tuple(aspects)),
            aspect_valences=st.just(tuple(aspects.values())),
            polarity=st.sampled_from(Polarity),
            valence=_VALENCES,
            spoiler=st.booleans(),
            wish=st.booleans(),
        )
        passages.append(draw(passage))
    return reviews, passages


@settings(max_examples=15, deadline=None)  # each example is a file flushed to disk
@given(_stored())
def test_every_review_and_passage_reads_back_equal(stored: tuple[list[Review], list[Passage]]) -> None:
    reviews, passages = stored
    with tempfile.TemporaryDirectory() as folder:
        records = written(Path(folder), reviews, passages)
        try:
            assert list(records.reviews()) == reviews
            assert list(records.all_passages()) == passages
        finally:
            records.close()
