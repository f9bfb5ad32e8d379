"""Traps 1 to 4: a bad line, a lost answer, many senders at once, a sender that dies. Nothing lost, nothing doubled."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from tests.browser import faults, worker
from tests.browser.device import Device, until
from tests.browser.devices import Devices
from tests.browser.proxy import Fault
from tests.browser.running import Running
from tests.browser.steps import on_the_note_page, tick_all, write_note
from tests.factories import World
from tests.support.rows import rows

NOTES = "select n.id, n.pupil_id from notes n where n.organisation_id = :org order by n.id"
REPLAY: list[tuple[str, Fault, str]] = [
    ("401", faults.status(401), "signin"),
    ("403", faults.status(403), "signin"),
    ("302 to sign-in", faults.redirect("/sign-in"), "signin"),
    ("500", faults.status(500), "waiting"),
    ("429", faults.status(429, retry_after="60"), "waiting"),
    ("504 after the commit", faults.late_gateway, "waiting"),
    ("200 with a page of the hotel", faults.captive_portal, "waiting"),
    ("cut before the app heard", faults.cut, "waiting"),
    ("cut after the commit", faults.lost_answer, "waiting"),
]


async def kept(running: Running, world: World) -> list[str]:
    """Ids of the notes the server has."""
    return [str(row.id) for row in await rows(running.owner, NOTES, org=world.organisation_id)]


async def tried(phone: Device) -> None:
    """The phone has sent its only row once and heard what came of it."""
    await until(phone.items, lambda items: bool(items) and items[0]["tries"] > 0, "a first try")


@pytest.mark.parametrize(("fault", "state"), [(f, s) for _, f, s in REPLAY], ids=[name for name, _, _ in REPLAY])
async def test_trap_1_a_note_answered_wrongly_is_kept_and_later_stored_exactly_once(
    devices: Devices, running: Running, world: World, fault: Fault, state: str
) -> None:
    phone = await on_the_note_page(devices, world.iris)
    with running.proxy.switched(fault, "/outbox/", "PUT"):
        await write_note(phone, "Sara", "te laat")
        await tried(phone)
        (item,) = await phone.items()
        assert item["state"] == state
        assert item["box"], "the sealed note is still here"
    await phone.open("/notes/new")
    await phone.until_items("sent")
    assert await kept(running, world) == [item["id"]]


async def test_trap_2_an_answer_lost_after_the_commit_makes_a_second_put_and_one_row(
    devices: Devices, running: Running, world: World
) -> None:
    phone = await on_the_note_page(devices, world.iris)
    with running.proxy.switched(faults.lost_answer, "/outbox/", "PUT"):
        await write_note(phone, "Sara", "te laat")
        await tried(phone)
        (item,) = await phone.items()
        assert await kept(running, world) == [item["id"]]
    await phone.open("/notes/new")
    await phone.until_items("sent")
    assert running.proxy.puts().count(item["id"]) >= 2
    assert await kept(running, world) == [item["id"]]


async def test_trap_2_the_same_id_with_another_body_is_refused_and_shown_with_a_code(
    devices: Devices, running: Running, world: World
) -> None:
    phone = await on_the_note_page(devices, world.iris)
    with running.proxy.switched(faults.status(409), "/outbox/", "PUT"):
        await write_note(phone, "Sara", "te laat")
        (item,) = await phone.until_items("attention")
    assert item["box"], "nothing is thrown away by itself"
    await phone.open("/outbox")
    await phone.page.get_by_text("Toon code").or_(phone.page.locator("[data-row-stuck] summary")).first.click()
    assert item["id"] in await phone.page.locator("[data-row=code]").inner_text()
    assert await kept(running, world) == []


async def test_trap_3_three_tabs_and_the_worker_send_each_note_once_and_in_order(
    devices: Devices, running: Running, world: World
) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await phone.under_a_worker()
    await phone.offline()
    await tick_all(phone, "pupil")
    await write_note(phone, None, "te laat")
    wanted = [item["id"] for item in await phone.until_items(*["waiting"] * 4)]
    tabs = [await phone.context.new_page() for _ in range(2)]
    for tab in tabs:
        await tab.goto(running.address + "/notes/new")
    await phone.online()
    await worker.sync(phone)
    await phone.until_items(*["sent"] * 4)
    assert running.proxy.puts() == wanted == await kept(running, world)


async def test_trap_3_a_lock_that_is_never_released_is_stolen_once_its_lease_is_over(
    devices: Devices, running: Running, world: World
) -> None:
    phone = await on_the_note_page(devices, world.iris)
    leaking = await phone.context.new_page()
    await leaking.goto(running.address + "/healthz")
    await leaking.evaluate("() => { navigator.locks.request('klankbord-outbox', () => new Promise(() => {})); }")
    await phone.page.evaluate(LEASE_FOR, 1200)
    await write_note(phone, "Sara", "te laat")
    assert await phone.states() == ["waiting"]
    await phone.until_items("sent")
    assert len(await kept(running, world)) == 1


LEASE_FOR = """(ms) => new Promise((done) => {
  const asked = indexedDB.open('klankbord');
  asked.onsuccess = () => {
    const tx = asked.result.transaction('kv', 'readwrite');
    tx.objectStore('kv').put({owner: 'a page in the back-forward cache', until: Date.now() + ms}, 'lease');
    tx.oncomplete = () => { asked.result.close(); done(); };
  };
})"""


async def test_trap_4_a_tab_closed_while_sending_loses_nothing_and_doubles_nothing(
    devices: Devices, running: Running, world: World
) -> None:
    phone = await on_the_note_page(devices, world.iris)
    release = asyncio.Event()
    with running.proxy.switched(faults.held(release), "/outbox/", "PUT", times=1):
        await write_note(phone, "Sara", "te laat")
        await until(_puts(running), lambda puts: len(puts) == 1, "a PUT on its way")
        other = await phone.context.new_page()
        await phone.page.close()
    release.set()
    phone.page, phone._tools = other, None
    await phone.open("/notes/new")
    (item,) = await phone.until_items("sent")
    assert await kept(running, world) == [item["id"]]


async def test_trap_4_a_worker_killed_while_sending_loses_nothing_and_doubles_nothing(
    devices: Devices, running: Running, world: World
) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await phone.under_a_worker()
    await phone.offline()
    await write_note(phone, "Sara", "te laat")
    release = asyncio.Event()
    with running.proxy.switched(faults.held(release), "/outbox/", "PUT"):
        await phone.online_without_pages()
        await worker.sync(phone)
        await until(_puts(running), lambda puts: len(puts) > 0, "a PUT of the worker")
        await worker.kill(phone)
        assert await phone.states() == ["waiting"]
        release.set()
    await phone.open("/notes/new")
    (item,) = await phone.until_items("sent")
    assert await kept(running, world) == [item["id"]]


def _puts(running: Running) -> Callable[[], Awaitable[list[str]]]:
    async def look() -> list[str]:
        return running.proxy.puts()

    return look
