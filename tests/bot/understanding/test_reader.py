"""A question read by its words, its meaning and the topic before it."""

from dataclasses import replace

import pytest

from bot.understanding.question import Kind, Topic
from bot.understanding.reader import Understood
from index import Library
from tests.bot.fakes import make_understanding, read_question
from tests.fakes import WordOverlapEncoder


@pytest.fixture
def encoder() -> WordOverlapEncoder:
    return WordOverlapEncoder()


def read(
    library: Library, text: str, encoder: WordOverlapEncoder | None = None, *, topic: Topic | None = None
) -> Understood:
    understanding = make_understanding(encoder, {"Would my mother like it?": "audience"})
    return understanding.read(text, library.show("harbour"), topic=topic)


def topic_of(text: str) -> Topic:
    return Topic("harbour", read_question(text))


def test_the_shows_names_are_no_part_of_what_is_searched_for(harbour: Library) -> None:
    understood = read(harbour, "How is the acting in Harbour Lights?")
    assert understood.query == "How is the acting in ?"
    assert understood.question.text == "How is the acting in Harbour Lights?"


def test_what_is_searched_for_is_spelled_out_and_the_question_is_as_typed(harbour: Library) -> None:
    understood = read(harbour, "How r the epsiodes?")
    assert understood.query == "How are the episodes?"
    assert understood.question.text == "How r the epsiodes?"


def test_what_is_searched_for_is_encoded(harbour: Library, encoder: WordOverlapEncoder) -> None:
    understood = read(harbour, "How is the acting?", encoder)
    assert understood.encoded.vector.tolist() == encoder.encode([understood.query])[0].tolist()


def test_a_question_that_names_its_aspect_is_encoded_once(
    harbour: Library, encoder: WordOverlapEncoder
) -> None:
    understanding = make_understanding(encoder)
    for _ in range(3):
        understanding.read("How is the acting?", harbour.show("harbour"))
    assert encoder.texts_encoded == 1


def test_a_question_whose_words_name_no_aspect_is_read_by_its_meaning(harbour: Library) -> None:
    text = "Would my mother like it?"
    assert read_question(text).aspects == ()
    assert read(harbour, text).question.aspects == ("audience",)


def test_a_question_that_is_near_to_no_aspect_has_none(harbour: Library) -> None:
    assert read(harbour, "Do zebras quack nightly over turnips?").question.aspects == ()


def test_the_last_season_is_the_one_that_the_show_says(harbour: Library) -> None:
    assert read(harbour, "Is the last season good?").question.seasons == (2,)


def test_a_follow_up_takes_from_the_topic_what_it_leaves_out(harbour: Library) -> None:
    topic = topic_of("Is season 2 worth watching?")
    understood = read(harbour, "and the acting?", topic=topic)
    assert (understood.question.seasons, understood.question.aspects) == ((2,), ("acting",))
    assert understood.question.kind is Kind.OPINION


def test_a_bare_why_searches_for_the_question_before_it(harbour: Library) -> None:
    understood = read(harbour, "why?", topic=topic_of("How is the acting in season 2?"))
    assert (understood.question.text, understood.query) == ("why?", "How is the acting in season 2?")


def test_a_question_that_stands_alone_leaves_the_topic(harbour: Library) -> None:
    understood = read(harbour, "How is the music?", topic=topic_of("How is the acting in season 2?"))
    assert (understood.question.seasons, understood.question.aspects) == ((), ("music",))


@pytest.mark.parametrize(
    "text", ["ok, and Harbour Lights?", "what about Harbour Lights", "and in Harbour Lights?"]
)
def test_another_shows_name_alone_asks_the_same_of_it(harbour: Library, text: str) -> None:
    topic = replace(topic_of("How is the acting?"), show="tides")
    understood = read(harbour, text, topic=topic)
    assert (understood.question.text, understood.query) == (text, "How is the acting?")
    assert understood.question.aspects == ("acting",)


def test_a_shows_name_alone_asks_for_a_verdict(harbour: Library) -> None:
    understood = read(harbour, "and Harbour Lights?")
    assert understood.question.kind is Kind.VERDICT


@pytest.mark.parametrize("text", ["and the music?", "ok what about the music then"])
def test_a_part_alone_is_searched_for_as_a_question(harbour: Library, text: str) -> None:
    understood = read(harbour, text, topic=topic_of("How is the acting?"))
    assert (understood.query, understood.question.aspects) == ("How is the music?", ("music",))


@pytest.mark.parametrize("text", ["worst?", "and the worst?", "or the worst one?", "ok what about the worst"])
def test_the_worst_after_the_best_season_is_a_season(harbour: Library, text: str) -> None:
    understood = read(harbour, text, topic=topic_of("Which season is the best?"))
    assert understood.query == "Which is the worst season?"
    assert understood.question.compares_seasons


def test_a_clause_is_no_part(harbour: Library) -> None:
    text = "what about the people who hated it?"
    assert read(harbour, text, topic=topic_of("How is the acting?")).query == text


def test_a_question_of_another_show_takes_no_season_from_the_topic(harbour: Library) -> None:
    topic = replace(topic_of("Is season 2 worth watching?"), show="tides")
    assert read(harbour, "and the acting in Harbour Lights?", topic=topic).question.seasons == ()


def test_seasons_that_another_show_lacks_are_not_asked_of_it(harbour: Library) -> None:
    topic = replace(topic_of("How is the acting in season 5?"), show="tides")
    understood = read(harbour, "and Harbour Lights?", topic=topic)
    assert (understood.question.seasons, understood.query) == ((), "How is the acting in ?")


def test_a_season_is_set_against_the_one_talked_of(harbour: Library) -> None:
    question = read(harbour, "is it worse than season 1?", topic=topic_of("Is season 2 any good?")).question
    assert question.compares_seasons
    assert question.seasons == (1, 2)


@pytest.mark.parametrize(
    ("text", "seasons"),
    [
        ("worse than season 1?", ()),
        ("is it as good as in the first season", ()),
        ("does it get good from season 2 on", (2,)),
        ("is season 2 better than season 1", (1, 2)),
    ],
)
def test_a_season_that_others_are_held_against_stands_for_all(
    harbour: Library, text: str, seasons: tuple[int, ...]
) -> None:
    assert read(harbour, text).question.seasons == seasons


def test_a_bare_number_is_a_season_that_the_show_has(harbour: Library) -> None:
    topic = topic_of("How is the acting in season 1?")
    assert read(harbour, "what about 2", topic=topic).question.seasons == (2,)
    assert read(harbour, "what about 7", topic=topic).question.seasons != (7,)
