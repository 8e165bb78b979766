import pytest

from bot.understanding.spelling import Spelling, alike

SPELLING = Spelling(["there", "quiet", "episodes", "characters", "acting", "ending", "streaming", "plot"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("r u sure abt the eps tho", "are you sure about the episodes though"),
        ("shud i watch it thru", "should i watch it through"),
        ("how r the effects", "how are the effects"),
        ("how long are teh epsiodes", "how long are teh episodes"),
        ("charcters", "characters"),
        ("charracters?", "characters?"),
        ("the actign and the endign", "the acting and the ending"),
    ],
)
def test_short_forms_and_slips_are_spelled_out(typed: str, meant: str) -> None:
    assert SPELLING.out(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "is it rated r",
        "is it r rated? r or pg?",
        "u.s. actors",
        "is season three better",
        "y: the last man",
        "R2D2 or U2",
        "screaming and acting",
        "the actin",  # too short a word for a letter that is missing
        "is Epsiodes a name",
        "quite good",
        "it's the plto",
        "",
    ],
)
def test_anything_else_stays_as_typed(text: str) -> None:
    assert SPELLING.out(text) == text


@pytest.mark.parametrize(
    ("typed", "word", "found"),
    [
        ("harowgate", "harrowgate", True),
        ("harrrowgate", "harrowgate", True),
        ("ahrrowgate", "harrowgate", False),
        ("harrowgate", "harrowgate", False),
        ("watre", "water", True),
        ("waters", "water", False),
    ],
)
def test_words_are_alike_but_for_one_slip_after_the_first_letter(
    typed: str, word: str, *, found: bool
) -> None:
    assert alike(typed, word) is found
