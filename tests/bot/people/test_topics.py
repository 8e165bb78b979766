from bot.people.topics import TopicMemory
from bot.understanding.question import Topic
from tests.bot.fakes import a_question

SEASON, ACTING = Topic("harbour", a_question()), Topic("tides", a_question("How is the acting?"))


def test_a_topic_is_recalled_under_its_id() -> None:
    memory = TopicMemory()
    memory.remember(1, SEASON)
    memory.remember(2, ACTING)
    assert (memory.recall(1), memory.recall(2)) == (SEASON, ACTING)


def test_an_unknown_id_has_no_topic() -> None:
    memory = TopicMemory()
    memory.remember(1, SEASON)
    assert memory.recall(7) is None
    assert memory.recall(None) is None


def test_a_newer_topic_replaces_the_older() -> None:
    memory = TopicMemory()
    memory.remember(1, SEASON)
    memory.remember(1, ACTING)
    assert memory.recall(1) == ACTING


def test_the_topic_longest_unused_is_forgotten_first() -> None:
    memory = TopicMemory(most=2)
    memory.remember(1, SEASON)
    memory.remember(2, SEASON)
    memory.recall(1)
    memory.remember(3, ACTING)
    assert [memory.recall(key) for key in (1, 2, 3)] == [SEASON, None, ACTING]
