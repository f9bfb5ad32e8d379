"""Traps 9 and 10: the session is over, somebody else holds the phone, signing out."""

from tests.browser import faults, worker
from tests.browser.device import Device, until
from tests.browser.devices import Devices
from tests.browser.running import Running
from tests.browser.steps import on_the_note_page, write_note
from tests.factories import World
from tests.support.rows import rows

WRITERS = "select writer_id from notes where organisation_id = :org order by id"


async def writers(running: Running, world: World) -> list[object]:
    """Who wrote the notes the server has."""
    return [row.writer_id for row in await rows(running.owner, WRITERS, org=world.organisation_id)]


async def test_trap_9_the_morning_after_a_note_goes_out_before_anybody_signs_in(
    devices: Devices, running: Running, world: World
) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await phone.context.clear_cookies(name="klankbord")
    await write_note(phone, "Sara", "te laat")
    await phone.until_items("sent")
    assert await writers(running, world) == [world.iris]
    await phone.open("/notes", ready=False)
    assert phone.page.url.endswith("/sign-in")


async def test_trap_9_without_the_add_only_cookie_a_note_waits_for_signing_in_and_then_goes(
    devices: Devices, running: Running, world: World
) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await phone.context.clear_cookies()
    await write_note(phone, "Sara", "te laat")
    await phone.until_items("signin")
    await (
        phone.page.get_by_text("Log in om te versturen")
        .or_(phone.page.locator("[data-banner=signin]"))
        .first.wait_for()
    )
    assert await writers(running, world) == []
    await phone.sign_in(world.iris)
    await phone.until_items("sent")
    assert await writers(running, world) == [world.iris]


async def test_trap_9_another_person_on_the_same_phone_never_sends_the_first_ones_notes(
    devices: Devices, running: Running, world: World
) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await phone.under_a_worker()
    await phone.offline()
    await write_note(phone, "Sara", "te laat")
    with running.proxy.switched(faults.cut, "/outbox/", "PUT"):
        await phone.context.clear_cookies()
        await phone.online()
        await phone.sign_in(world.karim, "/account")
    running.proxy.asked.clear()
    await phone.open("/account")
    await worker.sync(phone)
    await phone.page.locator("[data-banner=others]").wait_for()
    (item,) = await phone.items()
    assert item["box"]
    assert running.proxy.puts() == []
    await phone.sign_in(world.iris)
    await phone.until_items("sent")
    assert await writers(running, world) == [world.iris]


async def test_trap_10_signing_out_leaves_no_database_no_cache_no_worker_and_nothing_behind_back(
    devices: Devices, running: Running, world: World
) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await phone.under_a_worker()
    await write_note(phone, "Sara", "te laat", seen="Kwam met natte jas binnen.")
    await phone.until_items("sent")
    await phone.open("/account")
    await sign_out(phone)
    assert await phone.page.evaluate(LEFT) == {"databases": [], "caches": [], "workers": 0, "storage": 0}
    await phone.page.go_back(wait_until="load")
    await phone.page.wait_for_url("**/sign-in")
    assert "Sara" not in await phone.page.content()


async def test_trap_10_signing_out_with_unsent_notes_keeps_them_sealed_and_says_so(
    devices: Devices, running: Running, world: World
) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await phone.under_a_worker()
    await phone.open("/account")
    account = phone.page
    phone.page = await phone.context.new_page()
    await phone.open("/notes/new")
    with running.proxy.switched(faults.cut, "/outbox/", "PUT"):
        await write_note(phone, "Sara", "te laat")
        await phone.page.close()
        phone.page, phone._tools = account, None
        await sign_out(phone)
        await phone.page.get_by_text("Er wachten nog").or_(phone.page.locator(".banner")).first.wait_for()
        (item,) = await phone.items()
        assert item["box"]
        assert item["state"] == "waiting"
        assert await phone.kept("roster") is None
    await phone.sign_in(world.iris)
    await phone.until_items("sent")
    assert await writers(running, world) == [world.iris]


async def sign_out(phone: Device) -> None:
    """Tap Uitloggen and end on the page that says so."""
    await phone.page.locator("form[data-sign-out] button").click()
    await phone.page.wait_for_url("**/signed-out*")
    await until(lambda: phone.page.locator("h1").count(), bool, "the page after signing out")


LEFT = """async () => ({
  databases: (await indexedDB.databases()).map((one) => one.name),
  caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  storage: localStorage.length + sessionStorage.length,
})"""
