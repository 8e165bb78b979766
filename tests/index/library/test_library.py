import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.errors import NoIndexError, SnapshotError, SourceError, UnknownShowError, UnreadableError
from index.library.library import LISTED_FOR, Library
from index.store.manifest import Manifest
from index.store.shelf import Shelf
from tests.fakes import WordOverlapEncoder, add_show, make_builder, make_library
from tests.index.samples import SLUG, built_library, rebuild, shelf_folder, stored_texts, texts_found


def test_shows_come_by_slug_and_other_folders_are_no_show(tmp_path: Path) -> None:
    for slug in ("missions", "harbour"):
        add_show(tmp_path, slug, reviews=["One."])
    (tmp_path / "seeds" / "notes").mkdir()
    assert [show.slug for show in make_library(tmp_path).shows()] == ["harbour", "missions"]


def test_without_seeds_there_is_no_show(tmp_path: Path) -> None:
    library = make_library(tmp_path)
    assert (library.shows(), library.indexed()) == ([], [])
    with pytest.raises(UnknownShowError, match="shows here: none yet"):
        library.show("harbour")


@pytest.mark.parametrize("name", ["harbour", "The Harbour", "the HARBOUR", " Hafen ", "HARBOUR"])
def test_a_show_is_found_by_slug_title_or_alias_in_any_case(tmp_path: Path, name: str) -> None:
    add_show(tmp_path, reviews=["One."], title="The Harbour", aliases=["Hafen"])
    assert make_library(tmp_path).show(name).slug == SLUG


def test_a_slug_is_its_own_show_s_though_another_has_it_for_a_title(tmp_path: Path) -> None:
    for slug in ("coast", "harbour"):
        add_show(tmp_path, slug, reviews=["One."], title="Harbour")
    assert make_library(tmp_path).show("harbour").slug == SLUG
    assert make_library(tmp_path).show("Harbour").slug == SLUG


def test_an_unknown_show_is_said_with_those_that_are_here(tmp_path: Path) -> None:
    for slug in ("missions", "harbour"):
        add_show(tmp_path, slug, reviews=["One."])
    with pytest.raises(UnknownShowError, match="no show called “Dark”; shows here: harbour, missions"):
        make_library(tmp_path).show("Dark")


def test_a_show_that_cannot_be_read_is_an_error_with_its_line(tmp_path: Path) -> None:
    folder = add_show(tmp_path, reviews=["One."])
    (folder / "show.toml").write_text("title = \n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"show\.toml:1: not valid TOML"):
        make_library(tmp_path).show(folder.name)


def test_a_show_that_cannot_be_read_leaves_the_others_alone(tmp_path: Path) -> None:
    broken = add_show(tmp_path, "broken", reviews=["One."])
    (broken / "show.toml").write_text("title = \n", encoding="utf-8")
    add_show(tmp_path, reviews=["One."])
    library = make_library(tmp_path)
    assert [show.slug for show in library.shows()] == [SLUG]
    assert [problem.path.parent.name for problem in library.problems()] == ["broken"]


@pytest.mark.parametrize("name", ["broken", "BROKEN", "The Broken One", "Brk"])
def test_a_show_that_cannot_be_read_is_known_by_the_names_it_tells(tmp_path: Path, name: str) -> None:
    add_show(tmp_path, "broken", reviews=["One."], title="The Broken One", aliases=["Brk"], year="soon")
    with pytest.raises(SourceError, match="“year” must be a whole number"):
        make_library(tmp_path).show(name)


def test_a_question_may_name_shows_that_cannot_be_asked_about(tmp_path: Path) -> None:
    library = built_library(tmp_path, "One.", title="The Harbour")
    removed = add_show(tmp_path, "far-away", reviews=["One."])
    library.build(library.show("far-away"))
    shutil.rmtree(removed)
    add_show(tmp_path, "broken", reviews=["One."], year="soon")
    add_show(tmp_path, "new", reviews=["One."])
    assert [show.title for show in library.nameable()] == ["Broken", "The Harbour", "New"]
    assert [show.title for show in library.removed()] == ["far away"]
    assert [show.slug for show in library.indexed()] == [SLUG]


def test_a_snapshot_of_another_model_is_refused(tmp_path: Path) -> None:
    built_library(tmp_path, "One.")
    with pytest.raises(SnapshotError, match="indexed with the model word-overlap, not with another"):
        make_library(tmp_path, WordOverlapEncoder("another")).snapshot(SLUG)


def test_a_show_has_no_snapshot_until_it_is_built(tmp_path: Path) -> None:
    add_show(tmp_path, reviews=["One."])
    library = make_library(tmp_path)
    show = library.show(SLUG)
    assert (library.manifest(SLUG), library.indexed(), library.is_stale(show)) == (None, [], True)
    for ask in (library.snapshot, library.verify, library.rollback):
        with pytest.raises(NoIndexError, match="index build --show harbour"):
            ask(SLUG)

    report = library.build(show)
    manifest = library.manifest(SLUG)
    assert manifest is not None
    assert manifest.id == report.snapshot == library.snapshot(SLUG).manifest.id
    assert (library.indexed(), library.is_stale(show)) == ([show], False)


def test_a_snapshot_is_opened_once(tmp_path: Path) -> None:
    library = built_library(tmp_path, "One.")
    assert library.snapshot(SLUG) is library.snapshot(SLUG)


def test_a_snapshot_whose_mark_was_only_touched_stays_open(tmp_path: Path) -> None:
    library = built_library(tmp_path, "One.")
    opened = library.snapshot(SLUG)
    os.utime(shelf_folder(tmp_path) / "live", ns=(1, 1))
    assert library.snapshot(SLUG) is opened


def test_what_was_seen_of_the_folders_holds_for_a_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 100.0
    monkeypatch.setattr("index.library.library.time.monotonic", lambda: now)
    folder = add_show(tmp_path, reviews=["One."], title="Ebb")
    library = Library(tmp_path / "seeds", tmp_path / "data", make_builder())
    assert library.show("Ebb").slug == SLUG
    folder.rename(folder.with_name("tide"))
    now += LISTED_FOR / 2
    assert library.show("Ebb").slug == SLUG
    now += LISTED_FOR
    assert library.show("Ebb").slug == "tide"


def test_a_show_built_for_the_first_time_can_be_asked_about_at_once(tmp_path: Path) -> None:
    add_show(tmp_path, reviews=["One."])
    library = Library(tmp_path / "seeds", tmp_path / "data", make_builder())
    assert library.indexed() == []
    library.build(library.show(SLUG))
    assert [show.slug for show in library.indexed()] == [SLUG]


def test_a_snapshot_replaced_by_another_process_is_noticed_at_the_next_question(tmp_path: Path) -> None:
    library = built_library(tmp_path, "The old story.")
    assert stored_texts(library.snapshot(SLUG)) == ["The old story."]
    rebuild(make_library(tmp_path), tmp_path, "Another story.")
    assert stored_texts(library.snapshot(SLUG)) == ["Another story."]
    make_library(tmp_path).rollback(SLUG)
    assert stored_texts(library.snapshot(SLUG)) == ["The old story."]


def test_a_snapshot_in_use_answers_even_after_it_was_pruned(tmp_path: Path) -> None:
    library = built_library(tmp_path, "The old story.", "Some music.")
    old = library.snapshot(SLUG)
    for number in range(4):
        rebuild(library, tmp_path, f"Story {number}.")
    assert old.manifest.id not in library.shelf(SLUG).ids()
    assert texts_found(old, "old story") == ["The old story.", "Some music."]
    assert stored_texts(library.snapshot(SLUG)) == ["Story 3."]


def test_a_library_goes_stale_with_its_sources_and_its_model(tmp_path: Path) -> None:
    library = built_library(tmp_path, "One.")
    assert make_library(tmp_path, WordOverlapEncoder("another")).is_stale(library.show(SLUG))
    add_show(tmp_path, reviews=["Two."])
    assert library.is_stale(library.show(SLUG))


def test_a_damaged_snapshot_is_said_so_and_a_build_mends_it(tmp_path: Path) -> None:
    library = built_library(tmp_path, "One.")
    (library.shelf(SLUG).live_folder() / "vectors.faiss").write_bytes(b"damaged")
    with pytest.raises(SnapshotError, match="has changed"):
        library.verify(SLUG)
    library.build(library.show(SLUG))
    assert library.verify(SLUG)["counts"] == "ok: 1 reviews, 1 passages"


def test_one_changed_byte_in_any_file_makes_a_library_stale_and_a_build_mends_it(tmp_path: Path) -> None:
    library = built_library(tmp_path, "One.")
    show = library.show(SLUG)
    for place in range(len(library.shelf(SLUG).manifest().files) + 1):
        names = [*sorted(library.shelf(SLUG).manifest().files), "manifest.json"]
        path = library.shelf(SLUG).live_folder() / names[place]
        data = path.read_bytes()
        path.write_bytes(data[:-9] + bytes(byte ^ 1 for byte in data[-9:]))
        if not data:
            continue
        assert library.is_stale(show)
        (note,) = library.build(show).notes
        assert f"{path.name} " in note
        assert note.endswith("; built anew")
        assert not library.is_stale(show)
        assert stored_texts(make_library(tmp_path).snapshot(SLUG)) == ["One."]


def test_shows_are_kept_apart(tmp_path: Path) -> None:
    library = built_library(tmp_path, "A harbour story.")
    add_show(tmp_path, "missions", reviews=["A mission story."])
    library.build(library.show("missions"))
    assert texts_found(library.snapshot(SLUG), "mission story") == ["A harbour story."]
    assert texts_found(library.snapshot("missions"), "harbour story") == ["A mission story."]


def test_several_threads_ask_while_the_index_is_rebuilt(tmp_path: Path) -> None:
    library = built_library(tmp_path, "A story.", "Some music.")

    def ask(_: int) -> str:
        return texts_found(library.snapshot(SLUG), "story")[0]

    with ThreadPoolExecutor(4) as pool:
        answers = pool.map(ask, range(60))
        library.build(library.show(SLUG))
        assert set(answers) == {"A story."}


def test_what_is_hidden_or_no_folder_is_no_show(tmp_path: Path) -> None:
    add_show(tmp_path, reviews=["One."])
    add_show(tmp_path, ".cove.swp", reviews=["One."])
    seeds = tmp_path / "seeds"
    (seeds / ".DS_Store").write_bytes(b"\0")
    (seeds / "notes.txt").write_text("Not a show.", encoding="utf-8")
    (seeds / "readme").symlink_to(seeds / "notes.txt")
    (seeds / "empty").mkdir()
    library = make_library(tmp_path)
    assert [show.slug for show in library.shows()] == ["harbour"]
    assert library.problems() == []


def test_a_show_that_a_link_should_lead_to_and_one_that_cant_be_looked_at_are_told(tmp_path: Path) -> None:
    add_show(tmp_path, reviews=["One."])
    seeds = tmp_path / "seeds"
    (seeds / "cove").symlink_to(tmp_path / "nowhere")
    (seeds / "tides").symlink_to(seeds / "tides")
    library = make_library(tmp_path)
    assert [show.slug for show in library.shows()] == ["harbour"]
    assert [problem.path.parent.name for problem in library.problems()] == ["cove", "tides"]


def test_what_else_lies_beside_the_snapshots_is_no_show(tmp_path: Path) -> None:
    library = built_library(tmp_path, "One.")
    beside = shelf_folder(tmp_path).parent
    (beside / "music").mkdir()
    (beside / "viewers").write_text("a note", encoding="utf-8")
    (beside / ".hidden").mkdir()
    assert library.removed() == []
    add_show(tmp_path, "viewers", reviews=["One."])
    assert [show.slug for show in library.indexed()] == [SLUG]


def test_snapshots_opened_at_once_do_not_get_into_each_other_s_way(tmp_path: Path) -> None:
    """FAISS's limit to what a file may ask for is the whole process's."""
    built_library(tmp_path, "One.")
    add_show(tmp_path, "large", reviews=[f"Word{number} is great." for number in range(300)])
    library = make_library(tmp_path)
    library.build(library.show("large"))

    def count(slug: str) -> int:
        return len(make_library(tmp_path).snapshot(slug).vectors)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(count, [SLUG, "large"] * 40)) == [1, 300] * 40


def test_one_show_s_unreadable_manifest_is_known_of_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = built_library(tmp_path, "One.")

    def refuse(shelf: Shelf) -> Manifest:
        raise UnreadableError(tmp_path / shelf.slug, "Permission denied")

    monkeypatch.setattr(Shelf, "manifest", refuse)
    assert library.manifest(SLUG) is None
