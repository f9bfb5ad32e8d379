"""`make screenshots`: all screens of the demo in three sizes, light and dark, and the pictures of README.md."""

import asyncio
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Literal

from playwright.async_api import FloatRect, Page

from klankbord.house.database_roles import DatabaseUrls, make_passwords, prepare_database
from klankbord.house.embedded_postgres import EmbeddedPostgres
from klankbord.house.migrate import migrate
from tests.browser.demo import a_demo
from tests.browser.devices import LAPTOP, PHONE, TABLET, Devices, a_browser
from tests.browser.running import Running
from tests.pages.moments import MOMENTS
from tests.pages.told import an_alarm_that_waits
from tests.pages.tour import Tour
from tests.pages.visits import VISITS

HOME = Path(__file__).parents[1]
ALL = HOME / "build/screenshots"
README = HOME / "web/images/readme"
SIZES = {"phone": PHONE, "tablet": TABLET, "laptop": LAPTOP}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# What README.md shows, by (name of the screen, size, scheme), and how much of it from the top: pictures stay light.
SHOWN = {
    ("write-chosen", "phone", "light"): 844,
    ("write-saved", "phone", "light"): 844,
    ("today", "phone", "light"): 844,
    ("today", "phone", "dark"): 844,
    ("case-social-worker", "tablet", "light"): 780,
}


async def main() -> None:
    """Make them all anew."""
    for folder in (ALL, README):
        shutil.rmtree(folder, ignore_errors=True)
    state = Path(tempfile.mkdtemp(prefix="klankbord-screenshots-"))
    postgres = EmbeddedPostgres(state / "postgres", durable=False)
    await asyncio.to_thread(postgres.start)
    try:
        async with a_demo(await an_empty_database(postgres), state) as running:
            await an_alarm_that_waits(running)
            await take_all(running)
    finally:
        postgres.stop()
        shutil.rmtree(state, ignore_errors=True)
    sys.stdout.write(f"{sum(1 for _ in ALL.rglob('*.png'))} pictures in {ALL.relative_to(HOME)}\n")


async def an_empty_database(postgres: EmbeddedPostgres) -> DatabaseUrls:
    """Migrated, with nobody in it."""
    urls = await prepare_database(postgres.url("postgres"), "klankbord", make_passwords())
    await migrate(urls.owner)
    return urls


async def take_all(running: Running) -> None:
    """Every size with devices of its own."""
    async with a_browser() as (playwright, browser):
        for name, size in SIZES.items():
            tour = Tour(running, Devices(playwright, browser, running), size)
            await take(tour, name)
            await tour.devices.put_away()


async def take(tour: Tour, size: str) -> None:
    """Every visit and every moment, light and dark."""
    for visit in VISITS:
        device = await tour.open(visit)
        await shoot(device.page, size, visit.name)
    for name, moment in MOMENTS.items():
        device = await moment(tour)
        await shoot(device.page, size, name)


async def shoot(page: Page, size: str, name: str) -> None:
    """One screen as it stands now."""
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        await page.screenshot(path=ALL / size / scheme / f"{name}.png", animations="disabled", caret="initial")
        if height := SHOWN.get((name, size, scheme)):
            clip: FloatRect = {"x": 0, "y": 0, "width": SIZES[size]["width"], "height": height}
            await page.screenshot(path=README / f"{name}-{size}-{scheme}.png", animations="disabled", clip=clip)
    await page.emulate_media(color_scheme="light")


if __name__ == "__main__":
    asyncio.run(main())
