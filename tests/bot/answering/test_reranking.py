"""A reranker's say in what is quoted first."""

from collections.abc import Sequence
from pathlib import Path

from bot.answering.reply import Answered
from tests.bot.fakes import make_answerer
from tests.fakes import add_show, make_library


class LikesBoats:
    """Finds that only texts about boats answer anything."""

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        del query
        return [1.0 if "boat" in text else 0.0 for text in texts]


def test_what_the_reranker_prefers_is_quoted_first(tmp_path: Path) -> None:
    add_show(tmp_path, reviews=["The acting of the crew moved me.", "The acting on the boat moved me."])
    library = make_library(tmp_path)
    library.build(library.show("harbour"))
    reply = make_answerer(library, reranker=LikesBoats()).ask("How is the acting of the crew?")
    assert isinstance(reply, Answered)
    assert reply.quotes[0].review == "harbour/2"
