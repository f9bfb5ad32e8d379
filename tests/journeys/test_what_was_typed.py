"""What was typed and not saved yet is there again after a way round, for who typed it."""

from tests.browser.device import Device, until
from tests.browser.devices import TABLET, Devices
from tests.browser.running import Running
from tests.browser.steps import on_the_note_page, save, see, tick
from tests.factories import World
from tests.support.rows import change
from tests.support.story import Story

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
TEACHES = "update roles set group_id = :group where person_id = :who"
KEPT = "() => Object.keys(sessionStorage).filter((key) => key.startsWith('typed ')).map((key) => sessionStorage[key])"


async def half_a_note(phone: Device) -> None:
    """A child and half a sentence, kept in the tab."""
    await tick(phone, "Sara")
    await until(lambda: phone.page.evaluate(KEPT), bool, "a child kept in the tab")
    (child,) = await phone.page.evaluate(KEPT)
    await see(phone, WORDS)
    await until(lambda: phone.page.evaluate(KEPT), lambda kept: kept != [child], "the words kept in the tab")


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
    await tick(phone, "Sara")
    await until(lambda: phone.page.evaluate(KEPT), lambda kept: not kept, "nothing kept in the tab")


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


async def test_what_the_browser_sent_without_a_connection_comes_back_by_its_own_way_back_and_by_no_link(
    devices: Devices, running: Running, world: World
) -> None:
    phone = await devices.make()
    await phone.sign_in(world.iris, "/consultations/new")
    words = phone.page.locator("textarea[name=question]")
    await words.fill(WORDS)
    running.proxy.gone = True  # it does not arrive
    await phone.page.locator("form#ask button").last.click()
    await phone.page.wait_for_url("chrome-error://**")
    running.proxy.gone = False
    await back(phone)
    assert await words.input_value() == WORDS
    await phone.open("/today")
    await phone.open("/consultations/new")
    assert await words.input_value() == ""


async def test_half_a_note_stays_with_its_own_group(devices: Devices, running: Running, world: World) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await half_a_note(phone)
    await change(running.owner, TEACHES, who=world.iris, group=world.koper)
    await phone.open("/notes/new")
    assert await phone.page.evaluate(FORM) == EMPTY
    await change(running.owner, TEACHES, who=world.iris, group=world.strijkers)
    await phone.open("/notes/new")
    assert await phone.page.evaluate(FORM) == HALF


async def test_a_child_that_is_ticked_without_a_word_comes_back_after_a_reload_and_by_no_link(
    devices: Devices, world: World
) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await tick(phone, "Sara")
    await until(lambda: phone.page.evaluate(KEPT), bool, "something kept in the tab")
    await phone.page.reload()
    await phone.is_ready()
    assert (await phone.page.evaluate(FORM))["button"] == "bij Sara"
    await phone.open("/today")
    await phone.open("/notes/new")
    assert await phone.page.evaluate(FORM) == EMPTY


async def test_an_alarm_is_never_filled_in_from_before(devices: Devices, world: World) -> None:
    phone = await devices.make()
    await phone.sign_in(world.iris, "/alarms/new")
    await phone.page.locator("textarea[name=words]").fill(WORDS)
    await phone.page.locator("textarea[name=words]").blur()
    await phone.page.reload()
    await phone.is_ready()
    assert await phone.page.locator("textarea[name=words]").input_value() == ""


async def test_a_question_about_one_child_does_not_stand_in_the_form_about_another(
    devices: Devices, world: World, story: Story
) -> None:
    for pupil in (world.sara, world.milan):
        await story.report(await story.note(pupil=pupil))
    tablet = await devices.make(TABLET, has_touch=False)
    await tablet.sign_in(world.karim, "/cases")
    question = tablet.page.locator(".desk textarea[name=question]")

    async def at(child: str) -> None:
        await tablet.page.locator("[data-queue-item]", has_text=child).click()
        await tablet.page.locator(".desk h1", has_text=child).wait_for()

    await at("Sara")
    await question.fill(WORDS)
    await question.blur()
    await at("Milan")
    assert await question.input_value() == ""
    await at("Sara")
    await until(question.input_value, lambda words: words == WORDS, "what was typed about Sara")
