import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from index.encoders.base import ModelIdentity
from index.errors import ModelError, SnapshotError
from index.store.checks import verify
from index.store.manifest import FORMAT, Manifest, file_marks
from index.store.snapshot import Snapshot
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
    opened = Snapshot.open(folder, SLUG)
    yield opened
    opened.close()


def edit_manifest(folder: Path, fields: Mapping[str, object], *, signed: bool = True) -> None:
    """Give the manifest other fields, and unless told otherwise the digest that goes with them."""
    path = folder / "manifest.json"
    manifest = {**json.loads(path.read_text(encoding="utf-8")), **fields}
    if signed:
        del manifest["sha256"]
        text = json.dumps(manifest, sort_keys=True)
        manifest["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    path.write_text(json.dumps(manifest), encoding="utf-8")


def snapshot_files(folder: Path) -> list[Path]:
    return [folder / name for name in file_marks(folder)]


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
    manifest = Manifest.read(folder, SLUG)
    assert (manifest.format, manifest.id, manifest.show) == (FORMAT, folder.name, SLUG)
    assert manifest.model == ModelIdentity("word-overlap", "digest of word-overlap", 512)
    assert (manifest.reviews, manifest.passages, manifest.search.factory) == (2, 3, "Flat")
    assert list(manifest.sources) == ["show.toml", "reviews.txt"]
    assert {"reviews.sqlite", "vectors.faiss", "lexical/meta.json"} <= manifest.files.keys()
    assert manifest.checks["counts"] == "ok: 2 reviews, 3 passages"
    assert str(tmp_path) not in (folder / "manifest.json").read_text(encoding="utf-8")


def test_the_manifest_reads_back_as_it_was_written(folder: Path) -> None:
    written = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert Manifest.read(folder, SLUG).to_json() == written


def test_a_whole_snapshot_passes_every_check(folder: Path) -> None:
    checks = verify(folder, SLUG)
    assert checks["counts"] == "ok: 2 reviews, 3 passages"
    assert checks["offsets"] == "ok: 3 passages"
    assert all(check.startswith("ok: ") for check in checks.values())
    assert verify(folder, SLUG) == checks


def test_one_changed_byte_in_any_file_is_caught(folder: Path) -> None:
    files = snapshot_files(folder)
    assert folder / "reviews.sqlite" in files
    for path in files:
        data = path.read_bytes()
        for position in {0, len(data) // 2, len(data) - 1} if data else set():
            path.write_bytes(data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :])
            with pytest.raises(SnapshotError, match=rf"{path.name} has changed since it was built"):
                verify(folder, SLUG)
        path.write_bytes(data)
    verify(folder, SLUG)


def test_a_file_cut_short_or_gone_is_caught(folder: Path) -> None:
    for path in snapshot_files(folder):
        data = path.read_bytes()
        if data:
            path.write_bytes(data[:-1])
            with pytest.raises(SnapshotError, match="has changed"):
                verify(folder, SLUG)
        path.unlink()
        with pytest.raises(SnapshotError, match="is missing"):
            verify(folder, SLUG)
        path.write_bytes(data)


@pytest.mark.parametrize("counts", [{"passages": 4}, {"reviews": 1}])
def test_a_manifest_that_counts_otherwise_is_caught(folder: Path, counts: dict[str, int]) -> None:
    edit_manifest(folder, counts)
    with pytest.raises(SnapshotError, match="run “worthwatch index build --full --show harbour”"):
        verify(folder, SLUG)


@pytest.mark.parametrize("other", [0, FORMAT + 1, "1", None])
def test_another_format_is_named_with_what_mends_it(folder: Path, other: object) -> None:
    edit_manifest(folder, {"format": other})
    with pytest.raises(SnapshotError, match=rf"has format {other!r}, this version reads {FORMAT}: run"):
        Snapshot.open(folder, SLUG)


@pytest.mark.parametrize("text", ["", "{", "{}", "[]", "7", "[" * 100_000, '{"format": ' + "9" * 5_000])
def test_a_manifest_that_is_no_manifest_is_a_snapshot_error(folder: Path, text: str) -> None:
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(SnapshotError, match=r"manifest\.json .*: run “worthwatch index build --show"):
        Manifest.read(folder, SLUG)


@pytest.mark.parametrize(
    "fields",
    [
        {"colour": "blue"},
        {"passages": "3"},
        {"passages": True},
        {"model": None},
        {"model": {"name": "word-overlap"}},
        {"search": {"factory": "Flat", "probes": 0.5, "recall": 1.0}},
        {"files": ["reviews.sqlite"]},
        {"files": {"reviews.sqlite": {"size": "1", "sha256": ""}}},
        {"sources": {"show.toml": 1}},
    ],
)
def test_fields_that_this_format_does_not_have_are_a_snapshot_error(
    folder: Path, fields: dict[str, object]
) -> None:
    edit_manifest(folder, fields)
    with pytest.raises(SnapshotError, match="can't be read: run “worthwatch index build --show harbour”"):
        Manifest.read(folder, SLUG)


@pytest.mark.parametrize(
    "fields",
    [{"reviews": 3}, {"precision": "int8"}, {"checks": {}}, {"built_at": "yesterday"}, {"sha256": 0}],
)
def test_a_manifest_with_any_field_changed_is_noticed(folder: Path, fields: dict[str, object]) -> None:
    edit_manifest(folder, fields, signed=False)
    with pytest.raises(SnapshotError, match=r"manifest\.json has changed since it was built: run"):
        Snapshot.open(folder, SLUG)


def test_a_snapshot_of_another_show_is_refused(folder: Path) -> None:
    with pytest.raises(SnapshotError, match="is of another show: run “worthwatch index build --show tides”"):
        Snapshot.open(folder, "tides")


def test_one_changed_byte_in_any_file_is_refused_when_a_small_snapshot_is_opened(folder: Path) -> None:
    for path in snapshot_files(folder):
        data = path.read_bytes()
        if data:
            path.write_bytes(bytes([data[0] ^ 1]) + data[1:])
            with pytest.raises(SnapshotError, match=rf"{path.name} has changed since it was built: run"):
                Snapshot.open(folder, SLUG)
            path.write_bytes(data)


def test_of_a_large_snapshot_s_largest_files_the_sizes_are_looked_at(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    largest = max(snapshot_files(folder), key=lambda path: path.stat().st_size)
    data = largest.read_bytes()
    monkeypatch.setattr("index.store.snapshot._READ_UP_TO", len(data))
    largest.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    Snapshot.open(folder, SLUG).close()
    with pytest.raises(SnapshotError, match="has changed"):
        verify(folder, SLUG)
    largest.write_bytes(data + b"0")
    with pytest.raises(SnapshotError, match="has changed"):
        Snapshot.open(folder, SLUG)


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("tokens/starts.npy", lambda data: data[:-8] + (10**12).to_bytes(8, "little")),
        ("tokens/starts.npy", lambda data: data.replace(b"(4,)", b"(9,)")),
        ("tokens/rarity.npy", lambda data: data.replace(b"'<f4'", b"'<f8'")),
        ("tokens/rarity.npy", lambda data: data[:-4] + b"\xff\xff\xff\x7f"),
        ("tokens/projection.npy", lambda data: b"PK\x03\x04" + data[4:]),
        ("scopes/aspects.json", lambda data: b"7" * len(data)),
        ("scopes/aspects.json", lambda data: b"\xff" * len(data)),
        ("vectors.faiss", lambda data: data[:6] + b"\xff\xff\xff\x7f" + data[10:]),
        ("vectors.faiss", lambda data: data[:33] + b"\xff" * 12 + data[45:]),
        ("lexical/meta.json", lambda data: data.replace(b'"max_doc": 3', b'"max_doc": 9')),
        ("reviews.sqlite", lambda data: data[:100] + b"\xff" * (len(data) - 100)),
    ],
)
def test_whatever_a_damaged_file_of_a_large_snapshot_raises_is_a_snapshot_error(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, spoil: Callable[[bytes], bytes]
) -> None:
    monkeypatch.setattr("index.store.snapshot._READ_UP_TO", 0)
    data = (folder / name).read_bytes()
    (folder / name).write_bytes(spoil(data))
    assert (folder / name).read_bytes() != data
    with pytest.raises(SnapshotError, match=f"{name} has changed since it was built: run “worthwatch"):
        Snapshot.open(folder, SLUG)


class Panic(BaseException):
    """As tantivy's is: no Exception."""


Panic.__name__ = "PanicException"


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        (KeyError("x"), KeyError),
        (OverflowError(), OverflowError),
        (MemoryError(), MemoryError),
        (Panic(), RuntimeError),  # so that it ends one question and no chat
        (SnapshotError("x"), SnapshotError),
    ],
)
def test_what_fails_while_a_file_is_damaged_is_told_as_damage(
    folder: Path, snapshot: Snapshot, raised: BaseException, kind: type[Exception]
) -> None:
    with pytest.raises(kind), snapshot.damage_told():
        raise raised
    (folder / "vectors.faiss").write_bytes(b"damaged")
    with (
        pytest.raises(SnapshotError, match=r"vectors\.faiss has changed since it was built: run"),
        snapshot.damage_told(),
    ):
        raise raised


@pytest.mark.parametrize("raised", [ModelError("no model"), BrokenPipeError()])
def test_what_is_no_fault_of_the_files_has_none_of_them_read(
    folder: Path, snapshot: Snapshot, raised: Exception
) -> None:
    (folder / "vectors.faiss").write_bytes(b"damaged")
    with pytest.raises(type(raised)), snapshot.damage_told():
        raise raised


def test_what_ends_a_program_is_not_taken_for_damage(folder: Path, snapshot: Snapshot) -> None:
    (folder / "vectors.faiss").write_bytes(b"damaged")
    with pytest.raises(KeyboardInterrupt), snapshot.damage_told():
        raise KeyboardInterrupt


def test_what_cannot_be_opened_though_it_is_sound_is_no_damage(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("too many open files")

    monkeypatch.setattr("index.store.snapshot.LexicalIndex.open", refuse)
    with pytest.raises(SnapshotError, match="is as it was built but can't be opened: too many"):
        Snapshot.open(folder, SLUG)


@pytest.mark.parametrize("name", ["manifest.json", "reviews.sqlite", "vectors.faiss", "lexical/meta.json"])
def test_a_snapshot_with_a_part_missing_does_not_open(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(SnapshotError):
        Snapshot.open(folder, SLUG)
