"""Make the demo, once: the world as the owner of the database, the stories as the people in it."""

import asyncio

from sqlalchemy import text

from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.house.settings import Settings
from klankbord.rooms.demo.stories import tell_stories
from klankbord.rooms.demo.world import make_world

WIPE = text(
    """do $$ begin execute (select 'truncate ' || string_agg(format('%I', tablename), ', ') || ' cascade'
         from pg_tables where schemaname = 'public'
          and tablename not in ('alembic_version', 'worker_heartbeats') and tablename not like 'pgqueuer%'); end $$"""
)


async def seed(house: House) -> None:
    """Begin anew: whatever a broken seed or an earlier try left is wiped first. Only ever called in a demo."""
    if not house.settings.demo:
        raise RuntimeError("the made-up organisation belongs in a demo only")
    owner = Database(house.settings.database_url.get_secret_value(), 1)
    now = house.clock.now()
    try:
        async with owner.transaction() as db:
            await (await db.connection()).execute(WIPE)
            world = await make_world(db, now)
    finally:
        await owner.close()
    await tell_stories(house, world, now)


async def _seed_from_environment() -> None:
    house = House.for_web(Settings())
    try:
        await seed(house)
    finally:
        await house.database.close()


def main() -> None:
    """The console command `klankbord seed`."""
    asyncio.run(_seed_from_environment())
