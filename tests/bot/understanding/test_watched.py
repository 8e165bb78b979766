"""What a viewer who has watched so many seasons is kept from."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.answering.ahead import covered, unspoiled
from bot.answering.base import Answerer
from bot.answering.reply import Ahead, Answered, Declined, Label, Quote, Reply
from bot.answering.topic import next_topic
from bot.understanding.progress import Progress
from index import Hit
from tests.bot.fakes import a_passage, add_harbour, make_answerer, make_judgement
from tests.fakes import add_show, make_library

AHEAD = "Is season 2 worth watching?"


def reply_to(answerer: Answerer, question: str, watched: int | None) -> Reply:
    return answerer.ask(question, progress=Progress(everywhere=watched))


def answer_to(answerer: Answerer, question: str, watched: int | None) -> Answered:
    reply = reply_to(answerer, question, watched)
    assert isinstance(reply, Answered), reply
    return reply


def texts(quotes: Sequence[Quote]) -> list[str]:
    return [quote.text for quote in quotes]


def hits(*seasons: tuple[int, ...], spoiler: bool = False) -> list[Hit]:
    """A hit about each of these seasons."""
    return [
        Hit(a_passage(0.5, seasons=own, spoiler=spoiler, number=row), 0.5, 0.5)
        for row, own in enumerate(seasons)
    ]


class TestHits:
    def test_about_later_seasons_are_left_out_though_they_speak_of_earlier_ones_too(self) -> None:
        kept = unspoiled(hits((), (1,), (2,), (1, 2), (3,)), watched=1)
        assert [hit.passage.seasons for hit in kept] == [(), (1,)]

    def test_are_all_kept_where_it_is_not_known_how_far_one_watched(self) -> None:
        found = hits((1,), (9,))
        assert unspoiled(found, watched=None) == found
        assert covered(found, watched=None) == found

    def test_about_later_seasons_are_covered_in_their_place(self) -> None:
        marks = [hit.passage.spoiler for hit in covered(hits((), (2,), (1,), (1, 3)), watched=1)]
        assert marks == [False, True, False, True]

    def test_that_spoil_anyhow_stay_covered(self) -> None:
        assert [hit.passage.spoiler for hit in covered(hits((1,), (2,), spoiler=True), watched=1)] == [
            True,
            True,
        ]


@pytest.fixture
def of_worth(tmp_path: Path) -> Answerer:
    """An answerer of a show whose viewers say of each season and of it all whether it is worth watching."""
    reviews = (
        "Season 1 is worth watching, a superb thing.",
        "Season 2 is not worth watching, an awful thing.",
        "It is worth watching, a great thing.",
    )
    add_harbour(tmp_path, reviews)
    library = make_library(tmp_path)
    library.build(library.show("harbour"))
    return make_answerer(library, judgement=make_judgement(0.0, cosine=3.0))


class TestAQuestion:
    @pytest.mark.parametrize(
        ("watched", "seasons"), [(None, {(), (1,), (2,)}), (2, {(), (1,), (2,)}), (1, {(), (1,)}), (0, {()})]
    )
    def test_about_the_show_is_quoted_without_later_seasons_and_counted_with_them(
        self, watched: int | None, seasons: set[tuple[int, ...]], of_worth: Answerer
    ) -> None:
        answer = answer_to(of_worth, "Is it worth watching?", watched)
        assert {quote.seasons for quote in answer.quotes} == seasons
        assert answer.verdict
        assert (answer.verdict.positive, answer.verdict.negative) == (2, 1)

    def test_that_only_later_seasons_answer_is_counted_and_says_why_nothing_is_quoted(
        self, tmp_path: Path
    ) -> None:
        add_harbour(tmp_path, ["Season 2 is worth watching, a great thing.", "There is a ferry."])
        library = make_library(tmp_path)
        library.build(library.show("harbour"))
        summing_up = make_answerer(library, judgement=make_judgement(-6.0, sums_up=9.0))
        answer = answer_to(summing_up, "Is it worth watching?", 1)
        assert (answer.quotes, answer.notes) == ((), (Ahead(),))
        assert answer.verdict
        assert answer.verdict.positive == 1

    def test_about_an_aspect_is_quoted_without_later_seasons_and_counted_with_them(
        self, answerer: Answerer
    ) -> None:
        unknown, watching = (answer_to(answerer, "How is the acting?", watched) for watched in (None, 1))
        assert texts(unknown.quotes) == [
            "The acting was superb and I loved the captain.",
            "The acting in season 2 was bad.",
        ]
        assert texts(watching.quotes) == ["The acting was superb and I loved the captain."]
        assert watching.verdict == unknown.verdict
        assert watching.coverage == unknown.coverage

    def test_about_a_later_season_has_its_verdict_and_every_quote_covered(self, answerer: Answerer) -> None:
        answer = answer_to(answerer, AHEAD, 1)
        assert answer.verdict
        assert (answer.verdict.positive, answer.verdict.negative) == (1, 3)
        assert answer.verdict.label is Label.LEANING_NO
        assert len(answer.quotes) == 4
        assert all(quote.spoiler for quote in answer.quotes)

    @pytest.mark.parametrize(("question", "watched"), [(AHEAD, 2), (AHEAD, None), ("Is season 1 good?", 1)])
    def test_about_seasons_that_were_watched_is_quoted_openly(
        self, question: str, watched: int | None, answerer: Answerer
    ) -> None:
        quotes = answer_to(answerer, question, watched).quotes
        assert quotes == answer_to(answerer, question, None).quotes
        assert not any(quote.spoiler for quote in quotes)

    def test_about_two_seasons_is_covered_for_the_later_one_alone(self, answerer: Answerer) -> None:
        quotes = answer_to(answerer, "Are seasons 1 and 2 worth it?", 1).quotes
        assert {quote.seasons: quote.spoiler for quote in quotes} == {(1,): False, (2,): True}

    def test_that_is_declined_shows_nothing_close_about_later_seasons(self, answerer: Answerer) -> None:
        text = "Is Jon Snow terrible in season 2?"
        unknown, watching = (reply_to(answerer, text, watched) for watched in (None, 1))
        assert isinstance(unknown, Declined)
        assert isinstance(watching, Declined)
        assert any(2 in quote.seasons for quote in unknown.quotes)
        assert watching.quotes
        assert not any(2 in quote.seasons for quote in watching.quotes)

    def test_of_one_show_is_held_to_what_was_watched_of_that_show(self, answerer: Answerer) -> None:
        reply = answerer.ask(AHEAD, progress=Progress(by_show={"tides": 1}))
        assert isinstance(reply, Answered)
        assert not any(quote.spoiler for quote in reply.quotes)


def test_a_quote_does_not_begin_in_a_sentence_about_a_later_season(tmp_path: Path) -> None:
    add_show(
        tmp_path,
        "harbour",
        reviews=["In season 2 all was awful. This series 1 acting was superb."],
        seasons=2,
    )
    library = make_library(tmp_path)
    library.build(library.show("harbour"))
    quotes = answer_to(make_answerer(library), "How is the acting?", 1).quotes
    assert texts(quotes) == ["This series 1 acting was superb."]


def test_dissent_that_is_about_a_later_season_is_kept_away_too(tmp_path: Path) -> None:
    add_harbour(tmp_path, ["The acting was superb.", "The acting in season 2 was bad."])
    library = make_library(tmp_path)
    library.build(library.show("harbour"))
    answer = answer_to(make_answerer(library), "How is the acting?", 1)
    assert texts(answer.quotes) == ["The acting was superb."]
    assert answer.verdict
    assert answer.verdict.negative == 1


class TestMoreOfTheSame:
    def test_is_not_said_to_be_all_while_some_is_kept_back(self, tmp_path: Path) -> None:
        reviews = ("The acting was superb in season 1.", "The acting was awful in season 2.")
        add_harbour(tmp_path, reviews)
        library = make_library(tmp_path)
        library.build(library.show("harbour"))
        answerer = make_answerer(library)
        first = answer_to(answerer, "How is the acting?", 1)
        more = answerer.ask("more", topic=next_topic(first), progress=Progress(everywhere=1))
        assert isinstance(more, Answered)
        assert (more.quotes, more.notes) == ((), (Ahead(),))
