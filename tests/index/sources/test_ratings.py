import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.domain import Rating
from index.sources.ratings import stated_rating


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("It is a 9/10 for the time being.", Rating(9, 9, 10)),
        ("hence my 4 stars", Rating(4, 4)),
        ("I would give this show somewhere between 5-8 stars.", Rating(5, 8)),
        ("8.5 out of 10", Rating(8.5, 8.5, 10)),
        ("7,5/10", Rating(7.5, 7.5, 10)),
        ("9 / 10", Rating(9, 9, 10)),
        ("8 to 9/10", Rating(8, 9, 10)),
        ("4 out of 5 stars", Rating(4, 4, 5)),
        ("I gave it 5 stars out of 10", Rating(5, 5, 10)),
        ("85/100", Rating(85, 85, 100)),
        ("Solid 8 stars!", Rating(8, 8)),
        ("0/10", Rating(0, 0, 10)),
    ],
)
def test_a_stated_rating_is_read_with_its_scale(text: str, rating: Rating) -> None:
    assert stated_rating(text) == rating


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I liked it.",
        "9 out of 10 people like it",
        "7 out of 10 episodes are dull",
        "3/5 of the cast",
        "It runs 24/7",
        "11/10",
        "seen on 5/10/2020",
        "It stars 4 stars of French film",
        "10 episodes of 23 minutes",
        "2001: A Space Odyssey",
    ],
)
def test_other_numbers_are_no_rating(text: str) -> None:
    assert stated_rating(text) is None


def test_the_last_rating_counts_because_reviewers_sum_up_at_the_end() -> None:
    assert stated_rating("The start is a 9/10. All in all 6/10.") == Rating(6, 6, 10)


def test_an_impossible_rating_does_not_hide_a_possible_one() -> None:
    assert stated_rating("I give it 7/10, my cat 11/10.") == Rating(7, 7, 10)


@pytest.mark.parametrize(
    ("rating", "shown"),
    [
        (Rating(9, 9, 10), "9/10"),
        (Rating(4, 4), "4 stars"),
        (Rating(5, 8), "5–8 stars"),
        (Rating(7.5, 7.5, 10), "7.5/10"),
    ],
)
def test_a_rating_reads_as_its_author_would_write_it(rating: Rating, shown: str) -> None:
    assert str(rating) == shown


@given(st.integers(0, 10), st.sampled_from(["{}/10", "{} out of 10", "I'd say {}/10."]))
def test_every_value_on_a_scale_of_ten_is_read(value: int, form: str) -> None:
    assert stated_rating(form.format(value)) == Rating(value, value, 10)


@given(st.text())
def test_whatever_is_found_lies_on_its_scale(text: str) -> None:
    rating = stated_rating(text)
    assert rating is None or 0 <= rating.low <= rating.high <= (rating.scale or 10)


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("Two stars.", Rating(2, 2)),
        ("Great fun. Five stars!", Rating(5, 5)),
        ("5+ stars!", Rating(5, 5)),
        ("Only three stars from me.", Rating(3, 3)),
        ("I give it four stars.", Rating(4, 4)),
        ("Three to four stars", Rating(3, 4)),
        ("Zero stars", Rating(0, 0)),
        ("nine out of ten", Rating(9, 9, 10)),
        ("a Four Out Of Five", Rating(4, 4, 5)),
        ("eight/10", Rating(8, 8, 10)),
    ],
)
def test_a_rating_in_words_is_read(text: str, rating: Rating) -> None:
    assert stated_rating(text) == rating


@pytest.mark.parametrize(
    "text",
    [
        "not even one star.",
        "I can't give it 5 stars.",
        "I would never give it 10/10",
        "hardly worth 2 stars",
        "someone out of ten",
        "It has two stars of French film",
        "Two stars of the film fight.",
    ],
)
def test_what_is_denied_or_counts_other_things_is_no_rating(text: str) -> None:
    assert stated_rating(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Season 1 is a 9/10.",
        "3/10 for season 3",
        "I give season 2 only 4 stars. It drags.",
        "S1: 8/10, S2: 5/10",
    ],
)
def test_a_season_s_rating_is_not_the_show_s(text: str) -> None:
    assert stated_rating(text) is None


def test_a_rating_beside_a_season_s_is_the_show_s() -> None:
    assert stated_rating("Season 1 was a 9/10. Overall 7.5/10 from me. Season 3: 4/10.") == Rating(
        7.5, 7.5, 10
    )
