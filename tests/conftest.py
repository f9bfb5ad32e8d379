"""One throw-away PostgreSQL for the run; a migrated copy of the database for each test that asks (30 ms)."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from httpx2 import AsyncClient
from xdist.remote import Producer  # type: ignore[import-untyped]

from klankbord.house.clock import Clock
from klankbord.house.database import Database
from klankbord.house.database_roles import DatabaseUrls, make_passwords
from klankbord.house.embedded_postgres import EmbeddedPostgres
from klankbord.house.house import House
from klankbord.house.settings import Settings
from klankbord.rooms.people import actions as people
from tests.support.beginning import Beginning, settings_of
from tests.support.by_folder import ByFolder
from tests.support.client import a_browser_at, come_in
from tests.support.cluster import TEMPLATE, Cluster
from tests.support.compiled import share_compiled

ROOM = 8 * 1024**3  # bytes; two at a time held 0.6 GB in a part of the tests, and each of three logs may grow to 2 GB


share_compiled()


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFolder | None:
    """What `--dist loadscope` keeps together is a folder; other ways of dividing are as they were."""
    return ByFolder(config, log) if config.getoption("dist") == "loadscope" else None


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
        made = Cluster(postgres, make_passwords())
        asyncio.run(made.prepare())
        yield made
    finally:
        postgres.stop()
        shutil.rmtree(state, ignore_errors=True)


@pytest_asyncio.fixture(scope="session")
async def copies(cluster: Cluster) -> AsyncIterator[Cluster]:
    """The same, with one way in for all copies of the run."""
    async with cluster.stay_inside():
        yield cluster


@pytest.fixture
def beginning() -> Beginning[Any] | None:
    """What the test's database begins with: nothing, unless a folder of tests has told something once."""
    return None


@pytest_asyncio.fixture
async def database(copies: Cluster, beginning: Beginning[Any] | None) -> AsyncIterator[DatabaseUrls]:
    """Addresses (owner, web, worker) of a fresh migrated database."""
    name, urls = await copies.copy(beginning.database if beginning else TEMPLATE)
    yield urls
    await copies.drop(name)


@pytest.fixture
def settings(database: DatabaseUrls, tmp_path: Path, beginning: Beginning[Any] | None) -> Settings:
    """Settings of a demo on loopback, with a clock that can be moved."""
    return settings_of(database, tmp_path, beginning)


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
    async with a_browser_at(house) as browser:
        yield browser


SignIn = Callable[[UUID, UUID], Awaitable[people.SignedIn]]


@pytest.fixture
def sign_in(house: House, client: AsyncClient) -> SignIn:
    """`await sign_in(organisation_id, person_id)`: the client is that person from now on."""

    async def enter(organisation_id: UUID, person_id: UUID) -> people.SignedIn:
        return await come_in(house, client, organisation_id, person_id)

    return enter
