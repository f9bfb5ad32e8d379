"""A noodmelding: nobody answers, and the sender hears so; then somebody does."""

import re
from datetime import timedelta

from tests.browser import worker
from tests.browser.device import Device
from tests.browser.devices import Devices
from tests.browser.running import Running
from tests.browser.steps import tap_notification, turn_on_reminders
from tests.factories import World
from tests.support.rows import change, rows

MINUTE = timedelta(minutes=1)
TAKEN = """insert into alarm_takings (id, organisation_id, alarm_id, person_id, at, withdrawn)
           select :t, organisation_id, id, :p, now(), false from alarms where organisation_id = :o"""


async def told(phone: Device, words: str) -> None:
    """What stands on the screen, and what a screen reader hears when it changes."""
    await phone.page.locator("[data-says]", has_text=words).wait_for()


async def test_nobody_answers_and_the_sender_is_told_to_phone_and_then_somebody_takes_it_up(
    devices: Devices, running: Running, world: World
) -> None:
    manager = await devices.make()
    await manager.sign_in(world.karim)
    await turn_on_reminders(manager)
    await manager.open("/account")

    sender = await devices.make()
    await sender.sign_in(world.iris, "/notes/new")
    await sender.page.get_by_role("link", name="Hulp").click()
    assert await sender.page.locator("a[href^='tel:']").first.get_attribute("href") == "tel:112"
    await sender.page.get_by_role("link", name="Stuur een noodmelding").click()
    await sender.page.get_by_label("Wat is er aan de hand?").fill("Er is ruzie op de gang")
    await sender.page.get_by_role("button", name="Stuur de noodmelding").click()
    await sender.page.wait_for_url("**/alarms/*-*")
    await told(sender, "Onderweg")
    (first,) = await manager.until_pushed()
    assert first["notification"]["body"] == "Dringend. Open Klankbord nu."
    assert first["_"]["urgency"] == "high"

    await sender.page.locator("[data-live-title]").focus()
    running.clock.move_to(running.clock.now() + 2 * MINUTE)
    await told(sender, "Nog niet gelezen. Bel.")
    assert "Nog niet gelezen" in await sender.page.locator("[data-live-said]").inner_text()
    assert await sender.page.evaluate("() => document.activeElement.tagName") == "H1"
    await manager.until_pushed(2)
    running.clock.move_to(running.clock.now() + 13 * MINUTE)
    *_, last = await manager.until_pushed(3)
    await sender.page.locator("[data-part=called]", has_text="Tess").wait_for()

    await worker.buzz(manager, last["_"]["text"])
    (shown,) = await manager.until_notified()
    assert shown["requireInteraction"] is True
    await tap_notification(manager)
    await manager.page.wait_for_url("**/alarms/*-*")
    await told(sender, "Gelezen door Karim")
    await manager.page.get_by_role("button", name="Ik pak dit op").click()
    await told(manager, "Jij pakt dit op")
    await told(sender, "Karim pakt dit op")
    assert "Karim pakt dit op" in await sender.page.locator("[data-live-said]").inner_text()
    running.clock.move_to(running.clock.now() + 60 * MINUTE)
    (alarm,) = await rows(running.owner, "select * from alarms where organisation_id = :o", o=world.organisation_id)
    assert alarm.ended_at is not None
    assert sender.errors == manager.errors == []


async def test_without_a_connection_the_numbers_stay_and_what_was_written_too(
    devices: Devices, running: Running, world: World
) -> None:
    sender = await devices.make()
    await sender.sign_in(world.iris, "/alarms/new")
    await sender.page.get_by_label("Wat is er aan de hand?").fill("Er is ruzie op de gang")
    await sender.offline()
    await sender.page.get_by_role("button", name="Stuur de noodmelding").click()
    await sender.page.get_by_text("Niet verstuurd. Bel nu.").wait_for()
    assert await sender.page.get_by_label("Wat is er aan de hand?").input_value() == "Er is ruzie op de gang"
    assert await sender.page.locator("a[href='tel:112']").count()
    await sender.online()
    await sender.page.get_by_role("button", name="Stuur de noodmelding").click()
    await sender.page.wait_for_url("**/alarms/*-*")
    found = await rows(running.owner, "select id from alarms where organisation_id = :o", o=world.organisation_id)
    assert len(found) == 1


async def test_a_button_somebody_stands_on_goes_without_losing_the_focus(
    devices: Devices, running: Running, world: World
) -> None:
    sender, other = await devices.make(), await devices.make()
    await sender.sign_in(world.iris, "/alarms/new")
    await sender.page.get_by_role("button", name="Stuur de noodmelding").click()
    await sender.page.wait_for_url("**/alarms/*-*")
    await other.sign_in(world.karim, "/alarms/now")
    await other.page.get_by_role("button", name="Ik pak dit op").focus()
    await change(running.owner, TAKEN, t=world.sara, p=world.marjan, o=world.organisation_id)
    await told(other, "Marjan pakt dit op")
    focused = await other.page.evaluate("() => document.activeElement.textContent")
    assert re.search("Naar Vandaag|Noodmelding", focused)


async def test_signing_out_elsewhere_ends_the_live_screen(devices: Devices, running: Running, world: World) -> None:
    sender = await devices.make()
    await sender.sign_in(world.iris, "/alarms/new")
    await sender.page.get_by_role("button", name="Stuur de noodmelding").click()
    await sender.page.wait_for_url("**/alarms/*-*")
    over = "update sessions set ended_at = now() where person_id = :p"
    await change(running.owner, over, p=world.iris)
    await sender.page.wait_for_url("**/sign-in")
