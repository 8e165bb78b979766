"""Which passages may answer, and a reranker's say in it."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.answering import candidates as module
from bot.answering.candidates import candidates
from bot.answering.reply import Answered
from tests.bot.fakes import make_answerer, make_understanding
from tests.fakes import add_show, make_library

REVIEWS = (
    "The acting was superb.",
    "Season 2 was great.",
    "Season 2 was awful and boring.",
    "There is a ferry.",
)


class LikesBoats:
    """Finds that only texts about boats answer anything."""

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        del query
        return [1.0 if "boat" in text else 0.0 for text in texts]


def found(folder: Path, question: str) -> set[str]:
    """The passages of the show that may answer a question."""
    library = make_library(folder)
    understood = make_understanding().read(question, library.show("harbour"))
    hits = candidates(library.snapshot("harbour"), understood)
    assert len({hit.passage.number for hit in hits}) == len(hits)
    return {hit.passage.text for hit in hits}


@pytest.fixture(params=[500, 0], ids=["of few passages", "of many"])
def show(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A show that is small, or taken for large."""
    monkeypatch.setattr(module, "_FEW", request.param)
    add_show(tmp_path, "harbour", reviews=REVIEWS, seasons=2)
    library = make_library(tmp_path)
    library.build(library.show("harbour"))
    return tmp_path


def test_of_a_season_are_those_about_it_alone(show: Path) -> None:
    assert found(show, "Is season 2 worth watching?") == {
        "Season 2 was great.",
        "Season 2 was awful and boring.",
    }


def test_of_a_side_are_those_that_take_it(show: Path) -> None:
    liked = found(show, "What do people like about season 2?")
    assert liked == {"Season 2 was great."}


def test_of_an_aspect_are_those_that_speak_of_it_though_others_are_nearer(
    show: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_LOOKED_AT", 1)
    assert "The acting was superb." in found(show, "Is there a ferry, and how is the acting of a ferry?")


def test_what_the_reranker_prefers_is_quoted_first(tmp_path: Path) -> None:
    add_show(tmp_path, reviews=["The acting of the crew moved me.", "The acting on the boat moved me."])
    library = make_library(tmp_path)
    library.build(library.show("harbour"))
    reply = make_answerer(library, reranker=LikesBoats()).ask("How is the acting of the crew?")
    assert isinstance(reply, Answered)
    assert reply.quotes[0].review == "harbour/2"
