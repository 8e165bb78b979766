"""The first build, which exports the model, where that can't be written."""

import subprocess
from pathlib import Path

import pytest

from tests.unprivileged import REPOSITORY, files_in, open_folder, read_only, run_unprivileged

pytestmark = pytest.mark.model

BUILD = """
import sys
from bot.cli.app import run
drop()
sys.exit(run(["index", "build"]))
"""
IN_FULL = """
import resource, sys
from bot.cli.app import run
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000_000, resource.RLIM_INFINITY))  # stands for a full disk
sys.exit(run(["index", "build"]))
"""


def build(code: str, data: Path) -> subprocess.CompletedProcess[str]:
    return run_unprivileged(code, WORTHWATCH_DATA=str(data), WORTHWATCH_SEEDS=str(REPOSITORY / "seeds"))


def assert_told(done: subprocess.CompletedProcess[str], folder: Path) -> None:
    """The command failed with one line that says that this can't be written."""
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert line.startswith(f"worthwatch: {folder} can't be written (")
    assert line.endswith("): is there room, and permission to write?")


def test_on_a_read_only_disk_is_told_in_one_line() -> None:
    with open_folder() as folder, read_only(folder):
        assert_told(build(BUILD, folder), folder / "models")
        assert files_in(folder) == set()


def test_on_a_full_disk_is_told_in_one_line_and_will_be_tried_again(tmp_path: Path) -> None:
    assert_told(build(IN_FULL, tmp_path), tmp_path / "models")
    assert files_in(tmp_path) <= {tmp_path / "models", tmp_path / "models" / "export.lock"}
