"""`klankbord migrate`: for deployments, where the parent is not there to do it."""

import asyncio
import os

import asyncpg

from klankbord.house.cannot_start import CannotStart
from klankbord.house.database_roles import WEB, WORKER
from klankbord.house.embedded_postgres import EmbeddedPostgres
from klankbord.house.migrate import migrate
from klankbord.start.data_folder import open_data_folder
from klankbord.start.database import urls_of_embedded
from klankbord.start.secret_file import role_passwords, secrets_of
from klankbord.start.wishes import data_dir_of, database_of


def migrate_wished() -> None:
    """Migrate the database in DATABASE_URL, or else the embedded one. Raises CannotStart."""
    if url := database_of(os.environ, "DATABASE_URL"):
        asyncio.run(_migrate_given(url))
    else:
        _migrate_embedded()


async def _migrate_given(owner_url: str) -> None:
    connection = await asyncpg.connect(owner_url)
    try:
        found = await connection.fetchval("select count(*) from pg_roles where rolname = any($1)", [WEB, WORKER])
    finally:
        await connection.close()
    if found != 2:
        raise CannotStart(f"Create the database roles {WEB} and {WORKER} first (deploy/README.md shows how).")
    await migrate(owner_url)


def _migrate_embedded() -> None:
    data_dir = data_dir_of(os.environ)
    open_data_folder(data_dir)
    passwords = role_passwords(secrets_of(data_dir))
    server = EmbeddedPostgres(data_dir / "postgres")
    try:
        server.start()
        asyncio.run(migrate(urls_of_embedded(server, passwords).owner))
    finally:
        server.stop()
