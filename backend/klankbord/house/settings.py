"""One typed Settings. Nothing else reads the environment; a secret has no default."""

from functools import cached_property
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from klankbord.house.loopback import is_loopback


class Settings(BaseSettings):
    """What differs per machine. Every field is explained in deploy/env.example."""

    model_config = SettingsConfigDict(env_file=None, extra="ignore", frozen=True, hide_input_in_errors=True)

    host: str = "127.0.0.1"
    port: int = 8000
    data_dir: Path = Path(".data")
    public_url: str = ""
    database_url: SecretStr
    web_database_url: SecretStr
    worker_database_url: SecretStr
    pool_size: int = 8
    data_keys: SecretStr
    seal_keys: SecretStr
    vapid_private_key: SecretStr
    vapid_subject: str
    push_hosts: str = ""
    smtp_url: SecretStr = SecretStr("")
    mail_from: str = ""
    demo: bool = False
    clock_file: Path | None = None

    @model_validator(mode="after")
    def _a_demo_stays_at_home(self) -> Self:
        if self.demo and not is_loopback(self.host):
            raise ValueError("DEMO=1 works on a loopback address only, because anyone who reaches it can be anyone")
        if self.clock_file and not self.demo:
            raise ValueError("CLOCK_FILE moves time and works with DEMO=1 only")
        if not self.demo and urlsplit(self.address).scheme != "https":
            raise ValueError("PUBLIC_URL must start with https:// (only a demo on this machine may do without)")
        return self

    @model_validator(mode="after")
    def _mail_has_a_server_and_a_sender(self) -> Self:
        given = self.smtp_url.get_secret_value()
        url = urlsplit(given)
        if given and (url.scheme not in ("smtp", "smtps") or not url.hostname):
            raise ValueError("SMTP_URL must be smtp://host or smtps://host, with a user and a password if needed")
        if given and "@" not in self.mail_from:
            raise ValueError("MAIL_FROM must be a mail address when SMTP_URL is set")
        return self

    @cached_property
    def address(self) -> str:
        """Where people find the app, without a closing slash."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return (self.public_url or f"http://{host}:{self.port}").rstrip("/")

    @property
    def secure(self) -> bool:
        """Whether cookies may and must be `Secure` with the `__Host-` prefix."""
        return self.address.startswith("https://")
