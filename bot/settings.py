"""The environment, read once into one frozen value. Every setting is described in docs/operations.md."""

from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent.parent


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

    @model_validator(mode="after")
    def _absolute(self) -> Self:
        if not self.knowledge.is_dir():
            raise ValueError(f"WASL_KNOWLEDGE: there is no folder {self.knowledge}")
        if not self.flows.is_dir():
            raise ValueError(f"WASL_FLOWS: there is no folder {self.flows}")
        return self

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
