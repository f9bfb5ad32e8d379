"""What the person who starts us asked for, read from the environment; the rest of the app gets a typed Settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from klankbord.house.cannot_start import CannotStart
from klankbord.house.loopback import is_loopback


@dataclass(frozen=True, repr=False)
class Wishes:
    """HOST, PORT, DATA_DIR and the others; addresses of databases hold passwords, so never printed."""

    host: str
    port: int
    data_dir: Path
    demo: bool
    database_url: str | None
    web_database_url: str | None
    worker_database_url: str | None


def read_wishes(environment: Mapping[str, str]) -> Wishes:
    """Raises CannotStart for what cannot be meant. An empty value counts as not given."""
    given = {name: value for name, value in environment.items() if value}
    host = given.get("HOST", "127.0.0.1")
    return Wishes(
        host=host,
        port=_port(given.get("PORT", "8000")),
        data_dir=data_dir_of(given),
        demo=_demo(given, host),
        database_url=database_of(given, "DATABASE_URL"),
        web_database_url=database_of(given, "WEB_DATABASE_URL"),
        worker_database_url=database_of(given, "WORKER_DATABASE_URL"),
    )


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise CannotStart(f"PORT is {text!r}; it must be a number from 0 to 65535 (0: any free port).")
    return int(text)


def _demo(given: Mapping[str, str], host: str) -> bool:
    public_host = urlsplit(given.get("PUBLIC_URL", "")).hostname or "localhost"
    at_home = is_loopback(host) and is_loopback(public_host)
    wanted = given.get("DEMO", "1").lower() not in ("0", "false", "no", "off")
    if wanted and not at_home:
        raise CannotStart(
            "The demo lets anyone be anyone, so it runs on a loopback address only: leave HOST at 127.0.0.1 "
            "(and PUBLIC_URL empty), or set DEMO=0 for a real organisation."
        )
    if not wanted:
        _real(given)
    return wanted


def _real(given: Mapping[str, str]) -> None:
    if not given.get("PUBLIC_URL", "").startswith("https://"):
        raise CannotStart("Without the demo, PUBLIC_URL must say where people find Klankbord, starting with https://.")
    if not given.get("VAPID_SUBJECT", "").startswith(("mailto:", "https://")):
        raise CannotStart(
            "Without the demo, VAPID_SUBJECT must be your address for push services, such as mailto:you@your-school.nl."
        )


def data_dir_of(environment: Mapping[str, str]) -> Path:
    """DATA_DIR as an absolute path."""
    return Path(environment.get("DATA_DIR") or ".data").expanduser().absolute()


def database_of(environment: Mapping[str, str], name: str) -> str | None:
    """The address in this variable. Raises CannotStart when it is none."""
    url = environment.get(name)
    if url and urlsplit(url).scheme not in ("postgresql", "postgres"):
        raise CannotStart(f"{name} must start with postgresql:// (deploy/README.md shows one).")
    return url and url.replace("postgres://", "postgresql://", 1)
