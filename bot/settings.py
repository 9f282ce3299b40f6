"""The environment, read once into one frozen value. Every setting is described in docs/operations.md."""

import os
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent.parent


def _each(name: str) -> dict[str, str]:
    """Return the values of `WASL_<name>_<ORG>` by organisation id."""
    prefix = f"WASL_{name}_"
    found = {
        key.removeprefix(prefix).lower(): value for key, value in os.environ.items() if key.startswith(prefix)
    }
    return {organisation: value for organisation, value in found.items() if value}


class Settings(BaseSettings):
    """Where things lie and how Wasl listens. Names in the environment begin with WASL_."""

    model_config = SettingsConfigDict(env_prefix="WASL_", frozen=True, extra="ignore")

    data: Path = Path("data")  # database, files, keys, fitted models
    database_url: str | None = None  # None = SQLite in `data`
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8080  # 0 = any free one, printed at start
    knowledge: Path = PROJECT / "knowledge"
    flows: Path = PROJECT / "flows"
    key_file: Path | None = None  # None = keys.json in `data`
    first_staff_password: SecretStr | None = None  # None = random, printed once
    frame_ancestors: str = "'self'"  # sites that may show the chat window in a frame (CSP source list)
    public_url: str | None = None  # address that people see, when it is not host and port
    log_level: str = "INFO"
    telegram_token: SecretStr | None = None  # one bot for all organisations without a token of their own
    telegram_tokens: Mapping[str, SecretStr] = Field(
        default_factory=lambda: {org: SecretStr(value) for org, value in _each("TELEGRAM_TOKEN").items()}
    )
    telegram_api: str | None = None  # a Bot API server; None = Telegram's own
    telegram_webhook_secret: SecretStr | None = None  # set = updates are posted to us, else polled for
    telegram_desk_token: SecretStr | None = None  # the staff's bot
    telegram_desk_groups: Mapping[str, str] = Field(default_factory=lambda: _each("TELEGRAM_DESK_GROUP"))
    telegram_desk_modes: Mapping[str, Literal["mirror", "notify"]] = Field(
        default_factory=lambda: _each("TELEGRAM_DESK_MODE"), validate_default=True
    )
    telegram_desk_branches: Mapping[str, Literal["mirror", "notify"]] = Field(
        default_factory=lambda: _each("TELEGRAM_DESK_BRANCHES"), validate_default=True
    )

    @model_validator(mode="after")
    def _absolute(self) -> Self:
        if not self.knowledge.is_dir():
            raise ValueError(f"WASL_KNOWLEDGE: there is no folder {self.knowledge}")
        if not self.flows.is_dir():
            raise ValueError(f"WASL_FLOWS: there is no folder {self.flows}")
        return self

    @property
    def telegram(self) -> bool:
        """Whether beneficiaries are served on Telegram."""
        return self.telegram_token is not None or bool(self.telegram_tokens)

    @property
    def database(self) -> str:
        """The database's URL."""
        return self.database_url or f"sqlite:///{(self.data / 'wasl.db').resolve()}"

    @property
    def keys(self) -> Path:
        """The file of encryption keys."""
        return self.key_file or self.data / "keys.json"

    @property
    def files(self) -> Path:
        """The folder of encrypted attachments."""
        return self.data / "files"

    @property
    def models(self) -> Path:
        """The folder of fitted models."""
        return self.data / "models"

    @property
    def loopback(self) -> bool:
        """Whether only this machine can connect."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False
