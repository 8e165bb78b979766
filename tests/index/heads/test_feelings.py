"""A passage's feeling in the light of its clauses, and of what it advises and wishes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.domain import Polarity
from index.heads.polarity import Feeling, advised, whole

LIKED = Feeling(Polarity.POSITIVE, 0.9)
DISLIKED = Feeling(Polarity.NEGATIVE, -0.9)
NEUTRAL = Feeling(Polarity.NONE, 0.0)


class TestASentencesClauses:
    def test_that_oppose_each_other_make_it_mixed(self) -> None:
        assert whole(LIKED, ["Fine boats,", "bad songs"], [LIKED, DISLIKED]).polarity is Polarity.MIXED

    def test_count_by_their_lengths(self) -> None:
        parts = ["a" * 30, "b" * 10]
        feeling = whole(DISLIKED, parts, [Feeling(Polarity.POSITIVE, 0.6), Feeling(Polarity.NEGATIVE, -0.6)])
        assert feeling == Feeling(Polarity.MIXED, 0.3)

    def test_leave_it_as_it_is_where_one_side_prevails_by_far(self) -> None:
        assert whole(LIKED, ["a" * 95, "b" * 5], [LIKED, DISLIKED]) == LIKED

    def test_that_agree_leave_it_as_it_is(self) -> None:
        assert whole(LIKED, ["one", "two"], [LIKED, LIKED]) == LIKED
        assert whole(DISLIKED, ["one", "two"], [DISLIKED, DISLIKED]) == DISLIKED

    def test_of_which_one_feels_nothing_leave_it_as_it_is(self) -> None:
        assert whole(DISLIKED, ["one", "two"], [DISLIKED, NEUTRAL]) == DISLIKED
        assert whole(LIKED, ["one", "two"], [NEUTRAL, LIKED]) == LIKED

    def test_that_oppose_each_other_faintly_leave_it_as_it_is(self) -> None:
        faint = [Feeling(Polarity.POSITIVE, 0.1), Feeling(Polarity.NEGATIVE, -0.1)]
        assert whole(LIKED, ["one", "two"], faint) == LIKED

    def test_alone_are_the_sentence(self) -> None:
        assert whole(LIKED, ["one"], [DISLIKED]) == LIKED

    @given(st.lists(st.tuples(st.text(min_size=1, max_size=30), st.floats(-1, 1)), min_size=2, max_size=4))
    def test_never_carry_it_further_than_they_go(self, clauses: list[tuple[str, float]]) -> None:
        felt = [Feeling(Polarity.MIXED, valence) for _, valence in clauses]
        feeling = whole(NEUTRAL, [text for text, _ in clauses], felt)
        valences = [0.0, *(valence for _, valence in clauses)]
        assert min(valences) - 1e-4 <= feeling.valence <= max(valences) + 1e-4


class TestAdvice:
    def test_to_watch_outweighs_the_mood_it_comes_in(self) -> None:
        feeling = advised(
            "It drags, but it is worth a watch.", Feeling(Polarity.NEGATIVE, -0.7), wishes=False
        )
        assert feeling.polarity is Polarity.POSITIVE
        assert feeling.valence > 0.5

    def test_to_leave_it_outweighs_the_mood_it_comes_in(self) -> None:
        feeling = advised("Nice boats. Don't bother.", Feeling(Polarity.POSITIVE, 0.7), wishes=False)
        assert feeling.polarity is Polarity.NEGATIVE
        assert feeling.valence < -0.5

    def test_never_weakens_a_stronger_feeling(self) -> None:
        loved, hated = Feeling(Polarity.POSITIVE, 0.99), Feeling(Polarity.NEGATIVE, -0.99)
        assert advised("A must-see.", loved, wishes=False) == loved
        assert advised("Avoid.", hated, wishes=False) == hated

    def test_for_some_viewers_blames_nothing(self) -> None:
        assert advised("If you want action, this is not for you.", DISLIKED, wishes=False) == NEUTRAL

    def test_for_some_viewers_keeps_praise(self) -> None:
        assert advised("Superb, though it may not be for everyone.", LIKED, wishes=False) == LIKED

    def test_outweighs_a_wish(self) -> None:
        feeling = advised("Avoid, and I hope they end it.", NEUTRAL, wishes=True)
        assert feeling.polarity is Polarity.NEGATIVE


class TestAWish:
    def test_for_more_blames_nothing(self) -> None:
        assert advised("A shame that there is no season 3.", DISLIKED, wishes=True) == NEUTRAL

    def test_keeps_praise(self) -> None:
        assert advised("I loved it and hope for a season 3.", LIKED, wishes=True) == LIKED


@pytest.mark.parametrize("feeling", [LIKED, DISLIKED, NEUTRAL])
def test_a_passage_that_neither_advises_nor_wishes_feels_as_it_reads(feeling: Feeling) -> None:
    assert advised("The harbour is in it.", feeling, wishes=False) == feeling
