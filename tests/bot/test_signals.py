"""What speaks for a passage, each signal by itself."""

from pathlib import Path

import numpy as np
import pytest

from bot.evidence import candidates
from bot.signals import SIGNALS, nearness, signals
from bot.understanding import Understanding
from index import Hit, aspect_catalogue
from tests.bot.fakes import a_passage
from tests.fakes import WordOverlapEncoder, add_show, make_library

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
    understanding = Understanding(WordOverlapEncoder(), aspect_catalogue())
    understood = understanding.read(question, library.show("harbour"), snapshot)
    hits = candidates(snapshot, understood)
    found = signals(snapshot, understood, hits)
    assert found.shape == (len(hits), len(SIGNALS))
    assert np.isfinite(found).all()
    return {
        hit.passage.text: dict(zip(SIGNALS, row, strict=True))
        for hit, row in zip(hits, found.tolist(), strict=True)
    }


def test_without_a_passage_there_are_no_rows(folder: Path) -> None:
    library = make_library(folder)
    snapshot = library.snapshot("harbour")
    understanding = Understanding(WordOverlapEncoder(), aspect_catalogue())
    understood = understanding.read("How is the acting?", library.show("harbour"), snapshot)
    assert signals(snapshot, understood, []).shape == (0, len(SIGNALS))


def test_nearness_is_the_mean_of_cosine_and_late_interaction() -> None:
    assert nearness(Hit(a_passage(0.5), 0.9, 0.25, interaction=0.75)) == 0.5


def test_the_nearest_passage_lies_behind_none_and_the_others_behind_it(folder: Path) -> None:
    found = rows(folder, "How is the acting?")
    behind = {text: row["behind_nearest"] for text, row in found.items()}
    assert behind.pop("The acting was superb.") == 0
    assert all(gap < 0 for gap in behind.values())


def test_of_an_aspect_or_off_it_is_told_only_where_one_is_asked_for(folder: Path) -> None:
    asked = rows(folder, "How is the acting?")
    assert [asked["The acting was superb."][name] for name in ("of_aspect", "off_aspect")] == [1, 0]
    assert [asked["The music was awful."][name] for name in ("of_aspect", "off_aspect")] == [0, 1]
    unasked = rows(folder, "Is it worth watching?")
    assert {row[name] for row in unasked.values() for name in ("of_aspect", "off_aspect")} == {0}


def test_a_narrower_thing_is_told_only_where_one_is_asked_for(folder: Path) -> None:
    asked = rows(folder, "Are the subtitles good?")
    names = ("of_narrower", "off_narrower")
    assert [asked["The subtitles run ahead."][name] for name in names] == [1, 0]
    assert [asked["There is a ferry."][name] for name in names] == [0, 1]
    assert {row[name] for row in rows(folder, "How is the music?").values() for name in names} == {0}


def test_summing_up_counts_for_a_verdict_alone(folder: Path) -> None:
    summing = "Mara is worth it."
    assert rows(folder, "Is it worth watching?")[summing]["sums_up"] == 1
    assert rows(folder, "Is it worth watching?")["There is a ferry."]["sums_up"] == 0
    assert rows(folder, "How is the acting?")[summing]["sums_up"] == 0


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


def test_a_question_near_to_an_example_question_is_likely_about_its_aspect(folder: Path) -> None:
    found = rows(folder, "How is the acting?")
    assert {text for text, row in found.items() if row["of_likely_aspect"]} == {"The acting was superb."}
    assert {row["of_likely_aspect"] for row in rows(folder, "Zebras quack nightly").values()} == {0}


def test_a_passage_like_what_reviewers_write_of_the_aspect_is_told_from_one_that_is_not(folder: Path) -> None:
    like = {text: row["like_aspect"] for text, row in rows(folder, "How is the acting?").items()}
    assert like["The acting was superb."] > like["There is a ferry."]


def test_a_comparison_of_seasons_is_like_no_aspect(folder: Path) -> None:
    found = rows(folder, "Is season 2 better than season 1?")
    assert {row[name] for row in found.values() for name in ("like_aspect", "of_likely_aspect")} == {0}
