from pathlib import Path

import pytest

from index.domain import Show
from tests.index.samples import a_passage, a_review


def test_a_review_s_id_is_its_show_and_its_row() -> None:
    assert a_review("Text.", row=15, show="missions").id == "missions/15"


def test_a_show_is_called_by_its_title_first() -> None:
    show = Show("harbour", "The Harbour", Path(), aliases=("Hafen", "Port"))
    assert show.names == ("The Harbour", "Hafen", "Port", "harbour")


@pytest.mark.parametrize(
    ("aspects", "valence"),
    [
        (("story",), -0.5),
        (("acting",), 0.9),
        (("story", "acting"), 0.2),
        (("story", "music"), -0.5),
        (("music",), 0.1),
        ((), 0.1),
    ],
)
def test_a_passage_feels_about_an_aspect_as_the_clause_that_speaks_of_it(
    aspects: tuple[str, ...], valence: float
) -> None:
    passage = a_passage(0, "Text.", aspects=("acting", "story"), aspect_valences=(0.9, -0.5), valence=0.1)
    assert passage.valence_of(aspects) == pytest.approx(valence)
