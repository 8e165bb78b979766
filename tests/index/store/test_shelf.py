import datetime as dt
import errno
import os
import shutil
from pathlib import Path
from typing import Self

import pytest

from index.errors import BuildBusyError, NoIndexError, SnapshotError, StorageError
from index.store.shelf import Shelf
from tests.fakes import add_show, make_library
from tests.index.samples import SLUG, built_library, rebuild, shelf_folder, shelf_of


class ALongTimeAgo(dt.datetime):
    """A clock that was set back."""

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> Self:
        return cls(2001, 1, 1, tzinfo=tz)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    library = built_library(folder, "First.")
    rebuild(library, folder, "Second.")
    rebuild(library, folder, "Third.")
    return folder


@pytest.fixture
def builds(built: Path, tmp_path: Path) -> list[str]:
    """The ids of three builds of one show, oldest first."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return shelf_of(tmp_path).ids()


def test_an_empty_shelf_has_no_live_snapshot(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / SLUG)
    assert (shelf.ids(), shelf.slug) == ([], SLUG)
    for ask in (shelf.live_id, shelf.live_stamp, shelf.live_folder, shelf.manifest, shelf.rollback):
        with pytest.raises(NoIndexError, match="run “worthwatch index build --show harbour”"):
            ask()


def test_the_last_build_is_live_and_ids_are_in_the_order_of_builds(tmp_path: Path, builds: list[str]) -> None:
    shelf = shelf_of(tmp_path)
    assert builds == sorted(builds)
    assert shelf.live_id() == builds[-1]
    assert shelf.live_folder() == shelf_folder(tmp_path) / "snapshots" / builds[-1]
    assert shelf.manifest().id == builds[-1]


def test_every_snapshot_made_live_has_a_stamp_of_its_own(tmp_path: Path, builds: list[str]) -> None:
    stamps = [shelf_of(tmp_path).live_stamp()]
    for text in ("Fourth.", "Fifth.", "Sixth."):
        rebuild(make_library(tmp_path), tmp_path, text)
        stamps.append(shelf_of(tmp_path).live_stamp())
    assert len(set(stamps)) == len(stamps) == 1 + len(builds)


def test_the_last_three_are_kept(tmp_path: Path, builds: list[str]) -> None:
    fourth = rebuild(make_library(tmp_path), tmp_path, "Fourth.")
    fifth = rebuild(make_library(tmp_path), tmp_path, "Fifth.")
    assert shelf_of(tmp_path).ids() == [builds[2], fourth, fifth]
    assert sorted(path.name for path in (shelf_folder(tmp_path) / "snapshots").iterdir()) == [
        builds[2],
        fourth,
        fifth,
    ]


def test_rollback_goes_back_one_build_at_a_time(tmp_path: Path, builds: list[str]) -> None:
    shelf = shelf_of(tmp_path)
    assert [shelf.rollback(), shelf.live_id()] == [builds[1], builds[1]]
    assert [shelf.rollback(), shelf.live_id()] == [builds[0], builds[0]]
    with pytest.raises(SnapshotError, match="no earlier snapshot"):
        shelf.rollback()
    assert shelf.live_id() == builds[0]


def test_the_live_snapshot_is_kept_however_old_it_is(tmp_path: Path, builds: list[str]) -> None:
    shelf = shelf_of(tmp_path)
    shelf.rollback()
    shelf.rollback()
    fourth = rebuild(make_library(tmp_path), tmp_path, "Fourth.")
    assert shelf.live_id() == fourth
    assert shelf.ids() == [builds[0], fourth]
    assert shelf.rollback() == builds[0]


def test_rollback_goes_by_what_was_live_when_the_clock_was_set_back(
    tmp_path: Path, builds: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.build.builder.dt.datetime", ALongTimeAgo)
    fourth = rebuild(make_library(tmp_path), tmp_path, "Fourth.")
    assert fourth < builds[0]
    shelf = shelf_of(tmp_path)
    assert shelf.live_id() == fourth
    assert shelf.ids() == [builds[1], builds[2], fourth]
    assert [shelf.rollback(), shelf.rollback()] == [builds[2], builds[1]]


@pytest.mark.parametrize("history", [None, b"", b"\xff../../x\n\x00 nothing"])
def test_without_a_history_rollback_goes_by_the_ids(
    tmp_path: Path, builds: list[str], history: bytes | None
) -> None:
    path = shelf_folder(tmp_path) / "history"
    if history is None:
        path.unlink()
    else:
        path.write_bytes(history)
    shelf = shelf_of(tmp_path)
    assert shelf.ids() == builds
    assert shelf.rollback() == builds[1]
    assert rebuild(make_library(tmp_path), tmp_path, "Fourth.") == shelf.live_id()
    assert shelf.rollback() == builds[1]


def test_a_history_that_was_cut_short_is_not_gone_by(tmp_path: Path, builds: list[str]) -> None:
    history = shelf_folder(tmp_path) / "history"
    history.write_bytes(history.read_bytes()[:-4])
    shelf = shelf_of(tmp_path)
    assert shelf.ids() == builds
    assert [shelf.rollback(), shelf.rollback()] == [builds[1], builds[0]]


def test_a_damaged_snapshot_is_passed_over_by_rollback(tmp_path: Path, builds: list[str]) -> None:
    (shelf_folder(tmp_path) / "snapshots" / builds[1] / "vectors.faiss").write_bytes(b"damaged")
    assert shelf_of(tmp_path).rollback() == builds[0]


def test_without_a_sound_earlier_snapshot_the_live_one_stays(tmp_path: Path, builds: list[str]) -> None:
    for snapshot in builds[:2]:
        (shelf_folder(tmp_path) / "snapshots" / snapshot / "vectors.faiss").write_bytes(b"damaged")
    shelf = shelf_of(tmp_path)
    with pytest.raises(SnapshotError, match=rf"no earlier snapshot is sound \(.*{builds[1]}.*has changed"):
        shelf.rollback()
    assert shelf.live_id() == builds[2]


def test_rollback_from_a_live_snapshot_that_is_gone_goes_to_the_one_before(
    tmp_path: Path, builds: list[str]
) -> None:
    shelf = shelf_of(tmp_path)
    shelf.rollback()
    shutil.rmtree(shelf.live_folder())
    assert shelf.rollback() == builds[0]


def test_a_live_snapshot_that_is_gone_is_said_so(tmp_path: Path, builds: list[str]) -> None:
    shutil.rmtree(shelf_folder(tmp_path) / "snapshots" / builds[-1])
    shelf = shelf_of(tmp_path)
    with pytest.raises(SnapshotError, match=f"names '{builds[-1]}', which is no snapshot here: run"):
        shelf.live_folder()


@pytest.mark.parametrize("live", [b"", b"\n", b"..", b"../../x", b"a\x00b", b"\xff\x1b[2J", b"x" * 9_000])
def test_a_live_file_that_names_no_snapshot_is_said_so_and_a_build_mends_it(
    tmp_path: Path, builds: list[str], live: bytes
) -> None:
    (shelf_folder(tmp_path) / "live").write_bytes(live)
    (tmp_path / "data" / "library" / "x").mkdir()
    shelf = shelf_of(tmp_path)
    for ask in (shelf.open, shelf.verify, shelf.manifest, shelf.rollback):
        with pytest.raises(SnapshotError, match="run “worthwatch index build --show harbour”") as caught:
            ask()
        assert len(str(caught.value)) < 300 + len(str(tmp_path))
        assert str(caught.value).isprintable()
    library = make_library(tmp_path)
    assert library.is_stale(library.show(SLUG))
    fourth = library.build(library.show(SLUG)).snapshot
    assert shelf.open().manifest.id == fourth
    assert shelf.rollback() == builds[2]


def test_only_one_build_runs_at_a_time(tmp_path: Path) -> None:
    with Shelf(tmp_path / SLUG).building() as folder:
        with (
            pytest.raises(BuildBusyError, match="“harbour” is being rebuilt already"),
            Shelf(tmp_path / SLUG).building(),
        ):
            pytest.fail("a second build began")
        assert folder.is_dir()
    with Shelf(tmp_path / SLUG).building() as folder:
        assert list(folder.iterdir()) == []


def test_shows_are_built_beside_each_other(tmp_path: Path) -> None:
    with Shelf(tmp_path / "harbour").building() as one, Shelf(tmp_path / "missions").building() as other:
        assert one != other


def test_a_build_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    def fail_midway() -> None:
        with Shelf(tmp_path / SLUG).building() as folder:
            (folder / "reviews.sqlite").write_bytes(b"half")
            raise RuntimeError("midway")

    with pytest.raises(RuntimeError, match="midway"):
        fail_midway()
    assert [path.name for path in (tmp_path / SLUG).iterdir() if path.name != "build.lock"] == []


def test_a_full_disk_is_said_with_the_folder(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / SLUG)
    with (
        pytest.raises(StorageError, match=r"harbour can't be written \(.*No space left.*\): is there room"),
        shelf.building(),
    ):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert shelf.ids() == []


def test_what_a_killed_build_left_is_swept_by_the_next(tmp_path: Path) -> None:
    leftover = tmp_path / SLUG / "building-1" / "lexical"
    leftover.mkdir(parents=True)
    (leftover / "half").write_bytes(b"half")
    with Shelf(tmp_path / SLUG).building():
        assert not (tmp_path / SLUG / "building-1").exists()


def test_a_build_that_does_not_verify_never_becomes_live(tmp_path: Path, builds: list[str]) -> None:
    shelf = shelf_of(tmp_path)
    damaged = tmp_path / "damaged"
    shutil.copytree(shelf.live_folder(), damaged)
    (damaged / "vectors.faiss").write_bytes(b"damaged")
    with pytest.raises(SnapshotError, match="has changed"):
        shelf.promote(damaged, "99991231T000000000000Z-ffffff")
    assert (shelf.live_id(), shelf.ids()) == (builds[-1], builds)


def test_the_live_file_is_replaced_whole(
    tmp_path: Path, builds: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = shelf_of(tmp_path)

    def stopped(_: Path, target: Path) -> Path:
        raise OSError(f"stopped before {target.name} was replaced")

    monkeypatch.setattr(Path, "replace", stopped)
    with pytest.raises(StorageError, match="stopped before live"):
        shelf.rollback()
    assert shelf.live_id() == builds[-1]
    assert [path.name for path in shelf_folder(tmp_path).glob("live*")] == ["live"]


@pytest.mark.skipif(os.name == "nt", reason="a folder has no handle to flush")
def test_everything_is_flushed_before_it_is_named_live(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_show(tmp_path, reviews=["First."])
    library = make_library(tmp_path)
    flushed: list[tuple[str, bool]] = []
    flush = os.fsync
    live = shelf_folder(tmp_path) / "live"

    def noted(handle: int) -> None:
        flushed.append((Path(f"/proc/self/fd/{handle}").resolve().name, live.exists()))
        flush(handle)

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("no way here to tell which file was flushed")
    monkeypatch.setattr(os, "fsync", noted)
    library.build(library.show(SLUG))
    before = {name for name, already_live in flushed if not already_live}
    assert {"reviews.sqlite", "vectors.faiss", "manifest.json", "meta.json", "snapshots"} <= before
    assert flushed[-1] == (SLUG, True)


def test_a_flush_that_fails_once_live_is_replaced_undoes_nothing(
    tmp_path: Path, builds: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Path) -> None:
        if shelf_of(tmp_path).live_id() != builds[-1]:
            raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("index.store.shelf._flush_folder", fail)
    rebuild(make_library(tmp_path), tmp_path, "Fourth.")
    shelf = shelf_of(tmp_path)
    assert shelf.live_id() not in builds
    assert shelf.verify()["counts"] == "ok: 1 reviews, 1 passages"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only POSIX has named pipes")
def test_what_is_called_live_and_is_no_file_is_refused_and_replaced_by_a_build(
    tmp_path: Path, builds: list[str]
) -> None:
    live = shelf_folder(tmp_path) / "live"
    live.unlink()
    os.mkfifo(live)
    with pytest.raises(SnapshotError, match="live is no file: run “worthwatch index build --show harbour”"):
        shelf_of(tmp_path).live_id()
    live.unlink()
    live.mkdir()
    rebuild(make_library(tmp_path), tmp_path, "Fourth.")
    assert shelf_of(tmp_path).live_id() not in builds
