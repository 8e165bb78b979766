"""What is said of the committed weights: on the pages beside them, and in the files themselves."""

from pathlib import Path

import pytest

from bot.answering.prospects import WEIGHTS_FILE as ANSWERABLE_FILE
from bot.answering.relevance import WEIGHTS_FILE as RELEVANCE_FILE
from bot.understanding.intent import WEIGHTS_FILE as INTENT_FILE
from index.heads.aspects import HEAD_FILE as ASPECTS_FILE
from index.heads.base import read_origin
from index.heads.polarity import HEAD_FILE as POLARITY_FILE
from index.heads.spoilers import HEAD_FILE as SPOILERS_FILE
from tests.fakes import WordOverlapEncoder
from training.__main__ import TRAINERS, table_rows
from training.materials import ROOT, Materials

WEIGHT_FILES = sorted(
    path
    for package in ("bot", "index")
    for pattern in ("*.npz", "*.json")
    for path in (ROOT / package).rglob(f"data/{pattern}")
)


def section(path: Path) -> list[str]:
    """Return the lines of the page beside a weight file that are about it."""
    page = (path.parent / "README.md").read_text(encoding="utf-8")
    _, _, own = page.partition(f"\n## {path.name}\n")
    return own.partition("\n## ")[0].splitlines()


@pytest.mark.parametrize("path", WEIGHT_FILES, ids=lambda path: path.name)
class TestAWeightFile:
    def test_has_its_place_on_the_page_beside_it(self, path: Path) -> None:
        told = {line.partition(":")[0] for line in section(path) if line.startswith("- ")}
        assert {"- Reads", "- Command", "- Limits"} <= told

    def test_has_the_figures_that_its_page_gives(self, path: Path) -> None:
        rows = [line for line in section(path) if line.startswith("|")]
        assert rows[2:] == table_rows(read_origin(path).figures)  # after the table's head


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("polarity", POLARITY_FILE),
        ("aspects", ASPECTS_FILE),
        ("spoilers", SPOILERS_FILE),
        ("intent", INTENT_FILE),
        ("relevance", RELEVANCE_FILE),
        ("relevance", ANSWERABLE_FILE),
    ],
)
def test_the_committed_weights_are_of_the_data_that_is_here(name: str, path: Path) -> None:
    trainer, materials = TRAINERS[name], Materials(WordOverlapEncoder())
    origin = read_origin(path)
    assert origin.data == trainer.data_digest(materials), f"train again: {trainer.command(materials)}"
    assert origin.command == trainer.command(materials)
