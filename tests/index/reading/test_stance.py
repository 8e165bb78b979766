import pytest

from index import Passage, Polarity, Rating
from index.reading.stance import Voice, overall_stance, stance_of
from tests.index.samples import a_passage as sample


def a_passage(valence: float, *, polarity: Polarity | None = None, **fields: object) -> Passage:
    """A passage that feels so; its polarity follows from the valence unless given."""
    side = polarity or (Polarity.POSITIVE if valence > 0 else Polarity.NEGATIVE)
    return sample(0, "As it is.", polarity=side, valence=valence, **fields)


def voices(*passages: Passage) -> list[Voice]:
    """Passages that count alike."""
    return [Voice(passage) for passage in passages]


def test_one_feeling_is_the_reviewers_stance() -> None:
    assert stance_of(voices(a_passage(0.9))) is Polarity.POSITIVE
    assert stance_of(voices(a_passage(-0.9))) is Polarity.NEGATIVE


def test_feelings_that_balance_take_no_side() -> None:
    assert stance_of(voices(a_passage(0.9), a_passage(-0.9))) is Polarity.MIXED


def test_the_stronger_feeling_prevails() -> None:
    assert stance_of(voices(a_passage(-1.0), a_passage(-0.9), a_passage(0.3))) is Polarity.NEGATIVE


def test_a_passage_that_counts_more_prevails() -> None:
    assert stance_of([Voice(a_passage(0.8), 3.0), Voice(a_passage(-0.8), 1.0)]) is Polarity.POSITIVE


def test_a_passage_that_feels_nothing_has_no_say() -> None:
    facts = [a_passage(-0.4, polarity=Polarity.NONE) for _ in range(9)]
    assert stance_of(voices(a_passage(1.0), *facts)) is Polarity.POSITIVE


def test_facts_alone_take_no_side() -> None:
    assert stance_of(voices(a_passage(0.1, polarity=Polarity.NONE))) is Polarity.MIXED
    assert stance_of([]) is Polarity.MIXED


@pytest.mark.parametrize(
    ("rating", "side"),
    [
        (Rating(9, 9, 10), Polarity.POSITIVE),
        (Rating(90, 90, 100), Polarity.POSITIVE),
        (Rating(5, 5, 5), Polarity.POSITIVE),
        (Rating(1, 1, 5), Polarity.NEGATIVE),
        (Rating(2, 2, 10), Polarity.NEGATIVE),
    ],
)
def test_of_the_whole_show_a_stated_rating_says_more_than_the_passages(
    rating: Rating, side: Polarity
) -> None:
    against = a_passage(-1.0 if side is Polarity.POSITIVE else 1.0)
    assert overall_stance(voices(against), rating=rating) is side


def test_of_the_whole_show_the_passages_decide_where_no_rating_is_stated() -> None:
    assert overall_stance(voices(a_passage(0.9))) is Polarity.POSITIVE


def test_who_likes_one_season_and_not_another_is_mixed_about_the_show() -> None:
    torn = voices(a_passage(1.0, seasons=(1,)), a_passage(0.9, seasons=(1,)), a_passage(-1.0, seasons=(2,)))
    assert overall_stance(torn) is Polarity.MIXED


def test_a_passage_weighs_by_how_strongly_it_feels() -> None:
    assert stance_of(voices(a_passage(0.9), a_passage(-0.4), a_passage(-0.4))) is Polarity.POSITIVE
    assert stance_of(voices(a_passage(-0.9), a_passage(0.4), a_passage(0.4))) is Polarity.NEGATIVE


def test_weak_feelings_alone_take_no_side_however_many() -> None:
    assert stance_of(voices(*[a_passage(0.1) for _ in range(9)])) is Polarity.MIXED
    assert stance_of(voices(*[a_passage(0.1) for _ in range(9)], a_passage(0.7))) is Polarity.POSITIVE


def test_of_an_aspect_a_passage_weighs_by_how_it_feels_about_that() -> None:
    torn = a_passage(0.9, aspects=("acting", "music"), aspect_valences=(0.9, -0.8))
    assert stance_of(voices(torn), aspects=("acting",)) is Polarity.POSITIVE
    assert stance_of(voices(torn), aspects=("music",)) is Polarity.NEGATIVE


@pytest.mark.parametrize(
    ("rating", "valence", "side"),
    [
        (Rating(4, 4), -1.0, Polarity.NEGATIVE),
        (Rating(4, 4), 1.0, Polarity.POSITIVE),
        (Rating(3, 5), 1.0, Polarity.POSITIVE),
        (Rating(2, 2), 1.0, Polarity.NEGATIVE),
        (Rating(1, 3), 1.0, Polarity.NEGATIVE),
        (Rating(6, 6), -1.0, Polarity.POSITIVE),
        (Rating(5, 8), -1.0, Polarity.POSITIVE),
        (Rating(4, 4, 5), -1.0, Polarity.POSITIVE),
        (Rating(4, 4, 10), 1.0, Polarity.NEGATIVE),
    ],
)
def test_stars_that_could_be_of_five_or_ten_leave_the_side_to_the_passages(
    rating: Rating, valence: float, side: Polarity
) -> None:
    assert overall_stance(voices(a_passage(valence)), rating=rating) is side


def test_a_passage_that_takes_both_sides_leans_to_neither() -> None:
    torn = a_passage(0.4, polarity=Polarity.MIXED, aspects=("acting", "music"), aspect_valences=(0.4, 0.4))
    assert stance_of(voices(torn)) is Polarity.MIXED
    assert stance_of(voices(torn), aspects=("acting", "music")) is Polarity.MIXED
    assert stance_of(voices(torn, a_passage(0.9))) is Polarity.POSITIVE


def test_of_a_passage_that_takes_both_sides_the_clause_about_the_aspect_counts() -> None:
    torn = a_passage(0.1, polarity=Polarity.MIXED, aspects=("acting", "music"), aspect_valences=(0.8, -0.8))
    assert stance_of(voices(torn), aspects=("acting",)) is Polarity.POSITIVE
    assert stance_of(voices(torn), aspects=("music",)) is Polarity.NEGATIVE
