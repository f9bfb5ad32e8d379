"""The house: what a process keeps from start to stop, handed to whoever needs it."""

from dataclasses import dataclass

from klankbord.house.clock import Clock
from klankbord.house.crypto import KeyRing
from klankbord.house.database import Database
from klankbord.house.seals import SealKeys
from klankbord.house.settings import Settings


@dataclass(frozen=True)
class House:
    """Settings, clock, keys, and one way into the database (as web or as worker)."""

    settings: Settings
    clock: Clock
    database: Database
    keys: KeyRing
    seals: SealKeys

    @classmethod
    def for_web(cls, settings: Settings) -> "House":
        """The house of a web process: its database role is klankbord_web."""
        return cls._build(settings, settings.web_database_url.get_secret_value())

    @classmethod
    def for_worker(cls, settings: Settings) -> "House":
        """The house of a worker process: its database role is klankbord_worker."""
        return cls._build(settings, settings.worker_database_url.get_secret_value())

    @classmethod
    def _build(cls, settings: Settings, url: str) -> "House":
        return cls(
            settings=settings,
            clock=Clock(settings.clock_file),
            database=Database(url, settings.pool_size),
            keys=KeyRing.from_text(settings.data_keys.get_secret_value()),
            seals=SealKeys.from_text(settings.seal_keys.get_secret_value()),
        )
