"""Settings from the environment and ``.env``, read once and passed on."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from index import PACKAGED_MODEL, EncoderKind


class Settings(BaseSettings):
    """What a host can set; each name in the environment is given beside it."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    discord_token: Annotated[SecretStr | None, Field(validation_alias="DISCORD_TOKEN")] = None
    data: Annotated[Path, Field(validation_alias="WORTHWATCH_DATA")] = Path("data")
    seeds: Annotated[Path, Field(validation_alias="WORTHWATCH_SEEDS")] = Path("seeds")
    model: Annotated[str, Field(validation_alias="WORTHWATCH_MODEL")] = PACKAGED_MODEL
    encoder: Annotated[EncoderKind, Field(validation_alias="WORTHWATCH_ENCODER")] = EncoderKind.AUTO
    reranker: Annotated[str | None, Field(validation_alias="WORTHWATCH_RERANKER")] = None
    threads: Annotated[int | None, Field(validation_alias="WORTHWATCH_THREADS", ge=1, le=256)] = None
    show: Annotated[str | None, Field(validation_alias="WORTHWATCH_SHOW")] = None
    """The host's default show: the one asked about when a question names none."""
