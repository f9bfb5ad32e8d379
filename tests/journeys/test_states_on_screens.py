"""What screens go on saying about a note after they have asked the server again: never less than it said itself, and
never more than is known."""

import re
from typing import Any

from playwright.async_api import Page, expect

from klankbord.rooms.cases.path_models import OfferAnswer
from tests.browser import faults
from tests.browser.device import Device, until
from tests.browser.devices import Devices
from tests.browser.running import Running
from tests.browser.steps import SEEN_ANEW, on_the_note_page, tick, write_note
from tests.factories import World
from tests.support.case_story import CaseStory
from tests.support.rows import change
from tests.support.story import Story

SHARE = re.compile("De+le?n? met de locatiemanager")
SEEN_BY_KARIM = re.compile("^gezien door Karim, vandaag ")


async def ask_anew(page: Page) -> None:
    """The page is looked at again; this returns when it has painted what the server answered."""
    for _ in range(2):  # the second asks only after the first has painted
        async with page.expect_response("**/outbox/states?*") as answer:
            await page.evaluate(SEEN_ANEW)
        await (await answer.value).finished()


async def said(phone: Device) -> list[str]:
    """Every word about where something is, from top to bottom."""
    return [words.strip() for words in await phone.page.locator("main .state:visible").all_inner_texts()]


async def filed(devices: Devices, running: Running, world: World, seen: str = "") -> tuple[Device, dict[str, Any]]:
    """A phone with a note that did not fit any more when it arrived: Sara had left."""
    phone = await on_the_note_page(devices, world.iris)
    await phone.under_a_worker()
    await phone.offline()
    await write_note(phone, "Sara", "te laat", seen=seen)
    await change(running.owner, "update pupils set left_at = now() where id = :pupil", pupil=world.sara)
    await phone.online()
    (item,) = await phone.until_items("filed")
    return phone, item


async def test_the_page_of_a_note_goes_on_telling_what_became_of_the_report(
    devices: Devices, world: World, story: Story
) -> None:
    note = await story.note()
    made = await story.report(note)
    phone = await devices.make()
    await phone.sign_in(world.iris, f"/notes/{note}")
    shared = await said(phone)
    assert [words.startswith("gedeeld vandaag ") for words in shared] == [True]
    await ask_anew(phone.page)
    assert await said(phone) == shared

    case = CaseStory(story, made.id)
    await story.hand_over(made.id)
    offer = await case.offer(world.karim, world.marjan)
    await case.answer(world.marjan, offer.id, OfferAnswer.ACCEPTED)
    for path in (f"/notes/{note}", "/notes"):
        await phone.open(path)
        await expect(phone.page.locator("main .state:visible")).to_have_text(
            [re.compile("^gedeeld "), re.compile("^opgepakt door Marjan, vandaag ")]
        )
    await case.look(world.karim)
    await ask_anew(phone.page)
    await expect(phone.page.locator("main .state:visible")).to_have_text(
        [re.compile("^gezien door Karim om "), re.compile("^opgepakt door Marjan, vandaag ")]
    )

    await case.close(world.marjan, words="Het gaat weer goed")
    await phone.open(f"/notes/{note}")
    told = await said(phone)
    beginnings = ("gezien door Karim, vandaag ", "opgepakt door Marjan, vandaag ", "gesloten door Marjan, vandaag ")
    assert [words.startswith(one) for words, one in zip(told, beginnings, strict=True)] == [True] * 3
    await ask_anew(phone.page)
    assert await said(phone) == told


async def test_a_note_written_here_and_seen_since_is_never_called_only_sent_again(
    devices: Devices, running: Running, world: World, story: Story
) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await write_note(phone, "Sara", "te laat")
    await phone.page.get_by_role("button", name=SHARE).click()
    note, _ = await phone.until_items("sent", "sent")
    karim = await devices.make()
    await karim.sign_in(world.karim, "/cases")
    await karim.page.locator("main a[href^='/cases/']").first.click()
    await karim.page.wait_for_url("**/cases/*")
    # the phone knows by itself only that it was sent; the page knows more
    with running.proxy.switched(faults.cut, "/outbox/states"):
        await phone.open(f"/notes/{note['id']}")
        await phone.page.evaluate(SEEN_ANEW)
        await expect(phone.page.locator("main .state:visible").first).to_have_text(SEEN_BY_KARIM)
    await ask_anew(phone.page)
    await expect(phone.page.locator("main .state:visible").first).to_have_text(SEEN_BY_KARIM)


async def test_what_was_mended_is_no_longer_called_asking_attention_in_any_tab(
    devices: Devices, running: Running, world: World
) -> None:
    phone, item = await filed(devices, running, world, seen="Kwam binnen toen we al speelden.")
    await ask_anew(phone.page)
    await phone.until_items("filed")
    tab = await phone.context.new_page()
    await tab.goto(running.address + "/account")
    await expect(tab.locator("[data-banner=filed]")).to_be_visible()

    await phone.open(f"/attention/{item['id']}")
    await expect(phone.page.locator("[data-banner=filed]")).to_be_visible()
    await phone.page.locator("select[name=pupil]").select_option(str(world.milan))
    await phone.page.get_by_role("button", name="Bewaar").click()
    await phone.page.wait_for_url(f"**/notes/{item['id']}")
    await phone.until_items("sent")
    for page in (phone.page, tab):
        await expect(page.locator("[data-banner=filed]")).to_have_count(0)
    assert await said(phone) == ["verzonden, alleen jij ziet het"]

    await phone.page.get_by_role("button", name=SHARE).click()
    await phone.until_items("sent", "sent")
    await phone.open("/notes")
    await ask_anew(phone.page)
    await expect(phone.page.locator("article .state").first).to_have_text(re.compile("^gedeeld "))
    karim = await devices.make()
    await karim.sign_in(world.karim, "/cases")
    await karim.page.locator("main a[href^='/cases/']").first.click()
    await karim.page.wait_for_url("**/cases/*")
    await phone.open(f"/notes/{item['id']}")
    await ask_anew(phone.page)
    await expect(phone.page.locator("main .state:visible").first).to_have_text(SEEN_BY_KARIM)


async def test_a_page_drawn_after_the_mending_is_not_overwritten_by_what_the_phone_still_thinks(
    devices: Devices, running: Running, world: World
) -> None:
    phone, item = await filed(devices, running, world)
    with running.proxy.switched(faults.cut, "/outbox/states"):
        await phone.open(f"/attention/{item['id']}")
        await phone.page.locator("select[name=pupil]").select_option(str(world.milan))
        await phone.page.get_by_role("button", name="Bewaar").click()
        await phone.page.get_by_role("button", name=SHARE).click()
        await phone.until_items("filed", "sent")
        await phone.open("/notes")
        await expect(phone.page.locator("[data-banner=filed]")).to_be_visible()
        await expect(phone.page.locator("article .state").first).to_have_text(re.compile("^gedeeld "))


async def test_a_card_about_two_children_is_not_called_sent_when_one_note_was_thrown_away(
    devices: Devices, running: Running, world: World
) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await phone.under_a_worker()
    await phone.offline()
    await tick(phone, "Milan")
    await write_note(phone, "Sara", "te laat")
    card = phone.page.locator("[data-saved] [role=status][data-state-words]").first
    _, refused = await phone.items()
    with running.proxy.switched(faults.status(413), f"/outbox/{refused['id']}", "PUT"):
        await phone.online()
        await phone.until_items("sent", "attention")
    await expect(card).to_have_text("kan niet worden verzonden")

    tab = await phone.context.new_page()
    await tab.goto(running.address + "/outbox")
    away = tab.locator("[data-discard]:visible")
    await away.click()
    await away.click()
    await until(phone.states, lambda states: states == ["sent"], "one note")
    await ask_anew(phone.page)
    await expect(card).to_have_text("kan niet worden verzonden")
    await expect(phone.page.locator("[data-saved] [data-bead=sent].done")).to_have_count(0)


async def test_what_was_thrown_away_is_no_longer_called_asking_attention_in_any_tab(
    devices: Devices, running: Running, world: World
) -> None:
    phone, item = await filed(devices, running, world)
    tab = await phone.context.new_page()
    await tab.goto(running.address + "/account")
    await expect(tab.locator("[data-banner=filed]")).to_be_visible()

    await phone.open(f"/attention/{item['id']}")
    await phone.page.locator("summary", has_text="Gooi weg").click()
    await phone.page.locator("textarea[name=reason]").fill("Twee keer geschreven.")
    await phone.page.get_by_role("button", name="Gooi voorgoed weg").click()
    await phone.until_items()
    for page in (phone.page, tab):
        await expect(page.locator("[data-banner=filed]")).to_have_count(0)
