from pathlib import Path

import pytest

from bot.app.settings import Settings, read_settings
from bot.errors import SettingsError
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
    with pytest.raises(SettingsError, match="the setting WORTHWATCH_THREADS is wrong: Input should be"):
        read_settings()


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_dot_env_file_may_begin_with_a_byte_order_mark(empty_place: Path, line_end: str) -> None:
    text = f"WORTHWATCH_SHOW='missions'  # a comment{line_end}export WORTHWATCH_THREADS=2{line_end}"
    (empty_place / ".env").write_bytes(text.encode("utf-8-sig"))
    settings = read_settings()
    assert (settings.show, settings.threads) == ("missions", 2)


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_a_dot_env_file_in_another_encoding_is_told_to_be_saved_as_utf_8(
    empty_place: Path, encoding: str
) -> None:
    (empty_place / ".env").write_bytes("WORTHWATCH_SHOW=Dämmerung\n".encode(encoding))
    with pytest.raises(SettingsError, match=r"^\.env isn't UTF-8: save it as UTF-8$"):
        read_settings()


@pytest.mark.parametrize("name", ["WORTHWATCH_DATA", "WORTHWATCH_SEEDS"])
def test_a_tilde_in_a_path_is_the_home_folder(
    empty_place: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("HOME", "/home/mara")
    monkeypatch.setenv("USERPROFILE", "/home/mara")

    def read() -> Path:
        settings = read_settings()
        return settings.data if name == "WORTHWATCH_DATA" else settings.seeds

    (empty_place / ".env").write_text(f"{name}=~/kept\n", encoding="utf-8")
    assert read() == Path("/home/mara/kept")
    monkeypatch.setenv(name, "~/elsewhere")
    assert read() == Path("/home/mara/elsewhere")


def test_a_tilde_of_nobody_names_its_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORTHWATCH_SEEDS", "~nobody-of-this-name/kept")
    with pytest.raises(SettingsError, match="the setting WORTHWATCH_SEEDS is wrong: ~nobody-of-this-name"):
        read_settings()


def test_a_data_folder_whose_name_is_no_utf_8_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORTHWATCH_DATA", "d\udce4ta")  # as Python reads the byte E4
    with pytest.raises(SettingsError, match="WORTHWATCH_DATA is wrong: the path isn't UTF-8"):
        read_settings()


def test_the_token_is_not_shown_with_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "aaa.bbb.ccc")
    assert "aaa.bbb.ccc" not in repr(Settings())


def test_the_example_file_sets_nothing_but_defaults() -> None:
    example = Path(__file__).parents[3] / ".env.example"
    assert Settings(_env_file=example) == Settings(_env_file=None)
    assert all(name in example.read_text(encoding="utf-8") for name in NAMES)


def test_a_model_s_folder_may_lie_at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("WORTHWATCH_MODEL", "~/model")
    monkeypatch.setenv("WORTHWATCH_RERANKER", "owner/model")
    settings = read_settings()
    assert (settings.model, settings.reranker) == (str(tmp_path / "model"), "owner/model")
