"""Settings from the environment and ``.env``, read once and passed on."""

import sys
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError
from index import PACKAGED_MODEL, EncoderKind

_DOT_ENV = ".env"


def _at_home(path: Path) -> Path:
    """Return the path with ``~`` as the folder that it stands for."""
    try:
        return path.expanduser()
    except RuntimeError as error:  # neither HOME nor the system knows one
        raise ValueError(f"{path}: {error}") from error


def _folder_at_home(model: str) -> str:
    """Return a model's name, or where it names a folder by ``~`` that folder."""
    return str(_at_home(Path(model))) if model.startswith("~") else model


def _in_utf8(path: Path) -> Path:
    """Return the path, which the libraries that read indexes take in UTF-8 alone."""
    try:
        str(path).encode()
    except UnicodeEncodeError as error:
        encoding = sys.getfilesystemencoding()
        raise ValueError(
            f"the path isn't UTF-8 as this locale reads it ({encoding}): rename it, or set PYTHONUTF8=1"
        ) from error
    return path


class Settings(BaseSettings):
    """What a host can set; each name in the environment is given beside it."""

    model_config = SettingsConfigDict(
        env_file=_DOT_ENV, env_file_encoding="utf-8-sig", env_ignore_empty=True, extra="ignore", frozen=True
    )

    discord_token: Annotated[SecretStr | None, Field(validation_alias="DISCORD_TOKEN")] = None
    data: Annotated[
        Path, Field(validation_alias="WORTHWATCH_DATA"), AfterValidator(_at_home), AfterValidator(_in_utf8)
    ] = Path("data")
    seeds: Annotated[Path, Field(validation_alias="WORTHWATCH_SEEDS"), AfterValidator(_at_home)] = Path(
        "seeds"
    )
    model: Annotated[str, Field(validation_alias="WORTHWATCH_MODEL"), AfterValidator(_folder_at_home)] = (
        PACKAGED_MODEL
    )
    encoder: Annotated[EncoderKind, Field(validation_alias="WORTHWATCH_ENCODER")] = EncoderKind.AUTO
    reranker: Annotated[
        Annotated[str, AfterValidator(_folder_at_home)] | None, Field(validation_alias="WORTHWATCH_RERANKER")
    ] = None
    threads: Annotated[int | None, Field(validation_alias="WORTHWATCH_THREADS", ge=1, le=256)] = None
    show: Annotated[str | None, Field(validation_alias="WORTHWATCH_SHOW")] = None
    """The host's default show: the one asked about when a question names none."""


def read_settings() -> Settings:
    """Return the settings; raises SettingsError naming the one that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        problem = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"the setting {name} is wrong: {problem}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{_DOT_ENV} isn't UTF-8: save it as UTF-8") from error
    except PermissionError as error:
        raise SettingsError(f"{_DOT_ENV} can't be read: has this user permission to read it?") from error
