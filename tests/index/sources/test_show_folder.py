import os
from collections import deque
from pathlib import Path

import pytest

from index.errors import SourceError
from index.sources.show_folder import read_reviews, read_show, source_files
from tests.fakes import add_show


def write(folder: Path, toml: str, name: str = "harbour") -> Path:
    show = folder / name
    show.mkdir()
    (show / "show.toml").write_text(toml, encoding="utf-8")
    return show


def test_a_show_has_its_folder_s_slug_and_its_file_s_fields(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        'title = " The Harbour "\nyear = 2019\nseasons = 2\naliases = ["Hafen"]\n'
        'language = "de"\nnote = "x\\n"\n',
    )
    show = read_show(folder)
    assert (show.slug, show.title, show.year, show.seasons) == ("harbour", "The Harbour", 2019, 2)
    assert (show.aliases, show.language, show.note, show.folder) == (("Hafen",), "de", "x", folder)
    assert show.names == ("The Harbour", "Hafen", "harbour")


def test_only_a_title_is_needed(tmp_path: Path) -> None:
    show = read_show(write(tmp_path, 'title = "Harbour"'))
    assert (show.year, show.seasons, show.aliases, show.language, show.note) == (None, None, (), None, "")


@pytest.mark.parametrize("name", ["Harbour", "the harbour", "-harbour", "hafen_2", "a" * 65])
def test_a_folder_that_is_no_slug_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError, match="named by its slug"):
        read_show(write(tmp_path, 'title = "A"', name))


def test_a_missing_show_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "harbour").mkdir()
    with pytest.raises(SourceError, match=r"harbour/show\.toml:1: can't be read"):
        read_show(tmp_path / "harbour")


def test_reviews_of_a_second_file_go_on_from_the_last_row_of_the_first(tmp_path: Path) -> None:
    folder = add_show(tmp_path, reviews=["One.", "", "Three."])
    (folder / "second.txt").write_text("• Four.\n• Five.\n", encoding="utf-8")
    found = read_reviews(read_show(folder))
    assert [(review.id, review.file, review.line, review.text) for review in found] == [
        ("harbour/1", "reviews.txt", 1, "One."),
        ("harbour/3", "reviews.txt", 3, "Three."),
        ("harbour/4", "second.txt", 1, "Four."),
        ("harbour/5", "second.txt", 2, "Five."),
    ]


def test_source_files_are_the_text_files_by_name(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "notes.md"):
        (tmp_path / name).touch()
    assert [path.name for path in source_files(tmp_path)] == ["a.txt", "b.txt"]


def test_what_is_hidden_or_a_folder_is_no_source_file(tmp_path: Path) -> None:
    folder = add_show(tmp_path, reviews=["One."])
    (folder / "._reviews.txt").write_bytes(b"\x00\x05\x16\x07Mac OS X")
    (folder / ".reviews.txt.swp").write_bytes(b"b0VIM")
    (folder / "reviews.txt~").write_text("• Of yesterday.\n", encoding="utf-8")
    (folder / "old.txt").mkdir()
    (folder / ".#reviews.txt").symlink_to("someone@host.123")
    assert [path.name for path in source_files(folder)] == ["reviews.txt"]
    assert [review.text for review in read_reviews(read_show(folder))] == ["One."]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only Unix has pipes among files")
@pytest.mark.parametrize("name", ["more.txt", "show.toml"])
def test_a_pipe_is_told_of_and_not_waited_for(tmp_path: Path, name: str) -> None:
    folder = add_show(tmp_path, reviews=["One."])
    (folder / name).unlink(missing_ok=True)
    os.mkfifo(folder / name)
    with pytest.raises(SourceError, match=rf"{name}:1: is no regular file"):
        list(read_reviews(read_show(folder)))


def test_a_link_to_a_file_is_read_and_one_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    folder = add_show(tmp_path, reviews=["One."])
    (folder / "reviews.txt").rename(tmp_path / "elsewhere")
    (folder / "reviews.txt").symlink_to(tmp_path / "elsewhere")
    assert [review.text for review in read_reviews(read_show(folder))] == ["One."]
    (folder / "second.txt").symlink_to(tmp_path / "nowhere")
    with pytest.raises(SourceError, match=r"second\.txt:1: can't be read: No such file"):
        list(read_reviews(read_show(folder)))


def test_a_show_s_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nowhere:1: can't be read: No such file"):
        source_files(tmp_path / "nowhere")


def test_lines_are_read_as_they_are_asked_for(tmp_path: Path) -> None:
    folder = add_show(tmp_path, reviews=["One."] * 100_000)
    with (folder / "reviews.txt").open("ab") as file:
        file.write(b"\xff")
    found = read_reviews(read_show(folder))
    assert next(found).text == "One."
    with pytest.raises(SourceError, match=r"reviews\.txt:100001: not UTF-8"):
        deque(found, maxlen=0)


def test_a_show_without_review_files_says_where_to_put_them(tmp_path: Path) -> None:
    folder = write(tmp_path, 'title = "Harbour"')
    with pytest.raises(
        SourceError, match=r"harbour:1: no review file here: put the reviews into reviews\.txt"
    ):
        list(read_reviews(read_show(folder)))


@pytest.mark.parametrize(
    ("data", "line", "says"),
    [
        (b"", 1, "empty"),
        (b" \n\t\n", 1, "empty"),
        ("- One.\n- Zwölf.\n".encode("latin-1"), 2, "not UTF-8"),
        ("• One.\n".encode("utf-16"), 1, "not UTF-8"),
        (b"\xef\xbb\xbf\xe2\x80\xa2 One.\n\xe2\x80\xa2 Two.\n\xe2\x80\xa2 Th\xffee.\n", 3, "not UTF-8"),
        ("• One…".encode()[:-1], 1, "not UTF-8"),
        (b"just text\n", 1, "before the first bullet"),
        ("\n• One.\n• Two is cut in".encode(), 3, "cut short"),
    ],
)
def test_a_review_file_that_cannot_be_read_is_named_with_its_line(
    tmp_path: Path, data: bytes, line: int, says: str
) -> None:
    folder = add_show(tmp_path, reviews=["One."])
    (folder / "reviews.txt").write_bytes(data)
    with pytest.raises(SourceError, match=says) as caught:
        list(read_reviews(read_show(folder)))
    assert str(caught.value).startswith(f"{folder / 'reviews.txt'}:{line}: ")
