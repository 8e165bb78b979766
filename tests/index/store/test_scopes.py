from pathlib import Path

import pytest

from index.domain import Polarity
from index.errors import SnapshotError
from index.store.scopes import ScopeIndex, ScopeWriter
from tests.index.samples import a_passage

PASSAGES = (
    a_passage(0, "First.", seasons=(1,), aspects=("acting", "pacing"), polarity=Polarity.POSITIVE),
    a_passage(1, "Second.", seasons=(1, 2), aspects=("pacing", "story"), polarity=Polarity.MIXED),
    a_passage(2, "Third.", seasons=(3, 60, 99), aspects=("story",), polarity=Polarity.NEGATIVE),
)


@pytest.fixture
def scopes(tmp_path: Path) -> ScopeIndex:
    """Three passages, written in two steps."""
    with ScopeWriter(tmp_path / "scopes") as writer:
        writer.add(PASSAGES[:2])
        writer.add(PASSAGES[2:])
        writer.finish()
    return ScopeIndex.open(tmp_path / "scopes")


@pytest.mark.parametrize(
    ("seasons", "aspects", "polarity", "found"),
    [
        ((), (), None, [0, 1, 2]),
        ((1,), (), None, [0, 1]),
        ((2, 3), (), None, [1, 2]),
        ((9,), (), None, []),
        ((60,), (), None, [2]),
        ((64, -1), (), None, []),
        ((), ("unheard of",), None, []),
        ((), ("story",), None, [1, 2]),
        ((), ("acting", "pacing"), None, [0, 1]),
        ((), (), Polarity.NEGATIVE, [2]),
        ((), (), Polarity.NONE, []),
        ((1,), ("story",), None, [1]),
        ((1,), ("story",), Polarity.POSITIVE, []),
        ((1,), ("acting",), Polarity.POSITIVE, [0]),
    ],
)
def test_numbers_are_those_of_the_passages_in_every_scope(
    scopes: ScopeIndex,
    seasons: tuple[int, ...],
    aspects: tuple[str, ...],
    polarity: Polarity | None,
    found: list[int],
) -> None:
    assert scopes.numbers(seasons=seasons, aspects=aspects, polarity=polarity).tolist() == found


def test_there_is_one_entry_for_each_passage(scopes: ScopeIndex) -> None:
    assert len(scopes) == len(PASSAGES)


def test_more_aspects_than_there_are_bits_are_refused(tmp_path: Path) -> None:
    many = [a_passage(number, "x", aspects=(f"aspect {number}",)) for number in range(65)]
    with (
        ScopeWriter(tmp_path / "scopes") as writer,
        pytest.raises(SnapshotError, match="more than 64"),
    ):
        writer.add(many)


@pytest.mark.parametrize("name", ["seasons.u64", "aspects.u64", "polarities.u8", "aspects.json"])
def test_a_missing_file_is_not_opened(name: str, scopes: ScopeIndex, tmp_path: Path) -> None:
    assert len(scopes)
    (tmp_path / "scopes" / name).unlink()
    with pytest.raises(FileNotFoundError, match=name):
        ScopeIndex.open(tmp_path / "scopes")


@pytest.mark.parametrize("names", ["", "[1]", '{"story": 1}'])
def test_names_that_are_no_list_of_names_are_not_opened(
    names: str, scopes: ScopeIndex, tmp_path: Path
) -> None:
    assert len(scopes)
    (tmp_path / "scopes" / "aspects.json").write_text(names, encoding="utf-8")
    with pytest.raises(ValueError, match="validation error"):
        ScopeIndex.open(tmp_path / "scopes")
