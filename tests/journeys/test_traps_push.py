"""Traps 12 and 13 in the browser: a push always shows exactly one notification, and a stuck subscription is said."""

import json
from functools import partial
from typing import Any

import pytest

from tests.browser import worker
from tests.browser.device import Device, until
from tests.browser.devices import Devices
from tests.browser.running import Running
from tests.browser.steps import on_the_note_page, tap_notification, turn_on_reminders
from tests.factories import World

PHRASE = "Er is iets voor je in Klankbord."


def declared(**more: Any) -> str:
    """A message as the app sends it."""
    inside = {"title": "Klankbord", "body": PHRASE, "lang": "nl", "tag": "watch-lesson", "navigate": "/today", **more}
    return json.dumps({"web_push": 8030, "notification": inside, "app_badge": 2, "mutable": True})


@pytest.mark.parametrize(
    "message",
    [declared(), declared(title=None), "{", "", '"tekst"', "[]", "null", '{"notification": "geen object"}'],
    ids=["whole", "without a title", "broken", "empty", "a text", "a list", "null", "no object inside"],
)
async def test_trap_12_whatever_arrives_exactly_one_notification_is_shown(
    devices: Devices, running: Running, world: World, message: str
) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await phone.under_a_worker()
    await phone.page.bring_to_front()
    await worker.buzz(phone, message)
    (shown,) = await phone.until_notified()
    assert (shown["title"], shown["body"]) == ("Klankbord", PHRASE)
    assert shown["url"].startswith(running.address + "/")


async def test_trap_12_a_declarative_message_that_the_browser_has_read_itself_shows_one_notification(
    devices: Devices, world: World
) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await phone.under_a_worker()
    await phone.context.service_workers[0].evaluate(DECLARATIVE)
    (shown,) = await phone.until_notified()
    assert shown["body"] == PHRASE
    assert shown["url"].endswith("/today")


async def test_trap_12_a_message_that_comes_twice_is_shown_twice_and_buzzes_once_also_after_a_restart_of_the_worker(
    devices: Devices, world: World
) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await phone.under_a_worker()
    for number, (name, silent) in enumerate((("a", False), ("a", True), ("b", False), ("a", True))):
        if number == 3:
            await worker.kill(phone)
        await worker.buzz(phone, json.dumps({**json.loads(declared(tag=f"tag-{number}")), "id": name * 22}))
        shown = await phone.until_notified(number + 1)
        assert [one["silent"] for one in shown if one["tag"] == f"tag-{number}"] == [silent], number


async def test_trap_12_a_new_message_buzzes_also_when_it_takes_the_place_of_an_older_one(
    devices: Devices, world: World
) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await phone.under_a_worker()
    for name, again in (("a", False), ("a", True), ("b", False)):
        await worker.buzz(phone, json.dumps({**json.loads(declared(tag="same")), "id": name * 22}))
        await until(partial(_told, phone), lambda told, again=again: told == [(again, not again)], "the notice")


async def _told(phone: Device) -> list[tuple[bool, bool]]:
    return [(one["silent"], one["renotify"]) for one in await phone.notifications()]


async def test_trap_12_a_click_opens_our_own_page_and_never_another_site(
    devices: Devices, running: Running, world: World
) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await phone.under_a_worker()
    for address, opened in (("/today", "/today"), ("https://elders.example/", "/notes/new")):
        await worker.buzz(phone, declared(navigate=address, tag=f"tag-{opened[1:]}"))
        await phone.until_notified()
        await tap_notification(phone)
        await phone.page.wait_for_url(running.address + opened)


async def test_trap_12_a_push_says_no_name_that_stands_in_the_roster(
    devices: Devices, running: Running, world: World
) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await turn_on_reminders(phone)
    await phone.page.locator("[data-push-test]").click()
    (message,) = await phone.until_pushed()
    names = [pupil["name"] for group in (await phone.kept("roster"))["groups"] for pupil in group["pupils"]]
    assert names
    assert not [name for name in (*names, "Strijkers", "Wielewaal") if name in message["_"]["text"]]
    await worker.buzz(phone, message["_"]["text"])
    (shown,) = await phone.until_notified()
    assert not [name for name in names if name in json.dumps(shown)]


async def test_trap_13_a_subscription_that_never_settles_is_said_and_can_be_tried_again(
    devices: Devices, world: World
) -> None:
    phone = await devices.make()
    await phone.sign_in(world.iris, "/account")
    await phone.page.clock.install()
    await phone.open("/push")
    await phone.under_a_worker()
    await phone.page.evaluate(NEVER_SETTLES)
    await phone.page.locator("[data-push-on]:visible").click()
    await phone.page.locator("[data-push-show=busy]").wait_for(state="visible")
    # The patience starts with the question: moved before it, the clock would be moved for nothing.
    await phone.page.wait_for_function("() => window.subscriptionAsked === true")
    await phone.page.clock.fast_forward(20_000)
    await phone.page.locator("[data-push-show=failed]").wait_for(state="visible")
    await phone.page.locator("[data-push-show=failed] [data-push-on]").wait_for(state="visible")


NEVER_SETTLES = """() => {
  PushManager.prototype.subscribe = () => {
    window.subscriptionAsked = true;
    return new Promise(() => {});
  };
}"""

DECLARATIVE = """() => {
  const event = new PushEvent('push');
  const words = {title: 'Klankbord', body: 'Er is iets voor je in Klankbord.', tag: 'x', lang: 'nl'};
  const notification = {...words, navigate: '/today'};
  Object.defineProperties(event, {notification: {value: notification}, appBadge: {value: 1}});
  dispatchEvent(event);
}"""
