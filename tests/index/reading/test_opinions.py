"""What reviewers think of a show and its seasons, as the built index has it."""

from pathlib import Path

import pytest

from index.domain import Polarity
from index.reading.opinions import Tally, opinions
from index.store.records.reader import Records
from tests.index.samples import SLUG, a_passage, a_review, built_library

POSITIVE, NEGATIVE, MIXED = Polarity.POSITIVE, Polarity.NEGATIVE, Polarity.MIXED
TWICE = (
    "Season 1 was superb, from the first fog horn to the last lamp going out. I loved season 2, "
    "and I would sail out there again for the old keeper and his dog alone."
)
REVIEWS = (
    "Season 1 was great. Season 2 was awful.",
    TWICE,
    "A boring harbour show.",
    "It is about a harbour.",
    TWICE,
    "Season 2 was terrible.",
)


@pytest.fixture
def records(tmp_path: Path) -> Records:
    """Six reviews, the fifth of which repeats the second."""
    return built_library(tmp_path, *REVIEWS, seasons=2).snapshot(SLUG).records


def ids(*rows: int) -> list[str]:
    return [f"{SLUG}/{row}" for row in rows]


def test_each_season_and_the_whole_show_have_their_tally(records: Records) -> None:
    assert records.tally() == Tally({POSITIVE: 1, NEGATIVE: 2, MIXED: 2}, repeating=1)
    assert records.tally([1]) == Tally({POSITIVE: 2}, repeating=1)
    assert records.tally([2]) == Tally({POSITIVE: 1, NEGATIVE: 2}, repeating=1)


def test_who_takes_one_side_of_one_season_and_the_other_of_another_is_mixed_towards_both(
    records: Records,
) -> None:
    assert records.tally([1, 2]) == Tally({POSITIVE: 1, NEGATIVE: 1, MIXED: 1}, repeating=1)


def test_a_season_that_nobody_speaks_of_has_no_tally(records: Records) -> None:
    assert records.tally([7]) == Tally({}, repeating=0)


def test_a_reviewers_opinion_is_found_by_review(records: Records) -> None:
    assert records.opinions(ids(1, 3, 6)) == dict(zip(ids(1, 3, 6), (MIXED, NEGATIVE, NEGATIVE), strict=True))
    assert records.opinions(ids(1, 3), [1]) == {f"{SLUG}/1": POSITIVE}
    assert records.opinions(ids(1, 2, 6), [1, 2]) == dict(
        zip(ids(1, 2, 6), (MIXED, POSITIVE, NEGATIVE), strict=True)
    )
    assert records.opinions([]) == {}


def test_a_passage_that_names_its_season_alone_counts_more() -> None:
    named = a_passage(0, "Season 2 was great.", seasons=(2,), polarity=POSITIVE, valence=0.6)
    after = a_passage(1, "The harbour is awful.", seasons=(2,), polarity=NEGATIVE, valence=-0.6)
    with_another = a_passage(0, "Seasons 1 and 2 were great.", seasons=(1, 2), polarity=POSITIVE, valence=0.6)
    assert opinions(a_review("…"), [named, after])[2] is POSITIVE
    assert opinions(a_review("…"), [with_another, after])[2] is MIXED


def test_a_review_without_passages_has_no_opinion() -> None:
    assert opinions(a_review("…"), []) == {}
