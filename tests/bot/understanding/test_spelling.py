import json
import subprocess
import sys

import pytest

from bot.understanding.spelling import Spelling, alike, real_words
from index import aspect_catalogue
from index.encoders.packaged import packaged_model_folder

SPELLING = Spelling(aspect_catalogue().question_words(), real_words())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("r u sure abt the eps tho", "are you sure about the episodes though"),
        ("shud i watch it thru", "should i watch it through"),
        ("how r the effects", "how are the effects"),
        ("how long are teh epsiodes", "how long are the episodes"),
        ("charcters", "characters"),
        ("charracters?", "characters?"),
        ("the actign and the endig", "the acting and the ending"),
        ("teh actin", "the acting"),
        ("would you recomend seaon 2", "would you recommend season 2"),
        ("the cinematogrophy of each epusode", "the cinematography of each episode"),
        ("theres no soundtrak", "there is no soundtrack"),
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
        "it keeps its promise, to bring waiting flights to a final",
        "is Epsiodes a name",
        "quite good",
        "three there, missing a mission, a casual or causal one",
        "an acter",  # an actor or one who acted?
        "it's the plto",
        "",
    ],
)
def test_anything_else_stays_as_typed(text: str) -> None:
    assert SPELLING.out(text) == text


def test_the_words_of_names_stay_as_typed() -> None:
    assert SPELLING.out("are actores and endig good", names={"endig"}) == "are actors and endig good"


def test_no_word_that_the_model_knows_whole_is_taken_for_a_slip() -> None:
    vocabulary = json.loads((packaged_model_folder() / "tokenizer.json").read_text(encoding="utf-8"))
    whole = [word for word in vocabulary["model"]["vocab"] if word.isascii() and word.isalpha()]
    short_forms = {"eps", "ep", "cuz", "bc", "u", "wat", "tho", "cud", "thru"}
    mended = {word: SPELLING.out(word) for word in whole if SPELLING.out(word) != word}
    assert mended.keys() <= short_forms, "add these to bot/understanding/data/real_words.txt"


def test_what_measures_slips_is_not_imported_for_a_question_without_one() -> None:
    code = (
        "import sys; from bot.understanding.spelling import Spelling; "
        "Spelling(['acting', 'together']).out('is the acting against those through'); "
        "sys.exit('rapidfuzz' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


@pytest.mark.parametrize(
    ("typed", "word", "found"),
    [
        ("harowgate", "harrowgate", True),
        ("harrrowgate", "harrowgate", True),
        ("ahrrowgate", "harrowgate", False),
        ("harrowgate", "harrowgate", False),
        ("harrowgete", "harrowgate", True),
        ("harowgete", "harrowgate", False),
        ("watre", "water", True),
        ("watter", "water", True),
        ("watr", "water", False),
        ("waters", "water", False),
    ],
)
def test_words_are_alike_but_for_one_slip_after_the_first_letter(
    typed: str, word: str, *, found: bool
) -> None:
    assert alike(typed, word) is found
