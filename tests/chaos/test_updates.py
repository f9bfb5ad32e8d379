"""A new version of the app comes while a note waits, on a light phone and in Chromium; and the note still arrives."""

import asyncio
import random
from typing import Any

from playwright.async_api import async_playwright

from tests.chaos.browsers import some_browsers
from tests.chaos.conftest import Calm
from tests.chaos.phone import Phone
from tests.chaos.plan import Event
from tests.chaos.updating import update
from tests.support.rows import rows


async def caches(calm: Calm, phone: Phone, wanted: list[str]) -> None:
    """Wait until the phone keeps the files of these versions, and of no other."""
    found: Any = None
    for _ in range(200):
        found = (await calm.stage.hands.node.do("caches", phone.name))["caches"]
        if found == wanted:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"waited for {wanted}, but found {found}")


async def test_a_light_phone_takes_a_new_worker_while_a_note_waits(calm: Calm) -> None:
    hands, before = calm.stage.hands, set(calm.stage.ledger.kept)
    phone = hands.phones[3]
    await hands.open_tab(phone, "sw")
    await caches(calm, phone, ["klankbord-build-1"])
    assert await hands.update(phone, Event(0, "update", 3, {}), random.Random(0)), "no note waited"
    await caches(calm, phone, ["klankbord-build-2"])  # kept by `install`; what was there before left with `activate`
    [kept] = [one for id, one in calm.stage.ledger.kept.items() if id not in before]
    async with asyncio.timeout(20):
        while not await rows(calm.stage.owner, "select 1 from notes where id = :id", id=kept.id):  # noqa: ASYNC110
            await asyncio.sleep(0.1)


async def test_a_chromium_page_takes_a_new_version_while_a_note_waits(calm: Calm) -> None:
    before = set(calm.stage.ledger.kept)
    async with async_playwright() as playwright, some_browsers(calm.stage, playwright) as [who]:
        await update(calm.stage, who, random.Random(0))
        assert who.updated, "no note waited"
        assert "release-1" in " ".join(await who.device.caches())
        await who.device.open(who.page_of_group)  # somebody looks at it again
        new = [kept.id for id, kept in calm.stage.ledger.kept.items() if id not in before]
        await who.device.until_items(*["sent"] * len(new))
    assert len(await rows(calm.stage.owner, "select 1 from notes where id = any(:ids)", ids=new)) == len(new) > 0
