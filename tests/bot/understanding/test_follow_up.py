from dataclasses import replace

import pytest

from bot.answering.reply import Reply, WhichShow
from bot.answering.topic import next_topic
from bot.understanding.question import Kind, Question, Topic
from index import Polarity
from tests.bot.fakes import SHOW, a_question, a_refusal, an_answer, read_question


def after(before: str, then: str) -> Question:
    """What the second question means when it follows the first."""
    return read_question(then, last_season=3, topic=Topic("harbour", read_question(before, last_season=3)))


def test_without_a_topic_a_question_stays_as_it_is() -> None:
    question = read_question("and the acting?")
    assert (question.kind, question.seasons, question.aspects) == (Kind.OPINION, (), ("acting",))


def test_a_question_that_stands_alone_takes_nothing_from_the_topic() -> None:
    question = after("How is the acting in season 3?", "Should I watch the show?")
    assert (question.seasons, question.aspects) == ((), ())


@pytest.mark.parametrize("then", ["so should I watch it or not", "and is it worth it?"])
def test_a_question_for_worth_is_of_the_whole_show(then: str) -> None:
    question = after("How is the acting in season 3?", then)
    assert (question.kind, question.seasons, question.aspects) == (Kind.VERDICT, (), ())


def test_a_season_alone_is_asked_what_was_asked_before() -> None:
    question = after("How is the acting in season 3?", "season 1?")
    assert (question.kind, question.seasons, question.aspects) == (Kind.OPINION, (1,), ("acting",))


def test_a_correction_replaces_what_it_names() -> None:
    assert after("How is the acting in season 3?", "no, I meant season 2").seasons == (2,)


def test_a_season_compared_with_is_set_beside_the_one_talked_of() -> None:
    question = after("Is season 2 worth watching?", "and compared to the first")
    assert (question.compares_seasons, question.seasons) == (True, (1, 2))


def test_a_new_aspect_keeps_the_season() -> None:
    question = after("Is season 3 worth watching?", "and the acting?")
    assert (question.kind, question.seasons, question.aspects) == (Kind.OPINION, (3,), ("acting",))


def test_a_new_season_keeps_the_aspect_and_the_kind() -> None:
    question = after("How is the acting in season 3?", "what about season 2?")
    assert (question.kind, question.seasons, question.aspects) == (Kind.OPINION, (2,), ("acting",))


def test_a_new_season_keeps_the_side_that_was_asked_for() -> None:
    question = after("What went wrong with the story in season 3?", "and season 1?")
    assert (question.kind, question.seasons, question.sought) == (Kind.FACT, (1,), Polarity.NEGATIVE)


def test_a_new_season_after_a_verdict_asks_for_a_verdict() -> None:
    question = after("Is season 3 worth watching?", "and season 2?")
    assert (question.kind, question.seasons, question.aspects) == (Kind.VERDICT, (2,), ())


def test_a_bare_why_keeps_everything() -> None:
    question = after("How is the acting in season 3?", "why?")
    assert (question.kind, question.seasons, question.aspects) == (Kind.OPINION, (3,), ("acting",))


def test_an_aspect_and_a_season_replace_both() -> None:
    question = after("How is the acting in season 3?", "and the music of season 1?")
    assert (question.seasons, question.aspects) == ((1,), ("music",))


@pytest.mark.parametrize("then", ["why?", "more", "any more examples?", "how so", "who says"])
def test_what_adds_nothing_asks_for_more_of_the_same(then: str) -> None:
    question = after("How is the acting in season 3?", then)
    assert (question.seasons, question.aspects, question.about) == (
        (3,),
        ("acting",),
        "How is the acting in season 3?",
    )


@pytest.mark.parametrize("then", ["what about Gemma?", "how come they survive"])
def test_what_names_something_new_is_a_question_of_its_own(then: str) -> None:
    assert after("How is the acting in season 3?", then).about == then


def test_a_new_season_after_worth_is_searched_for_by_worth() -> None:
    assert after("s3 any good?", "ok and s1").about == "Is season 1 worth watching?"


class TestTheNextTopic:
    BEFORE = Topic("tides", a_question("How is the acting?"))

    def test_is_what_was_answered(self) -> None:
        answer = an_answer()
        topic = next_topic(answer, self.BEFORE)
        assert topic == next_topic(answer)
        assert topic is not None
        assert (topic.show, topic.question.text) == ("harbour", answer.question.text)

    def test_knows_what_was_quoted_of_it(self) -> None:
        topic = next_topic(an_answer())
        assert topic is not None
        assert [(span.review, span.start, span.end) for span in topic.question.quoted] == [
            (quote.review, quote.start, quote.end) for quote in an_answer().quotes
        ]

    def test_is_searched_for_without_the_shows_name(self) -> None:
        answer = replace(an_answer(), question=replace(a_question(), about=f"is {SHOW.title} any good"))
        topic = next_topic(answer)
        assert topic is not None
        assert topic.question.about == "is any good"

    @pytest.mark.parametrize("reply", [a_refusal(), WhichShow(a_question("Is it good?"), (SHOW,))])
    def test_stays_where_nothing_was_answered(self, reply: Reply) -> None:
        before = Topic("harbour", a_question("How is the acting?"))
        assert next_topic(reply, before) == before

    def test_of_several_shows_is_none(self) -> None:
        assert next_topic(WhichShow(a_question("Is it good?"), (SHOW,))) is None

    def test_is_another_show_as_soon_as_it_is_named(self) -> None:
        refusal = a_refusal()
        topic = next_topic(refusal, self.BEFORE)
        assert topic is not None
        assert topic == next_topic(refusal)
        assert topic.show == "harbour"


def test_who_asks_for_the_other_side_asks_for_it_of_the_same() -> None:
    question = after("What went wrong with the story in season 3?", "and what do they like?")
    assert (question.seasons, question.aspects, question.sought) == ((3,), ("story",), Polarity.POSITIVE)
