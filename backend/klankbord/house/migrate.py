"""Bring the database to the newest migration; several starters at once wait for each other."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from klankbord.house.database import async_url
from klankbord.house.newest_migration import MIGRATIONS

LOCK = 0x6B6C616E6B  # 'klank'


async def migrate(owner_url: str, to: str = "head") -> None:
    """Upgrade to the newest revision (or `to`) as the owner, in one transaction under an advisory lock."""
    engine = create_async_engine(async_url(owner_url))
    try:
        async with engine.begin() as connection:
            await connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            await connection.run_sync(_upgrade, to)
    finally:
        await engine.dispose()


def _upgrade(connection: Connection, to: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
