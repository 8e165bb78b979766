import json
from pathlib import Path

import numpy as np
import pytest

from bot.answering.prospects import PROSPECTS, AnswerableModel, prospects
from bot.answering.signals import SIGNALS
from bot.understanding.intent import Intent, Want
from index import ModelError, StorageError
from tests.fakes import AN_ORIGIN

INTENT = Intent(np.full(len(Want), 1 / len(Want), np.float32), {})


def rows(*told: dict[str, float]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return np.array([[own.get(name, 0.0) for name in SIGNALS] for own in told], np.float32)


def figures_of(*told: dict[str, float], likely: list[float], asks_season: bool = False) -> dict[str, float]:
    found = prospects("how is it", INTENT, rows(*told), np.array(likely, np.float32), asks_season=asks_season)
    return dict(zip(PROSPECTS, found.tolist(), strict=True))


def test_prospects_tell_of_the_first_passages_whatever_their_order() -> None:
    found = figures_of({}, {}, {}, likely=[0.1, 0.6, 0.3])
    assert [found[name] for name in ("best", "second", "third")] == pytest.approx([0.6, 0.3, 0.1])
    assert found["mean_of_five"] == pytest.approx(1 / 3)
    assert found["best_if_fact"] == pytest.approx(0.6 / len(Want))
    assert found["letters"] == pytest.approx(0.09)


def test_what_the_best_lacks_is_told_from_what_all_lack() -> None:
    found = figures_of({"lacks_names": 1}, {"lacks_names": 0}, likely=[0.6, 0.3])
    assert (found["best_lacks_names"], found["all_lack_names"]) == (1, 0)
    assert figures_of({"lacks_kind": 1}, {"lacks_kind": 1}, likely=[0.6, 0.3])["all_lack_kind"] == 1


def test_an_aspect_that_nobody_speaks_of_is_unmet() -> None:
    asked = {"asks_for_aspect": 0.9}
    unmet = figures_of(asked, likely=[0.2])["aspect_unmet"]
    met = figures_of({**asked, "speaks_of_asked": 0.8}, likely=[0.2])["aspect_unmet"]
    assert [unmet, met] == pytest.approx([0.9, 0.1])


def test_the_committed_model_takes_likely_passages_for_an_answer() -> None:
    model = AnswerableModel.load()

    def chance(*likely: float, **told: float) -> float:
        found = prospects(
            "how is it", INTENT, rows(*[told] * len(likely)), np.array(likely), asks_season=False
        )
        return model.probability(found)

    assert chance(0.9, 0.8, 0.7) > 0.75
    assert chance(0.02, 0.01, lacks_names=1.0, off_narrower=1.0) < 0.25


def test_a_model_reads_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "answerable.json"
    model = AnswerableModel.load()
    model.save(path, AN_ORIGIN)
    figures = np.linspace(0, 1, len(PROSPECTS)).astype(np.float32)
    assert AnswerableModel.load(path).probability(figures) == pytest.approx(
        model.probability(figures), abs=1e-3
    )


def test_a_model_that_cannot_be_written_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"answerable\.json can't be written"):
        AnswerableModel.load().save(tmp_path / "missing" / "answerable.json", AN_ORIGIN)


@pytest.mark.parametrize(
    "text", [None, "", "[]", json.dumps({"bias": 0.0}), json.dumps({"figures": {}, "bias": 0})]
)
def test_weights_that_are_missing_damaged_or_lack_a_figure_are_a_model_error(
    text: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "answerable.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=r"answerable\.json can't be read: reinstall worthwatch"):
        AnswerableModel.load(path)
