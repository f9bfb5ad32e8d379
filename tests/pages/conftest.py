"""A whole demo on a Tuesday in the middle of a lesson, and one browser context for each made-up person."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Playwright

from tests.browser.demo import a_demo
from tests.browser.devices import Devices, a_browser
from tests.browser.running import Running
from tests.conftest import Cluster
from tests.pages.told import an_alarm_that_waits
from tests.pages.tour import Tour


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def demo(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    """The made-up organisation, with its stories told."""
    name, urls = await cluster.copy()
    async with a_demo(urls, tmp_path_factory.mktemp("pages")) as running:
        await an_alarm_that_waits(running)
        yield running
    await cluster.drop(name)


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def chromium() -> AsyncIterator[tuple[Playwright, Browser]]:
    """The browser of the page checks."""
    async with a_browser() as both:
        yield both


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def tour(demo: Running, chromium: tuple[Playwright, Browser]) -> AsyncIterator[Tour]:
    """Everybody walks through their pages."""
    made = Tour(demo, Devices(*chromium, demo))
    yield made
    await made.devices.put_away()
