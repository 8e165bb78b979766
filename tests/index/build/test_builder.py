import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.build.builder import Builder, source_digests
from index.domain import Polarity
from index.encoders.base import ONE_BYTE, DoneCallback, Vectors
from index.errors import BuildBusyError, ModelError, SnapshotError, SourceError, WorthwatchError
from index.library.library import Library
from index.store.manifest import FORMAT
from tests.fakes import WordOverlapEncoder, add_show, annotator_of, make_builder, make_library
from tests.index.samples import (
    SLUG,
    built_library,
    rebuild,
    shelf_folder,
    shelf_of,
    stored_texts,
    texts_found,
)

ROOT = Path(__file__).parents[3]


class FailingEncoder(WordOverlapEncoder):
    """Stops in the middle of a build."""

    def encode(self, texts: Sequence[str], *, on_done: DoneCallback | None = None) -> Vectors:
        raise ModelError(f"the model gave up at {len(texts)} texts ({on_done})")


class ShortEncoder(WordOverlapEncoder):
    """Gives vectors that aren't of length 1."""

    def encode(self, texts: Sequence[str], *, on_done: DoneCallback | None = None) -> Vectors:
        return super().encode(texts, on_done=on_done) * np.float32(0.5)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    built_library(folder, "The old story is great.", "The old acting is awful.")
    return folder


@pytest.fixture
def library(built: Path, tmp_path: Path) -> Library:
    """A library under ``tmp_path`` with one show, indexed."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return make_library(tmp_path)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "build.lock")


def test_passages_carry_what_is_known_of_them(tmp_path: Path) -> None:
    library = built_library(
        tmp_path,
        "Season 1 has a great story. Superb.",
        "Warning: Spoilers\n    An awful acting job. I hope there's a third season.",
        "The last season seems long.",
        seasons=3,
    )
    passages = list(library.snapshot(SLUG).records.all_passages())
    assert [(p.number, p.review, p.text, p.seasons, p.polarity, p.spoiler, p.wish) for p in passages] == [
        (0, "harbour/1", "Season 1 has a great story.", (1,), Polarity.POSITIVE, False, False),
        (1, "harbour/1", "Superb.", (1,), Polarity.POSITIVE, False, False),
        (2, "harbour/2", "An awful acting job.", (), Polarity.NEGATIVE, True, False),
        (3, "harbour/2", "I hope there's a third season.", (), Polarity.NONE, True, True),
        (4, "harbour/3", "The last season seems long.", (3,), Polarity.NONE, False, False),
    ]
    assert "story" in passages[0].aspects
    assert "acting" in passages[2].aspects
    assert passages[0].valence > 0 > passages[2].valence


def test_the_report_says_what_changed(tmp_path: Path, library: Library) -> None:
    add_show(tmp_path, reviews=["One. Two. Three."])
    report = library.build(library.show(SLUG))
    assert (report.show, report.snapshot) == (SLUG, library.shelf(SLUG).live_id())
    assert (report.reviews_before, report.passages_before) == (2, 2)
    assert (report.reviews, report.passages, report.notes) == (1, 3, ())
    assert report.seconds > 0


def test_the_first_build_has_nothing_before_it(tmp_path: Path) -> None:
    add_show(tmp_path, reviews=["One."])
    library = make_library(tmp_path)
    report = library.build(library.show(SLUG))
    assert (report.reviews_before, report.passages_before, report.notes) == (None, None, ())


def test_progress_counts_reviews_up_to_all_of_them(tmp_path: Path) -> None:
    add_show(tmp_path, reviews=["One. Two.", "Three."])
    library = make_library(tmp_path)
    seen: list[tuple[int, int]] = []
    library.build(library.show(SLUG), on_done=lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen)
    assert seen[-1] == (2, 2)


def test_the_same_sources_give_the_same_contents(tmp_path: Path, library: Library) -> None:
    first = library.snapshot(SLUG)
    second = make_library(tmp_path)
    second.build(second.show(SLUG))
    again = second.snapshot(SLUG)
    assert first.manifest.id != again.manifest.id
    assert list(first.records.reviews()) == list(again.records.reviews())
    assert list(first.records.all_passages()) == list(again.records.all_passages())


def test_polarity_is_read_with_the_model_it_was_trained_on(tmp_path: Path) -> None:
    searching, feeling = WordOverlapEncoder("searching"), WordOverlapEncoder("feeling")
    add_show(tmp_path, reviews=["A great story."])
    annotator = annotator_of(feeling)
    builder = Builder(searching, annotator)
    library = Library(tmp_path / "seeds", tmp_path / "data", builder)
    library.build(library.show(SLUG))
    snapshot = library.snapshot(SLUG)
    assert snapshot.manifest.model.name == "searching"
    assert snapshot.records.passage(0).polarity == Polarity.POSITIVE
    assert feeling.texts_encoded > 0


def test_a_snapshot_is_stale_when_a_build_would_give_another(tmp_path: Path, library: Library) -> None:
    show = library.show(SLUG)
    manifest = library.shelf(SLUG).manifest()
    builder = make_builder()
    assert not builder.is_stale(show, manifest)
    assert builder.is_stale(show, replace(manifest, recipe="another"))
    assert replace(builder, encoder=WordOverlapEncoder("another")).is_stale(show, manifest)
    (show.folder / "more.txt").write_text("• More.\n", encoding="utf-8")
    assert builder.is_stale(show, manifest)
    (show.folder / "more.txt").unlink()
    add_show(tmp_path, reviews=["The old story is great!", "The old acting is awful."])
    assert builder.is_stale(show, manifest)


class ByteEncoder(WordOverlapEncoder):
    """The same model with its weights in bytes."""

    @property
    def precision(self) -> str:
        return ONE_BYTE


def test_what_bytes_read_is_read_again_in_full_precision_and_never_the_other_way(tmp_path: Path) -> None:
    add_show(tmp_path, reviews=["The old story is great."])
    in_bytes, in_full = make_library(tmp_path, ByteEncoder()), make_library(tmp_path)
    show = in_full.show(SLUG)
    in_bytes.build(show)
    assert not in_bytes.is_stale(show)
    assert in_full.is_stale(show)
    encoder = WordOverlapEncoder()
    make_library(tmp_path, encoder).build(show)
    assert encoder.texts_encoded > 1  # the aspects' own texts, and the passage anew
    assert not in_full.is_stale(show)
    assert not in_bytes.is_stale(show)


def test_source_digests_name_every_file_of_the_show(tmp_path: Path) -> None:
    library = built_library(tmp_path, "One.")
    (tmp_path / "seeds" / SLUG / "b.txt").write_text("• Two.\n", encoding="utf-8")
    digests = source_digests(library.show(SLUG))
    assert list(digests) == ["show.toml", "b.txt", "reviews.txt"]
    assert digests["b.txt"] == hashlib.sha256("• Two.\n".encode()).hexdigest()


def test_reviews_without_a_word_are_kept_wherever_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.build.builder._STEP", 1)
    library = built_library(tmp_path, "👍👍", "One. Two.", "!!!")
    snapshot = library.snapshot(SLUG)
    assert (snapshot.manifest.reviews, snapshot.manifest.passages) == (3, 2)
    assert stored_texts(snapshot) == ["👍👍", "One. Two.", "!!!"]
    assert [passage.review for passage in snapshot.records.all_passages()] == ["harbour/2", "harbour/2"]


# What a failed build leaves

_SOURCES: dict[str, tuple[bytes, int]] = {
    "not UTF-8": ("- Gut.\n- Schön.\n".encode("latin-1"), 2),
    "empty": (b"", 1),
    "no review": ("•\n".encode(), 1),
    "text before the first bullet": ("\nReviews\n• One.\n".encode(), 2),
    "cut short": ("• One.\n• The new story is gre".encode(), 2),
    "cut inside a letter": ("• One.\n• The new story…".encode()[:-1], 2),
}


@pytest.mark.parametrize("problem", _SOURCES)
def test_a_source_that_cannot_be_read_leaves_the_live_snapshot_live(
    tmp_path: Path, library: Library, problem: str
) -> None:
    data, line = _SOURCES[problem]
    live = library.shelf(SLUG).live_id()
    source = tmp_path / "seeds" / SLUG / "reviews.txt"
    source.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        library.build(library.show(SLUG))
    assert str(caught.value).startswith(f"{source}:{line}: ")
    assert "\n" not in str(caught.value)
    assert_old_snapshot_answers(tmp_path, live)


@pytest.mark.parametrize(
    ("encoder", "error", "says"),
    [
        (FailingEncoder, ModelError, "gave up"),
        (ShortEncoder, SnapshotError, "aren't of length 1"),
    ],
)
def test_a_model_that_fails_leaves_the_live_snapshot_live(
    tmp_path: Path,
    library: Library,
    encoder: type[WordOverlapEncoder],
    error: type[WorthwatchError],
    says: str,
) -> None:
    live = library.shelf(SLUG).live_id()
    add_show(tmp_path, reviews=["A new text has to be encoded."])
    failing = make_library(tmp_path, encoder())
    with pytest.raises(error, match=says):
        failing.build(failing.show(SLUG))
    assert_old_snapshot_answers(tmp_path, live)


def test_an_interrupt_leaves_the_live_snapshot_live(tmp_path: Path, library: Library) -> None:
    live = library.shelf(SLUG).live_id()

    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt(f"{done} of {total}")

    with pytest.raises(KeyboardInterrupt):
        library.build(library.show(SLUG), on_done=interrupt)
    assert_old_snapshot_answers(tmp_path, live)


def assert_old_snapshot_answers(folder: Path, live: str) -> None:
    shelf = shelf_of(folder)
    assert (shelf.live_id(), shelf.ids()) == (live, [live])
    assert names_in(shelf_folder(folder)) == ["history", "live", "snapshots"]
    library = make_library(folder)
    library.verify(SLUG)
    assert texts_found(library.snapshot(SLUG), "How is the acting?")[0] == "The old acting is awful."


# Builds in other processes


@pytest.fixture
def stalled(tmp_path: Path, library: Library) -> Iterator[subprocess.Popen[str]]:
    """A build of new reviews in another process, stopped while it encodes."""
    assert library.shelf(SLUG).ids()
    add_show(tmp_path, reviews=["The new story is superb."])
    command = [sys.executable, "-m", "tests.index.stalled_build", str(tmp_path)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "encoding\n"
        yield process
        process.kill()


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX")
def test_after_a_killed_build_the_old_snapshot_answers_and_the_next_build_sweeps(
    tmp_path: Path, library: Library, stalled: subprocess.Popen[str]
) -> None:
    live = library.shelf(SLUG).live_id()
    stalled.send_signal(signal.SIGKILL)
    assert stalled.wait(10) == -signal.SIGKILL
    assert names_in(shelf_folder(tmp_path)) == [f"building-{stalled.pid}", "history", "live", "snapshots"]

    survivor = make_library(tmp_path)
    survivor.verify(SLUG)
    snapshot = survivor.snapshot(SLUG)
    assert snapshot.manifest.id == live
    assert texts_found(snapshot, "How is the acting?")[0] == "The old acting is awful."
    assert survivor.is_stale(survivor.show(SLUG))

    report = survivor.build(survivor.show(SLUG))
    assert names_in(shelf_folder(tmp_path)) == ["history", "live", "snapshots"]
    assert library.shelf(SLUG).ids() == [live, report.snapshot]
    assert stored_texts(survivor.snapshot(SLUG)) == ["The new story is superb."]


def test_a_second_build_is_refused_while_one_runs_in_another_process(
    tmp_path: Path, library: Library, stalled: subprocess.Popen[str]
) -> None:
    live = library.shelf(SLUG).live_id()
    with pytest.raises(BuildBusyError, match="is being rebuilt already"):
        library.build(library.show(SLUG))
    assert stored_texts(library.snapshot(SLUG)) == ["The old story is great.", "The old acting is awful."]
    assert f"building-{stalled.pid}" in names_in(shelf_folder(tmp_path))

    stalled.communicate("go on", timeout=20)
    assert stalled.returncode == 0
    assert library.shelf(SLUG).ids()[0] == live
    assert stored_texts(library.snapshot(SLUG)) == ["The new story is superb."]


def test_a_build_is_refused_while_one_runs_in_this_process(tmp_path: Path, library: Library) -> None:
    refused: list[str] = []

    def build_again(_done: int, _total: int) -> None:
        with pytest.raises(BuildBusyError) as caught:
            make_library(tmp_path).build(library.show(SLUG))
        refused.append(str(caught.value))

    library.build(library.show(SLUG), on_done=build_again)
    assert refused == ["“harbour” is being rebuilt already: wait until that has ended"]


# Building upon what is there


def _as_another_format(live: Path) -> None:
    manifest = live / "manifest.json"
    fields = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**fields, "format": FORMAT - 1}), encoding="utf-8")


def _without_its_manifest_s_text(live: Path) -> None:
    (live / "manifest.json").write_text("", encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [(_as_another_format, f"has format {FORMAT - 1}"), (_without_its_manifest_s_text, "can't be read")],
)
def test_a_snapshot_that_cannot_be_read_is_built_anew_with_a_note(
    library: Library, spoil: Callable[[Path], None], says: str
) -> None:
    spoil(library.shelf(SLUG).live_folder())
    show = library.show(SLUG)
    assert library.is_stale(show)
    report = library.build(show)
    (note,) = report.notes
    assert says in note
    assert "built anew" in note
    assert (report.reviews, report.reviews_before) == (2, None)
    assert library.build(show).notes == ()


def test_after_a_rollback_the_earlier_reviews_answer(tmp_path: Path, library: Library) -> None:
    first = library.shelf(SLUG).live_id()
    second = rebuild(library, tmp_path, "The new story is superb.")
    assert library.rollback(SLUG) == first
    assert stored_texts(library.snapshot(SLUG)) == ["The old story is great.", "The old acting is awful."]
    assert library.shelf(SLUG).ids() == [first, second]


def test_files_that_change_while_they_are_read_make_no_snapshot(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are read twice: which reviews repeat others would be told of rows that are others by then."""
    live = library.shelf(SLUG).live_id()
    add_show(tmp_path, reviews=["Another story is great."])

    def edit_and_write(*_: object, **__: object) -> None:
        add_show(tmp_path, reviews=["New.", "Another story is great."])
        write(*_, **__)  # type: ignore[arg-type]

    write = Builder._write
    monkeypatch.setattr(Builder, "_write", edit_and_write)
    with pytest.raises(SourceError, match="was changed while it was read: build again"):
        library.build(library.show(SLUG))
    assert library.shelf(SLUG).live_id() == live
