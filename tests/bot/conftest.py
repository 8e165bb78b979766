"""Shared between the bot's tests: one indexed show, which they only read."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bot.answering.base import Answerer
from index import Library
from tests.bot.fakes import built_library, make_answerer

# A busy machine is no failure: only what is wrong is, not what is slow.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return built_library(tmp_path_factory.mktemp("harbour"))


@pytest.fixture
def answerer(harbour: Library) -> Answerer:
    return make_answerer(harbour)


@pytest.fixture
def own_library(tmp_path: Path) -> Library:
    """The same show in a library that a test may change."""
    return built_library(tmp_path)


@pytest.fixture
def root_handlers() -> Iterator[None]:
    """Put the root logger back as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
