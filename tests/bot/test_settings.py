from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import Settings
from index import PACKAGED_MODEL

NAMES = (
    "DISCORD_TOKEN",
    "WORTHWATCH_DATA",
    "WORTHWATCH_SEEDS",
    "WORTHWATCH_MODEL",
    "WORTHWATCH_THREADS",
    "WORTHWATCH_SHOW",
)


@pytest.fixture(autouse=True)
def empty_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Read the settings from an empty folder and a bare environment."""
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_without_settings_the_defaults_hold() -> None:
    settings = Settings()
    assert (settings.data, settings.seeds, settings.model) == (Path("data"), Path("seeds"), PACKAGED_MODEL)
    assert (settings.discord_token, settings.threads, settings.show) == (None, None, None)


def test_settings_are_read_from_the_dot_env_file(empty_place: Path) -> None:
    (empty_place / ".env").write_text(
        '# a comment\nDISCORD_TOKEN="a.b.c"\nexport WORTHWATCH_DATA=./elsewhere # kept there\n'
        "WORTHWATCH_THREADS=2\nWORTHWATCH_SHOW=\nSOMETHING_ELSE=1\n",
        encoding="utf-8",
    )
    settings = Settings()
    assert settings.discord_token
    assert settings.discord_token.get_secret_value() == "a.b.c"
    assert (settings.data, settings.threads, settings.show) == (Path("elsewhere"), 2, None)


def test_the_environment_goes_before_the_file(empty_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (empty_place / ".env").write_text("WORTHWATCH_SEEDS=from-file\n", encoding="utf-8")
    monkeypatch.setenv("WORTHWATCH_SEEDS", "from-environment")
    assert Settings().seeds == Path("from-environment")


def test_an_empty_setting_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORTHWATCH_DATA", "")
    monkeypatch.setenv("DISCORD_TOKEN", "")
    assert (Settings().data, Settings().discord_token) == (Path("data"), None)


@pytest.mark.parametrize("value", ["none", "0", "-1", "1.5"])
def test_a_wrong_number_of_threads_is_refused_by_its_name(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORTHWATCH_THREADS", value)
    with pytest.raises(ValidationError, match="WORTHWATCH_THREADS"):
        Settings()


def test_the_token_is_not_shown_with_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "aaa.bbb.ccc")
    assert "aaa.bbb.ccc" not in repr(Settings())


def test_the_example_file_sets_nothing_but_defaults() -> None:
    example = Path(__file__).parents[2] / ".env.example"
    assert Settings(_env_file=example) == Settings(_env_file=None)
    assert all(name in example.read_text(encoding="utf-8") for name in NAMES)
