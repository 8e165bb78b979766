import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.reply import Label, Verdict
from bot.answering.verdict import verdict, wilson
from index import Polarity


def stances(positive: int, negative: int, mixed: int = 0, none: int = 0) -> dict[Polarity, int]:
    return {
        Polarity.POSITIVE: positive,
        Polarity.NEGATIVE: negative,
        Polarity.MIXED: mixed,
        Polarity.NONE: none,
    }


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (0, 2, 0.0, 0.6576),
        (0, 10, 0.0, 0.2775),
        (1, 1, 0.2065, 1.0),
        (5, 10, 0.2366, 0.7634),
        (8, 10, 0.4902, 0.9433),
        (81, 263, 0.2553, 0.3662),
    ],
)
def test_the_interval_is_wilsons(successes: int, trials: int, low: float, high: float) -> None:
    assert wilson(successes, trials) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 5000).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials))))
def test_the_interval_holds_the_share_and_stays_between_none_and_all(counts: tuple[int, int]) -> None:
    successes, trials = counts
    low, high = wilson(successes, trials)
    assert 0 <= low <= successes / trials + 1e-12
    assert successes / trials - 1e-12 <= high <= 1


@pytest.mark.parametrize(
    ("positive", "negative", "label"),
    [
        (4, 0, Label.YES),  # low 0.5101
        (3, 0, Label.LEANING_YES),  # low 0.4385
        (9, 1, Label.YES),  # low 0.5958
        (8, 2, Label.LEANING_YES),  # low 0.4902
        (3, 2, Label.LEANING_YES),  # a share of exactly 0.6
        (59, 41, Label.MIXED),  # 0.59
        (1, 1, Label.MIXED),
        (41, 59, Label.MIXED),  # 0.41
        (2, 3, Label.LEANING_NO),  # a share of exactly 0.4
        (2, 8, Label.LEANING_NO),  # high 0.5098
        (0, 3, Label.LEANING_NO),  # high 0.5615
        (1, 9, Label.NO),  # high 0.4042
        (0, 4, Label.NO),  # high 0.4899
    ],
)
def test_labels_change_at_their_borders(positive: int, negative: int, label: Label) -> None:
    assert verdict(stances(positive, negative)).label is label


def test_who_takes_no_side_counts_as_mixed_and_not_in_the_share() -> None:
    assert verdict(stances(1, 3, mixed=2, none=4)) == Verdict(Label.LEANING_NO, 1, 6, 3, 0.25, *wilson(1, 4))
    assert verdict(stances(1, 3, mixed=2, none=4)).reviews == 10


@pytest.mark.parametrize(("nobodys", "reviews"), [({}, 0), (stances(0, 0, mixed=2, none=1), 3)])
def test_a_verdict_without_sides_is_unclear(nobodys: dict[Polarity, int], reviews: int) -> None:
    assert verdict(nobodys) == Verdict(Label.UNCLEAR, 0, reviews, 0, None, None, None)
