import sys
from pathlib import Path
from shutil import copyfile, copytree

import pytest

from tests.docs.place import Place
from tests.unprivileged import REPOSITORY


@pytest.fixture(scope="session")
def place(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = Place(tmp_path_factory.mktemp("typed"))
    copytree(REPOSITORY / "seeds", place.folder / "seeds")
    copytree(models, place.folder / "data" / "models")
    for name in (".env.example", "requirements-serve.txt", "pyproject.toml"):
        copyfile(REPOSITORY / name, place.folder / name)
    (place.folder / "evals").symlink_to(REPOSITORY / "evals")
    command = place.folder / ".venv" / "bin" / "worthwatch"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bot "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    assert place.run(".venv/bin/worthwatch index build").returncode == 0
    return place
