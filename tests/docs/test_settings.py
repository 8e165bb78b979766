"""The settings that the documentation names are the settings that there are."""

import re

import pytest

from bot.app.settings import Settings
from tests.docs.pages import pages
from tests.unprivileged import REPOSITORY

REAL = {str(field.validation_alias) for field in Settings.model_fields.values()}
EXAMPLE = ".env.example"
_NAME = re.compile(r"\b(?:WORTHWATCH|DISCORD)_[A-Z_]+")


def _named(page: str) -> set[str]:
    return set(_NAME.findall((REPOSITORY / page).read_text(encoding="utf-8")))


@pytest.mark.parametrize("page", pages())
def test_a_page_names_no_setting_that_there_is_not(page: str) -> None:
    assert _named(page) <= REAL


def test_the_example_has_every_setting_and_no_other() -> None:
    lines = (REPOSITORY / EXAMPLE).read_text(encoding="utf-8").splitlines()
    names = [line.removeprefix("#").partition("=")[0] for line in lines if "=" in line]
    assert sorted(names) == sorted(REAL)
    assert _named(EXAMPLE) == REAL
