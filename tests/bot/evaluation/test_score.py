import pytest

from bot.answering.reply import Label, Reply, WhichShow
from bot.evaluation.gold import Gold
from bot.evaluation.score import Scored, score, summary
from index import Polarity
from tests.bot.evaluation.lines import QUESTION
from tests.bot.fakes import a_question, a_quote, a_refusal, a_signed_quote, a_verdict, an_answer

TEXTS = {
    "harbour/4": "Season 2 was terrible.",
    "harbour/5": "Season 2 was great. Love it.",
    "harbour/6": "Season 2 was awful. A disaster.",
}


def a_gold(**fields: object) -> Gold:
    """The gold of a question on season 2, or with other fields."""
    return Gold.model_validate({**QUESTION, **fields})


def scored(gold: Gold, reply: Reply) -> Scored:
    return score(gold, reply, TEXTS.__getitem__)


class TestAnAnswer:
    def test_that_is_right_scores_in_full(self) -> None:
        row = scored(a_gold(), an_answer())
        assert row == Scored(
            question="Is season 2 worth watching?",
            milliseconds=1.5,
            exact=1.0,
            precision=1.0,
            recall=1.0,
            reachable_recall=1.0,
            key_fact=1.0,
            label=1.0,
            stances=(1.0, 1.0),
            answered=1.0,
        )

    def test_is_precise_by_the_quotes_that_hold_the_words_that_answer(self) -> None:
        beside = a_quote("A disaster.", start=20, end=31)
        another = a_quote("Season 2 was terrible.", review="harbour/4")
        row = scored(a_gold(), an_answer(a_signed_quote(), beside, another))
        assert row.precision == pytest.approx(1 / 3)
        assert row.recall == pytest.approx(1 / 2)
        assert row.failures == (
            "doesn't answer: harbour/6 “A disaster.”",
            "doesn't answer: harbour/4 “Season 2 was terrible.”",
            "missed: harbour/6",
        )

    def test_counts_a_review_that_is_quoted_twice_once_in_recall(self) -> None:
        twice = an_answer(a_signed_quote(), a_quote("Love it.", review="harbour/5", start=20, end=28))
        row = scored(a_gold(), twice)
        assert (row.precision, row.recall) == (1.0, 0.5)

    def test_is_judged_by_its_first_five_quotes(self) -> None:
        wrong = [a_quote("A disaster.", start=20, end=31)] * 5
        row = scored(a_gold(), an_answer(*wrong, a_signed_quote()))
        assert (row.precision, row.recall, row.key_fact) == (0.0, 0.0, 0.0)

    def test_can_reach_no_more_than_five_of_many_answering_reviews(self) -> None:
        many = {f"harbour/{row}": "great" for row in range(1, 11)}
        row = scored(a_gold(reviews=many, stance={}), an_answer(a_signed_quote()))
        assert row.recall == pytest.approx(1 / 10)
        assert row.reachable_recall == pytest.approx(1 / 5)

    def test_with_a_wrong_label_stance_or_key_fact_says_so(self) -> None:
        gold = a_gold(must="boring", label=["yes"], stance={"harbour/6": "mixed", "harbour/1": "positive"})
        row = scored(gold, an_answer())
        assert (row.label, row.stances, row.key_fact) == (0.0, (0.0,), 0.0)
        assert row.failures == (
            "stance negative, gold mixed: harbour/6 “Season 2 was awful.”",
            "the key fact is in no quote",
            "label leaning no, gold yes",
        )

    def test_without_a_verdict_has_no_right_label(self) -> None:
        row = scored(a_gold(), an_answer(verdict=None))
        assert row.label == 0.0
        assert row.failures == ("label none, gold leaning no or no",)

    def test_has_any_label_that_gold_allows(self) -> None:
        assert scored(a_gold(), an_answer(verdict=a_verdict(label=Label.NO))).label == 1.0

    def test_is_inexact_when_a_quote_is_not_its_reviews_text(self) -> None:
        shifted = a_quote("Season 2 was awful.", start=1, end=20)
        assert scored(a_gold(), an_answer(a_signed_quote(), shifted)).exact == 0.0

    def test_to_a_question_with_bare_gold_is_measured_by_what_gold_says(self) -> None:
        row = scored(a_gold(reviews={}, must="", stance={}, label=[]), an_answer())
        assert (row.recall, row.reachable_recall, row.key_fact, row.label) == (None, None, None, None)
        assert row.stances == ()
        assert (row.precision, row.answered) == (0.0, 1.0)


class TestAbstention:
    def test_is_right_where_gold_says_that_the_reviews_do_not_say(self) -> None:
        row = scored(a_gold(abstain=True), a_refusal(a_quote()))
        assert row == Scored("Is season 2 worth watching?", 0.5, exact=1.0, abstained=1.0)

    def test_missed_lists_what_was_quoted(self) -> None:
        row = scored(a_gold(abstain=True), an_answer(a_quote()))
        assert (row.abstained, row.precision, row.label) == (0.0, None, None)
        assert row.failures == ("answered, with harbour/6 “Season 2 was awful.”",)

    def test_on_an_answerable_question_finds_nothing(self) -> None:
        row = scored(a_gold(), a_refusal())
        assert (row.precision, row.recall, row.key_fact, row.label, row.answered) == (0.0, 0.0, 0.0, 0.0, 0.0)
        assert row.abstained is None
        assert row.failures == ("declined",)

    def test_by_asking_back_which_show_counts_as_no_answer(self) -> None:
        row = scored(a_gold(), WhichShow(a_question(), ()))
        assert row.answered == 0.0
        assert row.failures == ("asked back which show",)


class TestASummary:
    def test_means_each_figure_over_the_questions_that_have_it(self) -> None:
        rows = [
            Scored(
                "a",
                10.0,
                exact=1.0,
                precision=1.0,
                recall=0.5,
                key_fact=1.0,
                label=0.0,
                stances=(1.0, 1.0, 0.0),
                answered=1.0,
            ),
            Scored("b", 30.0, exact=1.0, precision=0.0, recall=0.0, stances=(1.0,), answered=0.0),
            Scored("c", 20.0, exact=0.0, abstained=1.0),
        ]
        assert summary(rows) == {
            "questions": 3,
            "precision@5": 0.5,
            "recall@5": 0.25,
            "reachable_recall@5": None,
            "key_facts": 1.0,
            "label_accuracy": 0.0,
            "stance_accuracy": 0.75,
            "abstention": 1.0,
            "false_abstention": 0.5,
            "exact_quotes": 0.6667,
            "milliseconds_p50": 20.0,
        }

    def test_of_one_right_answer_is_full_marks(self) -> None:
        figures = summary([scored(a_gold(), an_answer())])
        assert (figures["precision@5"], figures["label_accuracy"], figures["false_abstention"]) == (
            1.0,
            1.0,
            0.0,
        )
        assert figures["abstention"] is None


def test_a_stance_is_scored_by_the_quotes_stance() -> None:
    mixed = an_answer(a_signed_quote(), a_quote(stance=Polarity.MIXED))
    assert scored(a_gold(), mixed).stances == (1.0, 0.0)
