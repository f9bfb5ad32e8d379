"""She shares it; the location manager's phone buzzes, and she hears that it was seen."""

import re
from contextlib import ExitStack

from playwright.async_api import expect

from tests.browser import faults, worker
from tests.browser.device import until
from tests.browser.devices import Devices
from tests.browser.running import Running
from tests.browser.steps import SEEN_ANEW, on_the_note_page, tap_notification, turn_on_reminders, write_note
from tests.factories import World
from tests.support.rows import rows

TOLD = ("Sara", "Iris", "Strijkers", "Wielewaal", "Karim", "laat", "zorg", "signaal", "honger")


async def test_a_shared_note_buzzes_at_the_location_manager_names_nobody_and_comes_back_as_seen(
    devices: Devices, running: Running, world: World
) -> None:
    manager = await devices.make()
    await manager.sign_in(world.karim)
    await turn_on_reminders(manager)

    teacher = await on_the_note_page(devices, world.iris)
    await write_note(teacher, "Sara", "te laat", seen="Kwam na een half uur binnen.")
    await teacher.page.get_by_role("button", name=re.compile("De+le?n? met de locatiemanager")).click()
    await teacher.until_items("sent", "sent")

    (message,) = await manager.until_pushed()
    text = message["_"]["text"]
    assert not [word for word in TOLD if word.lower() in text.lower()]
    assert message["notification"]["navigate"] == running.address + "/today"
    assert int(message["_"]["ttl"]) > 0
    assert running.push.refused == []
    await worker.buzz(manager, text)
    (shown,) = await manager.until_notified()
    assert shown["body"] == "Er is iets voor je in Klankbord."

    await tap_notification(manager)
    await manager.page.wait_for_url("**/today")
    await manager.page.get_by_role("link", name="Sara").first.click()
    await manager.page.wait_for_url("**/cases/*")
    await manager.page.get_by_text("Kwam na een half uur binnen.").wait_for()

    await teacher.page.evaluate(SEEN_ANEW)
    await teacher.page.locator("[data-saved] [data-state-words]", has_text="gezien door Karim om").first.wait_for(
        state="attached"
    )
    await teacher.open("/notes")
    await teacher.page.get_by_text("gezien door Karim").first.wait_for()
    assert await rows(running.owner, "select id from cases where organisation_id = :o", o=world.organisation_id)
    assert teacher.errors == manager.errors == []


async def test_what_was_not_shared_is_not_the_location_managers_to_read(
    devices: Devices, running: Running, world: World
) -> None:
    teacher = await on_the_note_page(devices, world.iris)
    await write_note(teacher, "Milan", "minder zin")
    (item,) = await teacher.until_items("sent")
    manager = await devices.make()
    await manager.sign_in(world.karim)
    answer = await manager.open(f"/notes/{item['id']}", ready=False)
    assert answer is not None
    assert answer.status == 404


async def test_sharing_without_a_connection_goes_along_behind_its_note_and_the_logbook_goes_on_saying_so(
    devices: Devices, running: Running, world: World
) -> None:
    teacher = await on_the_note_page(devices, world.iris)
    await teacher.under_a_worker()
    await teacher.offline()
    await write_note(teacher, "Sara", "te laat")
    await teacher.page.get_by_role("button", name=re.compile("De+le?n? met de locatiemanager")).click()
    note, share = await teacher.until_items("waiting", "waiting")
    await teacher.online()
    await teacher.until_items("sent", "sent")
    assert running.proxy.puts() == [note["id"], share["id"]]
    (report,) = await rows(
        running.owner, "select note_id from reports where organisation_id = :o", o=world.organisation_id
    )
    assert str(report.note_id) == note["id"]
    await teacher.open("/notes")
    for _ in range(2):
        async with teacher.page.expect_response("**/outbox/states?*"):
            await teacher.page.evaluate(SEEN_ANEW)
    assert (await teacher.page.locator("article .state").first.inner_text()).startswith("gedeeld ")


async def test_a_note_that_was_shared_elsewhere_while_it_still_waited_here_becomes_sent_in_the_logbook(
    devices: Devices, running: Running, world: World
) -> None:
    phone = await on_the_note_page(devices, world.iris)
    state = phone.page.locator("article .state").first
    with ExitStack() as cut_off:
        with running.proxy.switched(faults.lost_answer, "/outbox/", "PUT"):
            await write_note(phone, "Sara", "te laat")
            await until(phone.items, lambda items: bool(items) and items[0]["tries"] > 0, "a first try")
            (note,) = await phone.items()
            cut_off.enter_context(running.proxy.switched(faults.cut, f"/outbox/{note['id']}", "PUT"))
        tablet = await devices.make()
        await tablet.sign_in(world.iris, f"/notes/{note['id']}")
        await tablet.page.get_by_role("button", name=re.compile("De+le?n? met de locatiemanager")).click()
        await tablet.until_items("sent")
        await phone.open("/notes")
        await expect(state).to_have_text("op deze telefoon")
    await phone.offline()
    await phone.online()
    await phone.until_items("sent")
    await expect(state).to_have_text("verzonden")
