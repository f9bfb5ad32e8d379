"""Trap 11: the phone's own storage fails. The text stays on the screen, and what is said is true."""

import pytest

from tests.browser.device import Device
from tests.browser.devices import Devices
from tests.browser.running import Running
from tests.browser.steps import on_the_note_page, save, tick, write_note
from tests.factories import World
from tests.support.rows import rows

WORDS = "Kwam met natte jas binnen."
# What the browser itself does then; our own code runs as it is.
NO_DATABASE = "Object.defineProperty(self, 'indexedDB', {get: () => undefined});"
CATCH_HANDLES = """(() => {
  const open = IDBFactory.prototype.open;
  self.handles = [];
  IDBFactory.prototype.open = function (...given) {
    const asked = open.apply(this, given);
    asked.addEventListener('success', () => self.handles.push(asked.result));
    return asked;
  };
})()"""
# A newer version of the database waits for a page that does not let go; everything else waits behind it.
HANGS = """() => new Promise((done) => {
  const held = indexedDB.open('klankbord');
  held.onsuccess = () => {
    self.held = held.result;
    indexedDB.open('klankbord', 99).onblocked = () => done();
  };
})"""
FAIL_WITH = """(name) => {
  const put = IDBObjectStore.prototype.put;
  self.heal = () => { IDBObjectStore.prototype.put = put; };
  IDBObjectStore.prototype.put = function (...given) {
    if (this.name === 'items') throw new DOMException('the browser cannot', name);
    return put.apply(this, given);
  };
}"""


async def notes(running: Running, world: World) -> int:
    """How many notes the server has."""
    return len(await rows(running.owner, "select id from notes where organisation_id = :o", o=world.organisation_id))


async def filled_in(phone: Device) -> None:
    """A note that is written but not saved."""
    await tick(phone, "Sara")
    await phone.page.locator("summary", has_text="Wat zag of hoorde je").click()
    await phone.page.locator("textarea[name=observation]").fill(WORDS)


async def test_trap_11_a_connection_closed_under_us_is_opened_again(
    devices: Devices, running: Running, world: World
) -> None:
    phone = await devices.make()
    await phone.context.add_init_script(CATCH_HANDLES)
    await phone.sign_in(world.iris, "/notes/new")
    await phone.page.evaluate("() => self.handles.splice(0).forEach((handle) => handle.close())")
    await write_note(phone, "Sara", "te laat")
    await phone.until_items("sent")
    assert await notes(running, world) == 1


@pytest.mark.parametrize(
    ("error", "words"), [("QuotaExceededError", "Deze telefoon is vol"), ("DataCloneError", "Niet bewaard")]
)
async def test_trap_11_when_a_note_cannot_be_stored_the_text_stays_and_the_page_says_so(
    devices: Devices, running: Running, world: World, error: str, words: str
) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await filled_in(phone)
    await phone.page.evaluate(FAIL_WITH, error)
    await save(phone)
    line = phone.page.locator("[data-outbox-status]")
    await line.wait_for(state="visible")
    assert words.lower() in (await line.inner_text()).lower()
    assert await phone.page.locator("textarea[name=observation]").input_value() == WORDS
    assert await phone.page.locator("input[name=pupil]:checked").count() == 1
    assert await notes(running, world) == 0
    await phone.page.evaluate("() => self.heal()")
    await save(phone)
    await phone.until_items("sent")
    assert await notes(running, world) == 1


async def test_trap_11_a_database_that_never_answers_keeps_no_page_away(devices: Devices, world: World) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await phone.under_a_worker()
    await phone.page.evaluate(HANGS)
    await phone.offline()
    phone.page = await phone.context.new_page()
    await phone.open("/today", ready=False)
    await phone.page.locator("a[href='tel:112']").wait_for()


async def test_trap_11_a_browser_without_a_database_posts_the_form_while_it_is_online(
    devices: Devices, running: Running, world: World
) -> None:
    phone = await devices.make()
    await phone.context.add_init_script(NO_DATABASE)
    await phone.sign_in(world.iris, "/notes/new")
    await phone.page.locator("[data-banner=cannot-keep]").wait_for()
    await filled_in(phone)
    async with phone.page.expect_navigation():
        await save(phone)
    assert await notes(running, world) == 1


async def test_trap_11_a_browser_without_a_database_says_so_offline_and_keeps_the_text_on_screen(
    devices: Devices, running: Running, world: World
) -> None:
    phone = await devices.make()
    await phone.context.add_init_script(NO_DATABASE)
    await phone.sign_in(world.iris, "/notes/new")
    await filled_in(phone)
    await phone.offline()
    await save(phone)
    line = phone.page.locator("[data-outbox-status]")
    await line.wait_for(state="visible")
    assert await phone.page.locator("textarea[name=observation]").input_value() == WORDS
    assert await notes(running, world) == 0
