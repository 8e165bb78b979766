from pathlib import Path

import pytest

from index.errors import SourceError
from index.sources.show_file import ShowFile, sound_fields


def write(folder: Path, toml: str) -> Path:
    path = folder / "show.toml"
    path.write_text(toml, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("toml", "line", "says"),
    [
        ("year = 2019\n", 1, "no title"),
        ('title = "  "\n', 1, "no title"),
        ('title = "A"\nyeer = 2019\n', 2, "unknown key “yeer”; known: title, year, seasons, aliases"),
        ('year = 2019\ntitel = "A"\n', 2, "unknown key “titel”"),
        ('title = "A"\n[extra]\nx = 1\n', 2, "unknown key “extra”"),
        ('title = "A"\naliases = "B"\n', 2, "“aliases” must be a list of 50 texts"),
        ('title = "A"\nyear = 2019.0\n', 2, "“year” must be a whole number"),
        ('title = "A"\nyear = "2019"\n', 2, "“year” must be a whole number"),
        ('title = "A"\nseasons = true\n', 2, "“seasons” must be a whole number"),
        ("title = 5\n", 1, "“title” must be a text in quotation marks"),
        ('title = "A"\n\naliases = [1]\n', 3, "“aliases” must be a list of 50 texts"),
        ('title = "A"\nyear =\n', 2, "not valid TOML"),
        ("  \n", 1, "empty"),
        (f'title = "A"\nyear = {"9" * 5000}\n', 2, "a number is too long"),
        (f'title = "A"\nnote = "b"\naliases = {"[" * 3000}\n', 3, "brackets within brackets"),
        (f'title = "A"\nnote = {"{a=" * 3000}\n', 2, "brackets within brackets"),
        ('title = "A"\nseasons = -1\n', 2, "“seasons” must be a whole number from 1 to 60"),
        ('title = "A"\nseasons = 0\n', 2, "“seasons” must be a whole number from 1 to 60"),
        ('title = "A"\nseasons = 1_000_000_000\n', 2, "“seasons” must be a whole number from 1 to 60"),
        (f'title = "A"\nseasons = 0x{"f" * 9000}\n', 2, "“seasons” must be a whole number from 1 to 60"),
        ('title = "A"\nyear = 20019\n', 2, "“year” must be a whole number from 1888 to 2100"),
        (
            f'title = "{"A" * 201}"\n',
            1,
            "“title” must be a text in quotation marks, of 200 characters at most",
        ),
        (
            f'title = "A"\nnote = "{"A" * 1001}"\n',
            2,
            "“note” must be a text in quotation marks, of 1,000 characters at most",
        ),
        (
            f'title = "A"\naliases = ["b", "{"c" * 201}"]\n',
            2,
            "“aliases” must be a list of 50 texts at most",
        ),
        (f'title = "A"\naliases = {["b"] * 51}\n', 2, "“aliases” must be a list of 50 texts at most"),
        ('title = "A"\naliases = ["b", " "]\n', 2, "none empty"),
        (f'title = "A"\n{"n" * 500} = 1\n', 2, "unknown key “n{50}”"),
        (f'title = "A"\n# {"n" * 100_000}\n', 1, "more than 100,000 characters"),
    ],
)
def test_a_wrong_field_is_named_with_file_and_line(tmp_path: Path, toml: str, line: int, says: str) -> None:
    path = write(tmp_path, toml)
    with pytest.raises(SourceError, match=says) as caught:
        ShowFile.read(path)
    assert str(caught.value).startswith(f"{path}:{line}: ")


def test_what_surrounds_a_name_is_no_part_of_it(tmp_path: Path) -> None:
    told = ShowFile.read(write(tmp_path, 'title = " A "\naliases = [" B"]\n'))
    assert (told.title, told.aliases) == ("A", ["B"])


def test_the_fields_that_are_right_are_told_whatever_is_wrong_with_others(tmp_path: Path) -> None:
    path = write(tmp_path, 'title = "A"\nyear = "2019"\nnot = 1\naliases = ["B"]\nseasons = 3\n')
    assert sound_fields(path) == {"title": "A", "aliases": ["B"], "seasons": 3}
    assert sound_fields(write(tmp_path, 'title = "A"\n')) == {"title": "A"}


def test_of_a_file_that_is_no_toml_or_not_there_nothing_is_told(tmp_path: Path) -> None:
    assert sound_fields(tmp_path / "show.toml") == {}
    assert sound_fields(write(tmp_path, "title =\n")) == {}
