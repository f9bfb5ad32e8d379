"""What was typed and not saved yet is there again after a way round, for who typed it."""

from tests.browser.device import Device, until
from tests.browser.devices import Devices
from tests.browser.running import Running
from tests.browser.steps import on_the_note_page, save, see, tick
from tests.factories import World

WORDS = "Ze zat alleen aan de kant en"
FORM = """() => ({
  words: document.querySelector('textarea[name=observation]').value,
  shown: document.querySelector('textarea[name=observation]').checkVisibility(),
  pupils: document.querySelectorAll('input[name=pupil]:checked').length,
  button: document.querySelector('[form=note-form] [data-of]').textContent,
})"""
HALF = {"words": WORDS, "shown": True, "pupils": 1, "button": "bij Sara"}
EMPTY = {"words": "", "shown": False, "pupils": 0, "button": ""}
AS_IF_HERS = """(her) => Object.entries(sessionStorage).filter(([key]) => key.startsWith('typed '))
  .forEach(([key, sealed]) => sessionStorage.setItem(key.replace(/^typed \\S+/, 'typed ' + her), sealed))"""
KEPT = "() => Object.keys(sessionStorage).filter((key) => key.startsWith('typed ')).length"


async def half_a_note(phone: Device) -> None:
    """A child and half a sentence, kept in the tab."""
    await tick(phone, "Sara")
    await see(phone, WORDS)
    await until(lambda: phone.page.evaluate(KEPT), bool, "something kept in the tab")


async def back(phone: Device) -> None:
    """The browser's own way back."""
    await phone.page.go_back()
    await phone.is_ready()


async def test_help_is_read_halfway_a_note_and_the_words_are_still_there(devices: Devices, world: World) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await half_a_note(phone)
    await phone.open("/help", ready=False)
    await back(phone)
    assert await phone.page.evaluate(FORM) == HALF


async def test_words_come_back_after_a_reload_and_by_another_way(devices: Devices, world: World) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await half_a_note(phone)
    await phone.page.reload()
    await phone.is_ready()
    assert await phone.page.evaluate(FORM) == HALF
    await phone.open("/today")
    await phone.open("/notes/new")
    assert await phone.page.evaluate(FORM) == HALF


async def test_what_was_saved_or_emptied_does_not_come_back(devices: Devices, world: World) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await half_a_note(phone)
    await save(phone)
    await phone.page.locator("[data-saved] .voyage").first.wait_for()
    await phone.page.reload()
    await phone.is_ready()
    assert await phone.page.evaluate(FORM) == EMPTY
    await half_a_note(phone)
    await phone.page.locator("textarea[name=observation]").fill("")
    await until(lambda: phone.page.evaluate(KEPT), lambda kept: kept == 0, "nothing kept in the tab")


async def test_somebody_else_on_the_same_phone_does_not_read_it(devices: Devices, world: World) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await half_a_note(phone)
    await phone.sign_in(world.noortje, "/notes/new")
    assert await phone.page.evaluate(FORM) == EMPTY
    await phone.page.evaluate(AS_IF_HERS, str(world.noortje))
    await phone.page.reload()
    await phone.is_ready()
    assert await phone.page.evaluate(FORM) == EMPTY
    await phone.sign_in(world.iris, "/notes/new")
    assert await phone.page.evaluate(FORM) == HALF


async def test_a_form_the_browser_sent_comes_back_by_its_own_way_back_only(
    devices: Devices, running: Running, world: World
) -> None:
    phone = await devices.make()
    await phone.sign_in(world.iris, "/consultations/new")
    words = phone.page.locator("textarea[name=question]")
    await words.fill("Hoe begin je zo iets?")
    await until(lambda: phone.page.evaluate(KEPT), bool, "something kept in the tab")
    running.proxy.gone = True  # it does not arrive
    await phone.page.locator("form#ask button").last.click()
    await phone.page.wait_for_url("chrome-error://**")
    running.proxy.gone = False
    await phone.page.go_back()
    await phone.is_ready()
    assert await words.input_value() == "Hoe begin je zo iets?"
