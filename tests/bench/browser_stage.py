"""What the instruments with a browser look at: the demo, as real processes on a PostgreSQL of its own that syncs."""

import asyncio
import contextlib
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from klankbord.house.database_roles import DatabaseUrls, make_passwords, prepare_database
from klankbord.house.embedded_postgres import EmbeddedPostgres
from klankbord.house.migrate import migrate
from tests.browser.demo import a_demo
from tests.browser.running import Running
from tests.support.rows import rows


@dataclass(frozen=True)
class Stage:
    """The running demo, and a folder that leaves with it."""

    running: Running
    folder: Path

    async def person(self, first_name: str) -> UUID:
        """The id of a made-up person."""
        (found,) = await rows(self.running.owner, "select id from people where first_name = :n", n=first_name)
        return UUID(str(found.id))


@contextlib.contextmanager
def a_folder() -> Iterator[Path]:
    """A temporary folder that PostgreSQL's own user may walk through."""
    folder = Path(tempfile.mkdtemp(prefix="klankbord-bench-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.asynccontextmanager
async def a_database(folder: Path) -> AsyncIterator[DatabaseUrls]:
    """A migrated, empty database on a server of its own that waits for the disk."""
    postgres = EmbeddedPostgres(folder / "postgres")
    await asyncio.to_thread(postgres.start)
    try:
        urls = await prepare_database(postgres.url("postgres"), "klankbord", make_passwords())
        await migrate(urls.owner)
        yield urls
    finally:
        await asyncio.to_thread(postgres.stop)


@contextlib.asynccontextmanager
async def a_stage() -> AsyncIterator[Stage]:
    """A lesson day in the demo."""
    with a_folder() as folder:
        async with a_database(folder) as urls, a_demo(urls, folder) as running:
            yield Stage(running, folder)
