"""The demo as it stands on somebody's machine, for the page checks and the screenshots."""

import contextlib
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

from klankbord.house.clock import AMSTERDAM
from klankbord.house.database_roles import DatabaseUrls
from klankbord.house.house import House
from klankbord.rooms.demo.seed import seed
from tests.browser.running import Running, klankbord

MOMENT = datetime(2026, 11, 3, 10, 20, tzinfo=AMSTERDAM)  # a Tuesday, in the middle of a lesson


@contextlib.asynccontextmanager
async def a_demo(urls: DatabaseUrls, folder: Path, moment: datetime = MOMENT) -> AsyncIterator[Running]:
    """A running web process on an empty migrated database, with the demo's stories told at `moment`."""
    async with klankbord(urls, folder, with_worker=False) as running:
        running.clock.move_to(moment)
        house = House.for_web(running.settings)
        try:
            await seed(house)
        finally:
            await house.database.close()
        yield running
