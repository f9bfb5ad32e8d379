"""Traps 14 and 15: nothing left in page storage; a new version, a wrong clock, an old roster."""

from tests.browser import faults
from tests.browser.device import Device, until
from tests.browser.devices import Devices
from tests.browser.proxy import Switch
from tests.browser.running import Running
from tests.browser.steps import on_the_note_page, tick, tick_all, write_note
from tests.factories import World
from tests.support.rows import rows

YEAR = 366 * 24 * 3600 * 1000  # milliseconds


async def test_trap_14_the_pages_leave_nothing_in_session_or_local_storage(devices: Devices, world: World) -> None:
    phone = await on_the_note_page(devices, world.iris)
    for path in ("/notes", "/today", "/account", "/notes/new"):
        await phone.open(path)
    await write_note(phone, "Sara", "te laat")
    await phone.until_items("sent")
    assert await phone.page.evaluate("() => [{...localStorage}, {...sessionStorage}]") == [{}, {}]
    assert phone.errors == []


async def test_trap_15_a_new_version_never_reloads_over_a_half_filled_form_and_loses_no_row(
    devices: Devices, running: Running, world: World
) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await phone.under_a_worker()
    running.proxy.switches.append(Switch("GET", "/sw.js", faults.newer_worker()))
    with running.proxy.switched(faults.status(503), "/outbox/", "PUT"):
        await write_note(phone, "Sara", "te laat")
        await tick(phone, "Milan")
        await phone.page.evaluate("() => { self.same = true; }")
        await phone.page.evaluate(UPDATE)
        await phone.page.locator("[data-update-now]").click()
        await phone.page.locator("[data-banner=save-first]").wait_for()
        assert await phone.page.evaluate("() => self.same") is True
        assert await phone.page.locator("input[name=pupil]:checked").count() == 1
        assert await phone.states() == ["waiting"]

        await tick(phone, "Milan")
        await use_now(phone)
        await phone.page.wait_for_function("() => !self.same")
        await phone.is_ready()
        assert await phone.states() == ["waiting"]
    await phone.open("/notes/new")
    await phone.until_items("sent")
    (cache,) = await until(phone.caches, lambda kept: len(kept) == 1, "only the new files")
    assert "the-next-one" in cache


async def use_now(phone: Device) -> None:
    """Tap the button of the new version once more; after a reload the page offers it again."""
    await phone.page.evaluate("() => document.querySelector('[data-update-now]')?.click()")


async def test_trap_15_the_database_makes_room_for_a_tab_that_wants_to_erase_or_change_it(
    devices: Devices, world: World
) -> None:
    phone = await on_the_note_page(devices, world.iris)
    other = await phone.context.new_page()
    await other.goto(phone.running.address + "/healthz")
    assert await other.evaluate(ERASE) == "erased"
    await write_note(phone, "Sara", "te laat")


async def test_trap_15_a_clock_wrong_by_a_year_makes_unique_ids_and_the_server_keeps_its_own_time(
    devices: Devices, running: Running, world: World
) -> None:
    # The worker's clock cannot be set wrong here, and two clocks on one phone do not exist: so without a worker.
    running.proxy.switches.append(Switch("GET", "/sw.js", faults.status(404)))
    for off in (YEAR, -YEAR):
        phone = await devices.make()
        await phone.context.add_init_script(f"(() => {{ const now = Date.now; Date.now = () => now() + {off}; }})()")
        await phone.sign_in(world.iris, "/notes/new")
        await tick_all(phone, "pupil")
        await write_note(phone, None, "te laat")
        await phone.until_items(*["sent"] * 4)
        assert await phone.kept("roster"), "a wrong clock throws no fresh roster away"
    found = await rows(
        running.owner, "select id, received_at from notes where organisation_id = :o", o=world.organisation_id
    )
    assert len({row.id for row in found}) == 8
    assert {abs((row.received_at - running.clock.now()).total_seconds()) < 120 for row in found} == {True}


async def test_trap_15_a_roster_past_its_day_is_gone_at_the_next_start(
    devices: Devices, running: Running, world: World
) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await phone.under_a_worker()
    await until(lambda: phone.kept("roster"), bool, "a roster")
    await phone.offline()
    await phone.page.evaluate(AGE_ROSTER)
    await phone.open("/notes/new")
    await until(lambda: phone.kept("roster"), lambda kept: kept is None, "no roster")
    assert "Sara" not in await phone.page.locator("main").inner_text()
    await phone.page.locator("input[name=first_name]").fill("Sara")
    await tick(phone, "te laat")
    await phone.page.get_by_role("button", name="Bewaar").click()
    await phone.until_items("waiting")
    await phone.online()
    await phone.until_items("filed")


UPDATE = "async () => { await (await navigator.serviceWorker.getRegistration()).update(); }"
ERASE = """() => new Promise((done) => {
  const asked = indexedDB.deleteDatabase('klankbord');
  asked.onsuccess = () => done('erased'); asked.onblocked = () => done('blocked');
})"""
AGE_ROSTER = """() => new Promise((done) => {
  const asked = indexedDB.open('klankbord');
  asked.onsuccess = () => {
    const store = asked.result.transaction('kv', 'readwrite').objectStore('kv');
    const read = store.get('roster');
    read.onsuccess = () => {
      const expires = Date.now() + (read.result.skew ?? 0) - 1;
      store.put({...read.result, expires}, 'roster');
    };
    store.transaction.oncomplete = () => { asked.result.close(); done(); };
  };
})"""
