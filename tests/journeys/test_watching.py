"""Kijk extra: after each of the next two lessons one reminder, one tap; then what now."""

import re
from collections import Counter
from datetime import datetime, timedelta

from klankbord.house.clock import AMSTERDAM
from tests.browser.device import Device, until
from tests.browser.devices import Devices
from tests.browser.running import Running
from tests.browser.steps import on_the_note_page, turn_on_reminders, write_note
from tests.factories import World
from tests.support.rows import rows

AFTER_ONE = datetime(2026, 11, 9, 11, 40, tzinfo=AMSTERDAM)
AFTER_TWO = datetime(2026, 11, 16, 11, 40, tzinfo=AMSTERDAM)
BUZZED = """select r.kind, r.id from deliveries d join reminders r on r.id = d.reminder_id
             where d.state = 'sent' and r.organisation_id = :o"""
EVERY_REMINDER = {"watch_lesson": 2, "watch_decision": 1}
LESSONS = "select number, answer from watch_lessons where organisation_id = :o order by starts_at"


async def again(phone: Device, world: World, path: str) -> None:
    """A day later: the session is over, so she signs in."""
    await phone.context.clear_cookies(name="klankbord")
    await phone.sign_in(world.iris, path)


async def answers(running: Running, world: World) -> list[tuple[int, str | None]]:
    """The lessons that are watched: (number, answer)."""
    return [(row.number, row.answer) for row in await rows(running.owner, LESSONS, o=world.organisation_id)]


async def buzzed(running: Running, world: World) -> Counter[str]:
    """How many messages left, by the kind of their reminder."""
    return Counter(row.kind for row in await rows(running.owner, BUZZED, o=world.organisation_id))


async def test_after_each_of_the_next_two_lessons_she_is_asked_once_and_then_chooses_what_now(
    devices: Devices, running: Running, world: World
) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await turn_on_reminders(phone)
    await phone.open("/notes/new")
    await write_note(phone, "Sara", "te laat")
    await phone.until_items("sent")
    await phone.page.get_by_role("button", name="Kijk extra").click()
    await phone.page.wait_for_url("**/today*")
    assert await answers(running, world) == [(1, None), (2, None)]

    running.clock.move_to(AFTER_ONE)
    await phone.until_pushed(1)
    await again(phone, world, "/today")
    await phone.page.locator("[data-answer-card] button[value=better]").click()
    await phone.page.locator(".done-row", has_text="Sara").first.wait_for()
    await phone.until_items("sent", "sent")
    assert await answers(running, world) == [(1, "better"), (2, None)]

    running.clock.move_to(AFTER_TWO)
    await phone.until_pushed(2)
    await again(phone, world, "/today")
    await phone.under_a_worker()
    await phone.offline()
    await phone.open("/today")
    await phone.page.locator("[data-answer-card]:visible button[value=worse]").click()
    await phone.page.locator(".done-row", has_text="Sara").first.wait_for()
    assert await answers(running, world) == [(1, "better"), (2, None)]
    await phone.online()
    await phone.until_items(*["sent"] * 3)
    assert await answers(running, world) == [(1, "better"), (2, "worse")]

    await phone.open("/today")
    await phone.page.get_by_role("heading", name="Wat nu met Sara?").wait_for()
    running.clock.move_to(AFTER_TWO + timedelta(hours=1))
    await until(lambda: buzzed(running, world), lambda told: told == EVERY_REMINDER, "every reminder once")
    await phone.page.get_by_role("button", name=re.compile("De+le?n? met de locatiemanager")).click()
    await phone.page.wait_for_url("**/cases/*")
    await phone.page.get_by_role("heading", name="Sara").first.wait_for()
    assert phone.errors == []


async def test_an_answer_can_be_changed_with_one_tap(devices: Devices, running: Running, world: World) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await write_note(phone, "Sara", "te laat")
    await phone.until_items("sent")
    await phone.page.get_by_role("button", name="Kijk extra").click()
    await phone.page.wait_for_url("**/today*")
    running.clock.move_to(AFTER_ONE)
    await again(phone, world, "/today")
    await phone.page.locator("[data-answer-card] button[value=better]").click()
    await phone.page.locator(".done-row [data-change]").click()
    await phone.page.locator("[data-answer-card] button[value=same]").click()
    await phone.until_items("sent", "sent", "sent")
    assert (await answers(running, world))[0] == (1, "same")
