"""What a question seeks: the side of it, and the narrower thing it names."""

import pytest

from bot.understanding.question import Kind
from index import Polarity
from tests.bot.fakes import read_question


@pytest.mark.parametrize(
    "text",
    [
        "What went wrong?",
        "what's the worst thing about it?",
        "Why do people dislike it?",
        "why is season 2 so disappointing",
        "Any downsides?",
        "Biggest complaint?",
        "And what are the weaknesses?",
        "Which parts disappoint?",
        "what don't people like about it",
        "and who didn't like it?",
    ],
)
def test_a_question_for_faults_seeks_the_negative_side(text: str) -> None:
    question = read_question(text)
    assert (question.sought, question.kind) == (Polarity.NEGATIVE, Kind.FACT)


@pytest.mark.parametrize(
    "text",
    [
        "What is the best thing about it?",
        "best thing about it",
        "What's good about it?",
        "Why do people love it?",
        "what did viewers enjoy most",
        "Main strengths?",
        "Any highlights?",
    ],
)
def test_a_question_for_merits_seeks_the_positive_side(text: str) -> None:
    question = read_question(text)
    assert (question.sought, question.kind) == (Polarity.POSITIVE, Kind.FACT)


@pytest.mark.parametrize(
    "text",
    [
        "Is it good?",
        "Is season 2 bad?",
        "Did people like it?",
        "How is the acting?",
        "What is it about?",
        "Should I watch it if I hate boats?",
        "",
    ],
)
def test_any_other_question_seeks_both_sides(text: str) -> None:
    assert read_question(text).sought is None


def test_a_side_is_sought_within_the_season_and_aspect_that_are_named() -> None:
    question = read_question("What went wrong with the music in season 2?")
    assert (question.sought, question.seasons, question.aspects) == (Polarity.NEGATIVE, (2,), ("music",))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Is the dub any good?", [("language", "dub")]),
        ("Is it DUBBED or with subtitles?", [("language", "DUBBED"), ("language", "subtitles")]),
        ("Is it on DVD?", [("where", "DVD")]),
        ("Is it violent, with much nudity?", [("suitability", "violent"), ("suitability", "nudity")]),
        ("How is the acting?", []),
        ("", []),
    ],
)
def test_the_narrower_things_that_a_question_names_are_understood(
    text: str, named: list[tuple[str, str]]
) -> None:
    narrowings = read_question(text).narrowings
    assert [(narrowing.aspect.name, narrowing.cue) for narrowing in narrowings] == named


def test_a_narrower_thing_is_known_by_every_word_for_it() -> None:
    [narrowing] = read_question("Is the dub any good?").narrowings
    assert narrowing.group.search("The dubbing is awful.")
    assert not narrowing.group.search("The subtitles are awful.")
