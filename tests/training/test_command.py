"""``python -m training``: what it is asked for, and what it says where it can't."""

import io
import sys
import tarfile
from pathlib import Path

import pytest

from tests.fakes import WordOverlapEncoder
from tests.training.toys import write_lines
from training import __main__ as command
from training import snippets
from training.materials import Materials, digests
from training.trainer import Trainer


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> None:
    monkeypatch.setattr(sys, "argv", ["python -m training", *arguments])
    command.main()


def test_without_the_snippets_it_says_where_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit) as ended:
        run(monkeypatch)
    assert ended.value.code == (
        "worthwatch: polarity is learnt from rated snippets: “pip download --no-deps --no-binary :all: "
        "vaderSentiment==3.3.2”, then make weights SNIPPETS=vaderSentiment-3.3.2.tar.gz"
    )


@pytest.mark.parametrize(("content", "said"), [(None, "can't be read"), (b"another", "isn't the source")])
def test_snippets_that_are_missing_or_others_are_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None, said: str
) -> None:
    path = tmp_path / "snippets.tar.gz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SystemExit, match=f"^worthwatch: .*{said}.*get it by “pip download[^\n]*$"):
        run(monkeypatch, "--only", "polarity", "--snippets", str(path))


def test_snippets_are_read_from_the_archive_inside_the_archive(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    truth, ratings = "1\t1.5\tA fine film.\n2\t-2\tA poor one.\n", "1\t1.5\t0.5\t[2, 1, 0, -1]\n"
    files = {
        f"{name}_{ending}.txt": text
        for name in ("movieReviewSnippets", "amazonReviewSnippets", "nytEditorialSnippets")
        for ending, text in (("GroundTruth", truth), ("anonDataRatings", ratings))
    }
    inner = archive({name: text.encode() for name, text in files.items()} | {"._movie_GroundTruth.txt": b"x"})
    path = tmp_path / "sdist.tar.gz"
    path.write_bytes(archive({"v/additional_resources/hutto_ICWSM_2014.tar.gz": inner}))
    monkeypatch.setattr(snippets, "SHA256", digests(path)[f"{tmp_path.name}/sdist.tar.gz"])
    read = snippets.read_snippets(path)
    assert read.texts == 3 * ["A fine film.", "A poor one."]
    assert read.shares.tolist() == 3 * [[0.25, 0.25, 0.5], [1.0, 0.0, 0.0]]


def archive(files: dict[str, bytes]) -> bytes:
    """Return files as a compressed archive."""
    kept = io.BytesIO()
    with tarfile.open(fileobj=kept, mode="w:gz") as opened:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            opened.addfile(entry, io.BytesIO(data))
    return kept.getvalue()


def test_what_reads_other_heads_is_made_after_them() -> None:
    assert list(command.TRAINERS) == ["polarity", "aspects", "spoilers", "intent", "relevance"]


class TestAnOrigin:
    trainer = Trainer(
        "aspects", lambda _: iter(()), lambda materials: digests(materials.questions), reads_snippets=True
    )

    def test_changes_with_the_data(self, tmp_path: Path) -> None:
        materials = Materials(WordOverlapEncoder(), data=tmp_path)
        write_lines(materials.questions, [{"text": "worth it?"}])
        before = self.trainer.data_digest(materials)
        assert before == self.trainer.data_digest(materials)
        write_lines(materials.questions, [{"text": "worth it?!"}])
        assert before != self.trainer.data_digest(materials)

    def test_has_a_command_that_makes_the_same_again(self, tmp_path: Path) -> None:
        own = "python -m training --only aspects --snippets vaderSentiment-3.3.2.tar.gz"
        assert self.trainer.command(Materials(WordOverlapEncoder())) == own
        elsewhere = Materials(WordOverlapEncoder(), data=tmp_path)
        assert self.trainer.command(elsewhere) == f"{own} --data {tmp_path}"
