"""When what shapes a snapshot has changed, so that it is to be built anew."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.build.builder import Builder
from index.build.recipe import PACKAGE, code_digest, recipe
from index.domain import Polarity, Show
from index.heads.catalogue import CATALOGUE_FILE, aspect_catalogue
from index.library.library import Library
from tests.fakes import WordOverlapEncoder, make_annotator, make_builder, make_library
from tests.index.samples import SLUG, built_library

SHOW = Show("harbour", "Harbour", Path("harbour"))


def contrary_builder() -> Builder:
    """A builder whose polarity head likes what the common one dislikes."""
    annotator = make_annotator()
    network = annotator.head.network
    contrary = replace(annotator.head, network=replace(network, outer=network.outer[::-1].copy()))
    return Builder(WordOverlapEncoder(), replace(annotator, head=contrary))


def test_a_builder_with_another_head_finds_the_snapshot_stale_and_takes_no_old_feeling_over(
    tmp_path: Path,
) -> None:
    library = built_library(tmp_path, "The old story is great.")
    show = library.show(SLUG)
    other = Library(tmp_path / "seeds", tmp_path / "data", contrary_builder(), listed_for=0)
    assert library.snapshot(SLUG).records.passage(0).polarity is Polarity.POSITIVE
    assert not library.is_stale(show)
    assert other.is_stale(show)
    other.build(show)
    assert other.snapshot(SLUG).records.passage(0).polarity is Polarity.NEGATIVE
    assert not other.is_stale(show)
    assert make_library(tmp_path).is_stale(show)


def test_each_head_and_the_catalogue_tell_one_annotator_from_another(tmp_path: Path) -> None:
    own = make_annotator()
    path = tmp_path / "aspects.toml"
    path.write_text(
        CATALOGUE_FILE.read_text(encoding="utf-8").replace('"soundtrack', '"music track'), "utf-8"
    )
    biases = np.array([-9.0], np.float32)
    spoilers = replace(own.spoilers, network=replace(own.spoilers.network, outer_biases=biases))
    others = (
        contrary_builder().annotator,
        replace(own, spoilers=spoilers),
        replace(own, speaking=replace(own.speaking, aspects=("music",))),
        replace(own, aspects=aspect_catalogue(path)),
    )
    assert own.digest == make_annotator().digest
    assert len({one.digest for one in (own, *others)}) == 5


def test_the_annotator_and_the_number_of_seasons_are_part_of_it() -> None:
    own = recipe(SHOW, "digest")
    assert own == recipe(SHOW, "digest")
    assert len({own, recipe(SHOW, "another"), recipe(replace(SHOW, seasons=3), "digest")}) == 3


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the package."""
    return Path(
        shutil.copytree(PACKAGE, tmp_path / "index", ignore=shutil.ignore_patterns("__pycache__", "*.npz"))
    )


class TestTheCode:
    def test_has_one_digest_wherever_it_lies(self, package: Path) -> None:
        assert code_digest(package) == code_digest(PACKAGE)

    @pytest.mark.parametrize(
        "changed",
        [
            "language/data/en.toml",
            "language/clauses.py",
            "language/seasons/topic.py",
            "heads/data/aspects.toml",
            "heads/polarity.py",
            "reading/cut.py",
            "reading/opinions.py",
            "sources/show_folder.py",
            "build/builder.py",
            "domain.py",
        ],
    )
    def test_has_another_digest_with_another_rule(self, package: Path, changed: str) -> None:
        path = package / changed
        path.write_bytes(path.read_bytes() + b"\n# another rule\n")
        assert code_digest(package) != code_digest(PACKAGE)

    def test_has_another_digest_with_a_rule_file_more(self, package: Path) -> None:
        (package / "language" / "data" / "eo.toml").write_text("", encoding="utf-8")
        assert code_digest(package) != code_digest(PACKAGE)

    def test_is_no_page_no_bytecode_and_nothing_that_shapes_no_annotation(self, package: Path) -> None:
        (package / "heads" / "data" / "README.md").write_text("Another page.", encoding="utf-8")
        (package / "heads" / "__pycache__").mkdir()
        (package / "heads" / "__pycache__" / "polarity.cpython-311.pyc").write_bytes(b"code")
        (package / "cache.py").write_text("", encoding="utf-8")
        assert code_digest(package) == code_digest(PACKAGE)

    def test_with_another_rule_makes_a_snapshot_stale(
        self, package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        library = built_library(tmp_path, "The old story is great.")
        manifest, show = library.shelf(SLUG).manifest(), library.show(SLUG)
        rules = package / "language" / "data" / "en.toml"
        rules.write_bytes(rules.read_bytes() + b"\n# another rule\n")
        assert not make_builder().is_stale(show, manifest)
        monkeypatch.setattr("index.build.recipe.PACKAGE", package)
        assert make_builder().is_stale(show, manifest)
