import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.encoder import ModelIdentity
from index.errors import SnapshotError
from index.snapshot import FORMAT, Manifest, Snapshot, file_digests, verify
from tests.index.samples import SLUG, built_library, shelf_of

REVIEWS = ("Season 1 is great. The acting is superb.", "The story is awful.")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    built_library(folder, *REVIEWS)
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return shelf_of(tmp_path).live_folder()


@pytest.fixture
def snapshot(folder: Path) -> Iterator[Snapshot]:
    opened = Snapshot.open(folder)
    yield opened
    opened.close()


def edit_manifest(folder: Path, **fields: object) -> None:
    path = folder / "manifest.json"
    manifest = {**json.loads(path.read_text(encoding="utf-8")), **fields}
    path.write_text(json.dumps(manifest), encoding="utf-8")


def snapshot_files(folder: Path) -> list[Path]:
    return [folder / name for name in file_digests(folder)]


def test_a_snapshot_s_parts_tell_of_the_same_passages(snapshot: Snapshot) -> None:
    passages = list(snapshot.records.all_passages())
    assert [passage.text for passage in passages] == [
        "Season 1 is great.",
        "The acting is superb.",
        "The story is awful.",
    ]
    for passage in passages:
        vector = snapshot.vectors.vectors([passage.number])[0]
        ((number, similarity),) = snapshot.vectors.nearest(vector, 1)
        assert number == passage.number
        assert similarity == pytest.approx(1, abs=1e-5)
    assert [number for number, _ in snapshot.lexical.best(["acting"], 5)] == [1]


def test_the_manifest_says_what_the_snapshot_was_made_from_and_with(folder: Path, tmp_path: Path) -> None:
    manifest = Manifest.read(folder)
    assert (manifest.format, manifest.id, manifest.show) == (FORMAT, folder.name, SLUG)
    assert manifest.model == ModelIdentity("word-overlap", "digest of word-overlap", 512)
    assert (manifest.reviews, manifest.passages, manifest.search.factory) == (2, 3, "Flat")
    assert list(manifest.sources) == ["show.toml", "reviews.txt"]
    assert {"reviews.sqlite", "vectors.faiss", "lexical/meta.json"} <= manifest.files.keys()
    assert manifest.checks["counts"] == "ok: 2 reviews, 3 passages"
    assert str(tmp_path) not in (folder / "manifest.json").read_text(encoding="utf-8")


def test_the_manifest_reads_back_as_it_was_written(folder: Path) -> None:
    written = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert Manifest.read(folder).to_json() == written


def test_a_whole_snapshot_passes_every_check(folder: Path) -> None:
    checks = verify(folder)
    assert checks["counts"] == "ok: 2 reviews, 3 passages"
    assert checks["offsets"] == "ok: 3 passages"
    assert all(check.startswith("ok: ") for check in checks.values())
    assert verify(folder) == checks


def test_one_changed_byte_in_any_file_is_caught(folder: Path) -> None:
    files = snapshot_files(folder)
    assert folder / "reviews.sqlite" in files
    for path in files:
        data = path.read_bytes()
        for position in {0, len(data) // 2, len(data) - 1} if data else set():
            path.write_bytes(data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :])
            with pytest.raises(SnapshotError, match=rf"{path.name} has changed since it was built"):
                verify(folder)
        path.write_bytes(data)
    verify(folder)


def test_a_file_cut_short_or_gone_is_caught(folder: Path) -> None:
    for path in snapshot_files(folder):
        data = path.read_bytes()
        if data:
            path.write_bytes(data[:-1])
            with pytest.raises(SnapshotError, match="has changed"):
                verify(folder)
        path.unlink()
        with pytest.raises(SnapshotError, match="is missing"):
            verify(folder)
        path.write_bytes(data)


@pytest.mark.parametrize("counts", [{"passages": 4}, {"reviews": 1}])
def test_a_manifest_that_counts_otherwise_is_caught(folder: Path, counts: dict[str, int]) -> None:
    edit_manifest(folder, **counts)
    with pytest.raises(SnapshotError, match="disagree"):
        verify(folder)


@pytest.mark.parametrize("other", [0, FORMAT + 1, "1", None])
def test_another_format_is_named_with_what_mends_it(folder: Path, other: object) -> None:
    edit_manifest(folder, format=other)
    with pytest.raises(SnapshotError, match=rf"has format {other}, this version reads {FORMAT}: rebuild"):
        Snapshot.open(folder)


@pytest.mark.parametrize("text", ["", "{", "{}"])
def test_a_manifest_that_is_no_manifest_is_a_snapshot_error(folder: Path, text: str) -> None:
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(SnapshotError, match=r"manifest\.json .*rebuild the show's index"):
        Manifest.read(folder)


def test_a_field_that_this_format_does_not_have_is_a_snapshot_error(folder: Path) -> None:
    edit_manifest(folder, colour="blue")
    with pytest.raises(SnapshotError, match="can't be read"):
        Manifest.read(folder)


@pytest.mark.parametrize("name", ["manifest.json", "reviews.sqlite", "vectors.faiss", "lexical/meta.json"])
def test_a_snapshot_with_a_part_missing_does_not_open(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(SnapshotError):
        Snapshot.open(folder)
