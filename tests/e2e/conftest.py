from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest

from bot.cli.app import run
from tests.e2e.places import Place
from tests.unprivileged import REPOSITORY, open_folder


@pytest.fixture(scope="session")
def place(models: Path) -> Iterator[Place]:
    with open_folder() as folder, pytest.MonkeyPatch.context() as patch:
        place = Place(folder)
        copytree(REPOSITORY / "seeds", place.seeds)
        copytree(models, place.data / "models")
        for name, value in place.settings.items():
            patch.setenv(name, value)
        for _ in range(2):
            assert run(["index", "build", "--full"]) == 0
        yield place
