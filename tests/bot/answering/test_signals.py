"""What speaks for a passage, each signal by itself."""

from pathlib import Path

import numpy as np
import pytest

from bot.answering.candidates import candidates
from bot.answering.signals import _LIKELY_FROM, _SURELY, SIGNALS, _of_likeness, nearness, signals
from index import Hit, aspect_catalogue
from tests.bot.fakes import a_passage, make_understanding
from tests.fakes import add_show, make_library

REVIEWS = (
    "The acting was superb.",
    "The music was awful.",
    "The subtitles run ahead.",
    "Season 2 was great. It has boats.",
    "Mara is worth it.",
    "There is a ferry.",
)
Row = dict[str, float]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("signals")
    add_show(folder, "harbour", reviews=REVIEWS, title="Harbour Lights", seasons=2)
    library = make_library(folder)
    library.build(library.show("harbour"))
    return folder


def rows(folder: Path, question: str) -> dict[str, Row]:
    """The signals of each passage that may answer a question, by its text."""
    library = make_library(folder)
    snapshot = library.snapshot("harbour")
    understood = make_understanding().read(question, library.show("harbour"))
    hits = candidates(snapshot, understood)
    found = signals(snapshot, understood, hits, aspect_catalogue())
    assert found.shape == (len(hits), len(SIGNALS))
    assert np.isfinite(found).all()
    return {
        hit.passage.text: dict(zip(SIGNALS, row, strict=True))
        for hit, row in zip(hits, found.tolist(), strict=True)
    }


def test_without_a_passage_there_are_no_rows(folder: Path) -> None:
    library = make_library(folder)
    snapshot = library.snapshot("harbour")
    understood = make_understanding().read("How is the acting?", library.show("harbour"))
    assert signals(snapshot, understood, [], aspect_catalogue()).shape == (0, len(SIGNALS))


def test_nearness_is_the_mean_of_cosine_and_late_interaction() -> None:
    assert nearness(Hit(a_passage(0.5), 0.9, 0.25, interaction=0.75)) == 0.5


def test_the_nearest_passage_lies_behind_none_and_the_others_behind_it(folder: Path) -> None:
    found = rows(folder, "How is the acting?")
    behind = {text: row["behind_nearest"] for text, row in found.items()}
    assert behind.pop("The acting was superb.") == 0
    assert all(gap < 0 for gap in behind.values())


def test_what_a_passage_speaks_of_is_told_only_where_it_is_asked_for(folder: Path) -> None:
    asked = rows(folder, "How is the acting?")
    names = ("speaks_of_asked", "speaks_of_likeliest", "misses_likeliest", "asks_for_aspect")
    told = {
        text: [asked[text][name] for name in names]
        for text in ("The acting was superb.", "The music was awful.")
    }
    assert told["The acting was superb."] == pytest.approx([0.675, 0.675, 0.225, 0.9], abs=0.01)
    assert told["The music was awful."] == pytest.approx([0, 0, 0.9, 0.9])
    unasked = rows(folder, "Is it worth watching?")
    assert {row[name] for row in unasked.values() for name in names} == {0}


def test_feelings_and_seasons_are_told_whatever_is_asked(folder: Path) -> None:
    row = rows(folder, "How is the acting?")["The music was awful."]
    assert row["negative"] > 0.5 > row["positive"] == row["names_any_season"] == row["in_season"] == 0


def test_a_passage_that_lacks_the_names_or_the_kind_of_thing_asked_for_is_told(folder: Path) -> None:
    named = rows(folder, "Is anybody called Mara in it?")
    assert [named[text]["lacks_names"] for text in ("Mara is worth it.", "There is a ferry.")] == [0, 1]
    counted = rows(folder, "How many boats are there?")
    assert {row["lacks_kind"] for row in counted.values()} == {1}


def test_a_narrower_thing_is_told_only_where_one_is_asked_for(folder: Path) -> None:
    asked = rows(folder, "Are the subtitles good?")
    names = ("of_narrower", "off_narrower")
    assert [asked["The subtitles run ahead."][name] for name in names] == [1, 0]
    assert [asked["There is a ferry."][name] for name in names] == [0, 1]
    assert {row[name] for row in rows(folder, "How is the music?").values() for name in names} == {0}


def test_summing_up_is_told_by_its_cue(folder: Path) -> None:
    found = rows(folder, "Is it worth watching?")
    assert found["Mara is worth it."]["sums_up"] == pytest.approx(0.75, abs=0.01)
    assert found["There is a ferry."]["sums_up"] == 0


def test_a_passage_that_names_the_season_is_told_from_one_that_follows(folder: Path) -> None:
    found = rows(folder, "Is season 2 worth watching?")
    assert {text: row["names_season"] for text, row in found.items()} == {
        "Season 2 was great.": 1,
        "It has boats.": 0,
    }


def test_the_share_of_words_held_is_from_nought_to_one_and_rare_words_count_more(tmp_path: Path) -> None:
    reviews = [
        "The boats sail.",
        "The boats rest.",
        "The boats sink.",
        "A comet falls.",
        "Boats and a comet.",
    ]
    add_show(tmp_path, "harbour", reviews=reviews, title="Harbour Lights")
    library = make_library(tmp_path)
    library.build(library.show("harbour"))
    held = {text: row["words_held"] for text, row in rows(tmp_path, "How do boats meet a comet?").items()}
    assert all(0 <= share <= 1 for share in held.values())
    assert held["Boats and a comet."] > held["A comet falls."] > held["The boats sail."] > 0


def test_a_question_of_no_content_word_is_held_by_none(folder: Path) -> None:
    assert {row["words_held"] for row in rows(folder, "Is it the one for us?").values()} == {0}


def test_a_passage_like_what_reviewers_write_of_the_aspect_is_told_from_one_that_is_not(folder: Path) -> None:
    like = {text: row["like_aspect"] for text, row in rows(folder, "How is the acting?").items()}
    assert like["The acting was superb."] > like["There is a ferry."]


def test_likeness_counts_only_to_aspects_that_are_asked_for(folder: Path) -> None:
    named = make_understanding().read("How is the acting?", make_library(folder).show("harbour"))
    snapshot = make_library(folder).snapshot("harbour")
    weights = dict(zip(snapshot.likeness.aspects, _of_likeness(snapshot, named), strict=True))
    assert named.question.aspects == ("acting",)
    assert weights["acting"] == pytest.approx(_SURELY)
    near = snapshot.records.aspect_questions.best(named.encoded.vector[None, :])[0]
    meant = dict(zip(snapshot.records.aspect_questions.names, near.tolist(), strict=True))
    others = {name: max(0.0, cosine - _LIKELY_FROM) for name, cosine in meant.items() if name != "acting"}
    assert {name: weights[name] for name in others} == pytest.approx(others)
    assert any(others.values())
