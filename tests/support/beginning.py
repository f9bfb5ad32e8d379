"""What a test's database begins with: told once through the rooms' own actions, then copied for each test.

A test gets its own copy of the rows and of what is remembered about them, so no test sees what another did.
"""

from collections.abc import Awaitable, Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Generic, TypeVar

from klankbord.house.clock import Clock
from klankbord.house.database import Database
from klankbord.house.database_roles import DatabaseUrls
from klankbord.house.house import House
from klankbord.house.settings import Settings
from tests.support.cluster import Cluster
from tests.support.secrets import made_up_settings

KEYS = ("data_keys", "seal_keys", "vapid_private_key")
T = TypeVar("T")


@dataclass(frozen=True)
class Beginning(Generic[T]):
    """A database to copy, the keys its words are sealed with, when its story stopped, and what to remember of it."""

    database: str
    keys: dict[str, Any]
    moment: datetime | None
    remembered: T

    @property
    def told(self) -> T:
        """What is remembered; whoever asks may change it."""
        return deepcopy(self.remembered)


def settings_of(urls: DatabaseUrls, folder: Path, beginning: Beginning[Any] | None) -> Settings:
    """Settings of a demo on loopback, with a clock that can be moved and stands where the beginning stopped."""
    clock_file = folder / "clock"
    if beginning and beginning.moment:
        Clock(clock_file).move_to(beginning.moment)
    return made_up_settings(urls, data_dir=folder, clock_file=clock_file, **(beginning.keys if beginning else {}))


async def begin(cluster: Cluster, folder: Path, tell: Callable[[House, Database], Awaitable[T]]) -> Beginning[T]:
    """Tell it in a database of its own, and leave that: nobody may be in a database that is copied."""
    name, urls = await cluster.copy()
    settings = settings_of(urls, folder, None)
    house, owner = House.for_web(settings), Database(urls.owner, 2)
    try:
        remembered = await tell(house, owner)
    finally:
        await house.database.close()
        await owner.close()
    keys = {key: getattr(settings, key) for key in KEYS}
    return Beginning(name, keys, house.clock.now() if house.clock.offset else None, remembered)
