"""One Klankbord for all journeys, with a new organisation for each; devices are put away after it."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Playwright

from klankbord.house.clock import AMSTERDAM
from klankbord.house.house import House
from tests.browser.devices import Devices, a_browser
from tests.browser.running import Running, klankbord
from tests.conftest import Cluster
from tests.factories import World, an_organisation
from tests.support.story import Story

IN_THE_LESSON = datetime(2026, 11, 2, 10, 30, tzinfo=AMSTERDAM)  # a Monday; Strijkers 6B has its lesson


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def everything(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    """Web, worker, push service and line, as long as the run."""
    name, urls = await cluster.copy()
    async with klankbord(urls, tmp_path_factory.mktemp("journeys")) as running:
        yield running
    await cluster.drop(name)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[tuple[Playwright, Browser]]:
    """The browser of the run."""
    async with a_browser() as both:
        yield both


@pytest.fixture
def running(everything: Running) -> Running:
    """The same Klankbord with a clean line, on a Monday in the middle of the lesson."""
    everything.proxy.forget()
    everything.push.refused.clear()
    everything.clock.move_to(IN_THE_LESSON)
    return everything


@pytest_asyncio.fixture
async def world(running: Running) -> World:
    """An organisation nobody else looks at."""
    return await an_organisation(running.owner)


@pytest_asyncio.fixture
async def devices(running: Running, chromium: tuple[Playwright, Browser]) -> AsyncIterator[Devices]:
    """`await devices.make()`: a device; none survives the test."""
    made = Devices(*chromium, running)
    yield made
    await made.put_away()


@pytest_asyncio.fixture
async def story(running: Running, world: World) -> AsyncIterator[Story]:
    """What happened before: told through the rooms' own actions, at the clock of the running app."""
    house = House.for_web(running.settings)
    yield Story(house, world)
    await house.database.close()
