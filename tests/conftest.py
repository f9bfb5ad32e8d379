"""One throw-away PostgreSQL for the run; a migrated copy of the database for each test that asks (30 ms)."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio
from httpx2 import ASGITransport, AsyncClient

from klankbord.app import create_app
from klankbord.house.clock import Clock
from klankbord.house.database import Database
from klankbord.house.database_roles import DatabaseUrls, RolePasswords, make_passwords, prepare_database, url_for
from klankbord.house.door import session_cookie
from klankbord.house.embedded_postgres import EmbeddedPostgres
from klankbord.house.house import House
from klankbord.house.migrate import migrate
from klankbord.house.settings import Settings
from klankbord.rooms.people import actions as people
from tests.support.secrets import made_up_settings

TEMPLATE = "klankbord_template"
ROOM = 6 * 1024**3  # bytes; two at a time held 0.6 GB in a part of the tests, and each log may grow to 2 GB


class Cluster:
    """The run's PostgreSQL and how to get a fresh database from it."""

    def __init__(self, postgres: EmbeddedPostgres, passwords: RolePasswords) -> None:
        self.postgres = postgres
        self.passwords = passwords
        self.made = 0

    @property
    def admin_url(self) -> str:
        return self.postgres.url("postgres")

    async def copy(self) -> tuple[str, DatabaseUrls]:
        """(name, addresses) of a migrated database of one's own."""
        self.made += 1
        name = f"test_{self.made}"
        admin = await asyncpg.connect(self.admin_url)
        try:
            await admin.execute(f"create database {name} template {TEMPLATE} owner klankbord_owner strategy file_copy")
        finally:
            await admin.close()
        roles = ("klankbord_owner", self.passwords.owner), ("klankbord_web", self.passwords.web)
        owner, web = (url_for(self.admin_url, role, password, name) for role, password in roles)
        return name, DatabaseUrls(owner, web, url_for(web, "klankbord_worker", self.passwords.worker, name))

    async def drop(self, name: str) -> None:
        admin = await asyncpg.connect(self.admin_url)
        try:
            await admin.execute(f"drop database {name} with (force)")
        finally:
            await admin.close()


def in_memory() -> Path | None:
    """Where files never meet a disk, if this machine has such a place with room: copying a database is quicker."""
    memory = Path("/dev/shm")  # noqa: S108 - mkdtemp makes a folder of our own in it
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM
    return memory if roomy else None


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL that lives as long as the run, with one migrated template."""
    state = Path(tempfile.mkdtemp(prefix="klankbord-test-", dir=in_memory()))
    postgres = EmbeddedPostgres(state, durable=False)
    postgres.start()
    try:
        passwords = make_passwords()
        made = asyncio.run(_prepare(postgres.url("postgres"), passwords))
        asyncio.run(migrate(made.owner))
        yield Cluster(postgres, passwords)
    finally:
        postgres.stop()
        shutil.rmtree(state, ignore_errors=True)


async def _prepare(admin_url: str, passwords: RolePasswords) -> DatabaseUrls:
    return await prepare_database(admin_url, TEMPLATE, passwords)


@pytest_asyncio.fixture
async def database(cluster: Cluster) -> AsyncIterator[DatabaseUrls]:
    """Addresses (owner, web, worker) of a fresh migrated database."""
    name, urls = await cluster.copy()
    yield urls
    await cluster.drop(name)


@pytest.fixture
def settings(database: DatabaseUrls, tmp_path: Path) -> Settings:
    """Settings of a demo on loopback, with a clock that can be moved."""
    return made_up_settings(database, data_dir=tmp_path, clock_file=tmp_path / "clock")


@pytest_asyncio.fixture
async def house(settings: Settings) -> AsyncIterator[House]:
    """The house of a web process."""
    made = House.for_web(settings)
    yield made
    await made.database.close()


@pytest_asyncio.fixture
async def worker_house(settings: Settings) -> AsyncIterator[House]:
    """The house of a worker process, on the same clock."""
    made = House.for_worker(settings)
    yield made
    await made.database.close()


@pytest_asyncio.fixture
async def owner(database: DatabaseUrls) -> AsyncIterator[Database]:
    """The owner's way in: sees every row, for arranging and for checking from outside."""
    made = Database(database.owner, 2)
    yield made
    await made.close()


@pytest.fixture
def clock(house: House) -> Clock:
    """The house's clock; `move_to` moves it for web and worker."""
    return house.clock


@pytest_asyncio.fixture
async def client(house: House) -> AsyncIterator[AsyncClient]:
    """A browser without eyes: asks the app itself, as a page of the same origin would."""
    app = create_app(house.settings, house)
    headers = {"sec-fetch-site": "same-origin"}
    transport = ASGITransport(app=app, client=("127.0.0.1", 1))
    async with AsyncClient(transport=transport, base_url=house.settings.address, headers=headers) as browser:
        yield browser


SignIn = Callable[[UUID, UUID], Awaitable[people.SignedIn]]


@pytest.fixture
def sign_in(house: House, client: AsyncClient) -> SignIn:
    """`await sign_in(organisation_id, person_id)`: the client is that person from now on."""

    async def enter(organisation_id: UUID, person_id: UUID) -> people.SignedIn:
        async with house.database.transaction() as db:
            tokens = await people.sign_in(db, organisation_id, person_id, house.clock.now())
        client.cookies.clear()
        client.cookies.set(session_cookie(house), tokens.session_token)
        client.cookies.set("klankbord_add", tokens.add_token)
        return tokens

    return enter
