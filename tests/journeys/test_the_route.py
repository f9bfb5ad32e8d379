"""The manual from first signal to evaluation, told as one story: a teacher and a location manager on their phones, a
social worker on a tablet. For each it must be clear what is asked now."""

import re
from datetime import datetime
from urllib.parse import urlsplit

from klankbord.house.clock import AMSTERDAM
from tests.browser.device import Device
from tests.browser.devices import TABLET, Devices
from tests.browser.running import Running
from tests.browser.steps import on_the_note_page, save, write_note
from tests.factories import World
from tests.support.rows import rows

NEXT_LESSON = datetime(2026, 11, 9, 9, 0, tzinfo=AMSTERDAM)
LOOKING_BACK = datetime(2026, 11, 30, 10, 0, tzinfo=AMSTERDAM)
SAID = "Ze moet eerst haar broertje wegbrengen."
SMALL_PLAN = "Twee lessen lang beginnen we samen."
ON_BODY = "() => document.activeElement === document.body"
STEPS = "select step, because from step_entries where organisation_id = :o order by at, id"


async def fill(device: Device, **typed: str) -> None:
    """Type into the fields of the form on this page, by the name of the field."""
    for name, words in typed.items():
        await device.page.locator(f"[name={name}]:visible").first.fill(words)


async def choose(device: Device, name: str, label: str) -> None:
    """Choose from a list, by its words."""
    await device.page.locator(f"select[name={name}]").select_option(label=label)


async def send(device: Device, words: str) -> None:
    """Send the form, and land on the page of the case."""
    await device.page.get_by_role("button", name=words, exact=True).click()
    await device.page.wait_for_url(re.compile(r"/cases/[0-9a-f-]{36}(/plan)?([?#].*)?$"))


async def later(device: Device, person: str, world: World, path: str) -> None:
    """Days later: the session is over, so they sign in again."""
    await device.context.clear_cookies(name="klankbord")
    await device.sign_in(getattr(world, person), path)


async def test_from_first_signal_to_evaluation(devices: Devices, running: Running, world: World) -> None:
    # Step 1 and 2: she notes it, shares it, and talks with the child.
    phone = await on_the_note_page(devices, world.iris)
    await write_note(phone, "Sara", "te laat", seen="Kwam een kwartier na het begin")
    await phone.until_items("sent")
    await phone.page.get_by_role("button", name=re.compile("De+le?n? met de locatiemanager")).first.click()
    await phone.until_items("sent", "sent")
    await phone.page.get_by_role("link", name="Praat met het kind").first.click()
    await phone.is_ready()
    await phone.page.get_by_label("Wat werd er gezegd?").fill(SAID)
    await phone.page.get_by_label("Samen een klein plan").fill(SMALL_PLAN)
    await save(phone)
    await phone.until_items(*["sent"] * 3)

    # Step 3: the location manager looks, and passes it on.
    manager = await devices.make()
    await manager.sign_in(world.karim, "/cases")
    await manager.page.locator("[data-queue-item]", has_text="Sara").click()
    await manager.page.get_by_text(SAID).wait_for()
    case = urlsplit(manager.page.url).path
    form = manager.page.locator("form#handover")
    await form.locator("textarea[name=question]").fill("Wat kunnen we doen?")
    await form.get_by_role("button").click()
    await manager.page.get_by_text("Wat kunnen we doen?").first.wait_for()

    # Direction goes along: asked, and taken.
    await manager.open(f"{case}/direction")
    await choose(manager, "to", "Marjan")
    await manager.page.get_by_role("button", name="Vraag").click()
    await manager.page.get_by_text("Marjan is gevraagd de regie over te nemen").first.wait_for()

    # The social worker reads the story, and both see the same entry of what they agreed.
    tablet = await devices.make(TABLET)
    await tablet.sign_in(world.marjan, "/cases")
    await tablet.page.locator("[data-queue-item]", has_text="Sara").click()
    await tablet.page.locator(".desk").get_by_text(SAID).wait_for()
    assert not await tablet.page.evaluate(ON_BODY), "after the list was swapped"
    await tablet.open(f"{case}/direction")
    await tablet.page.get_by_role("button", name="Ik neem de regie").first.click()
    await tablet.page.get_by_text("Jij houdt de regie").first.wait_for()
    await tablet.open(f"{case}/contacts/new")
    await choose(tablet, "to", "Iris")
    await fill(tablet, summary="Iris wacht Sara op. Ik maak een plan.")
    await send(tablet, "Bewaar")

    # Step 4: the plan, with a day to look back, and who does what.
    await tablet.open(f"{case}/plans/new")
    await fill(tablet, situation="Komt drie van de vier lessen te laat", approach="Iris wacht haar op")
    await fill(tablet, what_1="Sara is op tijd", measure_1="Vier lessen achter elkaar", evaluation_on="2026-11-30")
    await send(tablet, "Bewaar")
    await phone.open(case)
    await phone.page.get_by_text("Sara is op tijd").first.wait_for()
    await phone.page.get_by_text("Iris wacht Sara op. Ik maak een plan.").first.wait_for()

    # In the next lesson it comes back, one to one.
    running.clock.move_to(NEXT_LESSON)
    await later(phone, "iris", world, "/today")
    await phone.page.get_by_text(SMALL_PLAN).first.wait_for()
    await phone.page.locator("main a[href*='/agreements/']").first.click()
    await phone.page.get_by_role("button", name="Het is gedaan").click()
    await phone.page.get_by_text("Afspraak nagekomen").first.wait_for()

    # Step 5: on the day itself it stands first under Vandaag; what was found goes back to the teacher.
    running.clock.move_to(LOOKING_BACK)
    await later(tablet, "marjan", world, "/today")
    await tablet.page.locator("main a[href$='/evaluations/result']").first.click()
    await tablet.page.locator("select[name^=outcome_]").select_option(label="gelukt")
    await fill(tablet, found="Ze was vier keer op tijd", for_teacher="Zeg haar dat je het zag")
    await choose(tablet, "next_move", "We sluiten het traject")
    await choose(tablet, "reason", "Het gaat goed")
    await send(tablet, "Bewaar")

    await later(phone, "iris", world, "/notes")
    await phone.page.get_by_text(re.compile("geëvalueerd|afgesloten|gesloten", re.IGNORECASE)).first.wait_for()
    await phone.open(case)
    await phone.page.get_by_text("Zeg haar dat je het zag").first.wait_for()

    taken = await rows(running.owner, STEPS, o=world.organisation_id)
    assert [row.step for row in taken] == sorted(row.step for row in taken), "the steps came in their order"
    assert {row.step for row in taken} == {1, 2, 3, 4, 5}
    assert phone.errors == manager.errors == tablet.errors == []
