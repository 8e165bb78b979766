from pathlib import Path

import pytest

from bot.understanding.shows import named_shows, names_mended, without_names
from index import Show
from tests.bot.fakes import SHOW

TIDES = Show("tides", "The Tides", Path("seeds/tides"), aliases=("Ebb+Flow",))


def test_shows_are_named_by_title_alias_or_slug_in_any_case_and_as_whole_words() -> None:
    shows = [SHOW, TIDES]
    assert named_shows("is HARBOUR LIGHTS good?", shows) == [SHOW]
    assert named_shows("is the tides any good?", shows) == [TIDES]
    assert named_shows("Ebb+Flow or Harbour Lights?", shows) == [SHOW, TIDES]
    assert named_shows("is it about harbours?", shows) == []


def test_a_shows_names_are_no_part_of_the_query() -> None:
    assert without_names("Is The Tides (ebb+flow) good in tidesville?", TIDES) == "Is ( ) good in tidesville?"


def test_the_longest_of_a_shows_names_is_taken_out_whole() -> None:
    show = Show("tides", "Tides", Path("seeds/tides"), aliases=("Tides of War",))
    assert without_names("Is Tides of War slow?", show) == "Is slow?"


class TestAShowsName:
    SHOWS = (
        Show("harbour", "Harbour Lights", Path("seeds/harbour"), aliases=("harrowgate",)),
        TIDES,
    )

    @pytest.mark.parametrize(
        ("typed", "mended"),
        [
            ("is harowgate any good?", "is harrowgate any good?"),
            ("Is Harbuor Ligths slow", "Is Harbour Lights slow"),
            ("is harrowgete any good?", "is harrowgate any good?"),
            ("is tide high", "is tide high"),
            ("harbour lights", "harbour lights"),
        ],
    )
    def test_is_mended_where_it_was_typed_with_a_slip(self, typed: str, mended: str) -> None:
        assert names_mended(typed, self.SHOWS) == mended
