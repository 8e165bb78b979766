"""What every answerer does; a new one is one more parameter."""

from collections.abc import Callable

import pytest

from bot.answering.base import Answerer
from bot.answering.reply import Answered, Declined, SearchPage
from bot.answering.topic import next_topic
from bot.understanding.progress import Progress
from index import Library, UnknownShowError
from tests.bot.fakes import make_answerer

WORTH = "Is season 2 worth watching?"


@pytest.fixture(params=[make_answerer])
def answerer(request: pytest.FixtureRequest, harbour: Library) -> Answerer:
    made_for: Callable[[Library], Answerer] = request.param
    return made_for(harbour)


def answered(answerer: Answerer) -> Answered:
    reply = answerer.ask(WORTH, show="harbour")
    assert isinstance(reply, Answered)
    return reply


def test_a_question_that_reviews_answer_is_answered_in_their_own_words(
    answerer: Answerer, harbour: Library
) -> None:
    reply = answered(answerer)
    assert reply.show.slug == "harbour"
    assert reply.verdict
    assert reply.verdict.reviews == reply.coverage.about == 4
    records = harbour.snapshot("harbour").records
    assert reply.quotes
    for quote in reply.quotes:
        assert records.review(quote.review).text[quote.start : quote.end] == quote.text


def test_what_no_review_says_is_declined(answerer: Answerer) -> None:
    assert isinstance(answerer.ask("Is season 8 good?", show="harbour"), Declined)


def test_a_topic_fills_what_a_follow_up_leaves_out(answerer: Answerer) -> None:
    reply = answerer.ask("And season 1?", topic=next_topic(answered(answerer)))
    assert isinstance(reply, Answered)
    assert (reply.show.slug, reply.question.seasons) == ("harbour", (1,))


def test_what_was_not_watched_yet_is_not_quoted(answerer: Answerer) -> None:
    reply = answerer.ask("Is it any good?", show="harbour", progress=Progress(everywhere=1))
    assert isinstance(reply, Answered)
    assert all(season <= 1 for quote in reply.quotes for season in quote.seasons)


def test_of_a_show_that_is_not_here_no_other_one_answers(answerer: Answerer) -> None:
    with pytest.raises(UnknownShowError):
        answerer.ask(WORTH, show="nowhere")
    with pytest.raises(UnknownShowError):
        answerer.search("acting", show="nowhere", limit=5)


def test_a_search_gives_the_best_first_and_no_more_than_asked(answerer: Answerer) -> None:
    page = answerer.search("the acting", show="harbour", limit=2)
    assert isinstance(page, SearchPage)
    assert [quote.text for quote in page.quotes][:1] == ["The acting was superb and I loved the captain."]
    assert len(page.quotes) == 2
    assert page.quotes[0].score >= page.quotes[1].score


def test_a_search_is_held_to_its_season(answerer: Answerer) -> None:
    page = answerer.search("the acting", show="harbour", season=2, limit=20)
    assert isinstance(page, SearchPage)
    assert page.quotes
    assert all(2 in quote.seasons for quote in page.quotes)
