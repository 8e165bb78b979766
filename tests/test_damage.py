"""A share of ``python -m benchmarks.damage``, with an encoder that needs no model."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.damage import REFUSED, RIGHT, Trial, Tried, table
from benchmarks.damages import Damage, drawn
from bot.app.settings import Settings
from bot.app.wiring import Wiring
from tests.bot.fakes import add_harbour, make_judgement, make_understanding
from tests.fakes import WordOverlapEncoder, add_show, make_builder

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="every damage is tried in a forked process")
SHOW = "harbour"
QUESTIONS = ("How is the acting in season 2?",)
EVERY_KIND = 22
"""Kinds of files of a snapshot that is searched exactly, and of its shelf."""


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    folder = tmp_path_factory.mktemp("damaged")
    parts_over = _parts_over(folder)
    add_harbour(folder)
    add_show(folder, "cove", reviews=["It was awful."])
    library = parts_over(folder / "data").library
    for show in (*library.shows(), library.show(SHOW)):
        library.build(show, anew=True)
    return Trial(parts_over, folder / "data", SHOW, QUESTIONS)


def _parts_over(folder: Path) -> Callable[[Path], Wiring]:
    encoder = WordOverlapEncoder()
    builder, understanding = make_builder(encoder), make_understanding(encoder)
    judgement = make_judgement()

    def parts_over(data: Path) -> Wiring:
        paths = {"WORTHWATCH_DATA": data, "WORTHWATCH_SEEDS": folder / "seeds"}
        parts = Wiring(Settings(WORTHWATCH_ENCODER="torch", **paths))  # type: ignore[arg-type] # nothing to export
        parts.encoder, parts.builder = encoder, builder
        parts.understanding, parts.judgement = understanding, judgement
        return parts

    return parts_over


def test_every_kind_of_file_is_refused_or_answers_right_when_damaged_and_is_mended(trial: Trial) -> None:
    tried = [trial.of(damage) for damage in drawn(trial.shelf, EVERY_KIND, seed=1)]
    assert len({one.damage.kind for one in tried}) == EVERY_KIND
    assert [one for one in tried if one.outcome not in {REFUSED, RIGHT}] == []


@pytest.mark.parametrize("name", ["deleted", "emptied", "another name"])
def test_a_damaged_live_file_is_refused(trial: Trial, name: str) -> None:
    tried = trial.of(Damage("live", "live", name, seed=0))
    assert tried.outcome == REFUSED
    assert "worthwatch index build --show harbour" in tried.seen


def test_damages_are_the_same_for_the_same_seed(trial: Trial) -> None:
    assert drawn(trial.shelf, 40, seed=3) == drawn(trial.shelf, 40, seed=3)
    assert drawn(trial.shelf, 40, seed=3) != drawn(trial.shelf, 40, seed=4)


def test_the_table_counts_by_kind_of_file() -> None:
    damages = [Damage(kind, "file", "deleted", 0) for kind in ("b", "a", "b")]
    rows = table([Tried(one, outcome) for one, outcome in zip(damages, [RIGHT, REFUSED, RIGHT], strict=True)])
    assert rows.splitlines()[2:] == [
        "| a | 1 | 1 | 0 | 0 | 0 | 0 |",
        "| b | 2 | 0 | 2 | 0 | 0 | 0 |",
        "| all | 3 | 1 | 2 | 0 | 0 | 0 |",
    ]
