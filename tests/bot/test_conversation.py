from bot.conversation import merge
from bot.model import Kind, Question, Topic
from bot.question import understand
from index import aspect_catalogue


def after(before: str, then: str) -> Question:
    """What the second question means when it follows the first."""
    catalogue = aspect_catalogue()
    return merge(understand(then, catalogue), Topic("harbour", understand(before, catalogue)))


def test_without_a_topic_a_question_stays_as_it_is() -> None:
    question = understand("and the acting?", aspect_catalogue())
    assert merge(question, None) == question


def test_a_question_that_stands_alone_takes_nothing_from_the_topic() -> None:
    question = after("How is the acting in season 3?", "Should I watch the show?")
    assert (question.seasons, question.aspects) == ((), ())


def test_a_new_aspect_keeps_the_season() -> None:
    question = after("Is season 3 worth watching?", "and the acting?")
    assert (question.kind, question.seasons, question.aspects) == (Kind.OPINION, (3,), ("acting",))


def test_a_new_season_keeps_the_aspect_and_the_kind() -> None:
    question = after("How is the acting in season 3?", "what about season 2?")
    assert (question.kind, question.seasons, question.aspects) == (Kind.OPINION, (2,), ("acting",))


def test_a_new_season_after_a_verdict_asks_for_a_verdict() -> None:
    question = after("Is season 3 worth watching?", "and season 2?")
    assert (question.kind, question.seasons, question.aspects) == (Kind.VERDICT, (2,), ())


def test_a_bare_why_keeps_everything() -> None:
    question = after("How is the acting in season 3?", "why?")
    assert (question.kind, question.seasons, question.aspects) == (Kind.OPINION, (3,), ("acting",))


def test_an_aspect_and_a_season_replace_both() -> None:
    question = after("How is the acting in season 3?", "and the music of season 1?")
    assert (question.seasons, question.aspects) == ((1,), ("music",))
