"""When PostgreSQL committed what: by the clock of the machine, which no storm moves, and kept through kill -9."""

import asyncio
import signal

import asyncpg

from klankbord.house.embedded_postgres import EmbeddedPostgres

STOPS_WITHIN = 20.0  # seconds


async def keep_commit_times(postgres: EmbeddedPostgres) -> None:
    """From now on each commit is stamped. It takes a restart, so before anybody uses it."""
    connection = await asyncpg.connect(postgres.url("postgres"))
    try:
        await connection.execute("alter system set track_commit_timestamp = on")
    finally:
        await connection.close()
    if postgres.process:
        postgres.process.send_signal(signal.SIGINT)
        await asyncio.to_thread(postgres.process.wait, STOPS_WITHIN)
    await asyncio.to_thread(postgres.restart)
