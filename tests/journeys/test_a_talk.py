"""A teacher talks with a child: from the note that asked for it, through a line that breaks, to the next lesson."""

from datetime import datetime
from pathlib import Path

from klankbord.house.clock import AMSTERDAM
from tests.browser.devices import Devices
from tests.browser.running import Running
from tests.browser.steps import save, write_note
from tests.factories import World
from tests.support.agreements_story import PLAN, SAID
from tests.support.rows import rows

TALKS = "select id, pupil_id, talked_with, case_id from conversations where organisation_id = :org"
PLANNED = """select due_at from reminders where kind = 'one_to_one' and organisation_id = :org
              and state = 'waiting' order by due_at"""
ON_BODY = "() => document.activeElement === document.body"
NEXT_LESSON = datetime(2026, 11, 9, 8, tzinfo=AMSTERDAM)


async def test_a_talk_after_a_note_survives_a_broken_line_and_comes_back_in_the_next_lesson(
    devices: Devices, running: Running, world: World
) -> None:
    phone = await devices.make()
    await phone.sign_in(world.iris, "/notes/new")
    await write_note(phone, "Sara", "Minder zin")
    await phone.page.get_by_role("link", name="Praat met het kind").click()
    await phone.page.get_by_role("heading", name="Gesprek met Sara").wait_for()
    await phone.is_ready()
    await phone.page.locator("summary", has_text="Vragen en tips").click()
    await phone.page.get_by_text("Beloof nooit dat je het geheim houdt").wait_for()

    await phone.offline()
    await phone.page.get_by_label("Wat werd er gezegd?").fill(SAID)
    await phone.page.get_by_label("Samen een klein plan").fill(PLAN)
    await save(phone)
    await phone.page.get_by_text("Gesprek bewaard").wait_for()
    assert not await phone.page.evaluate(ON_BODY)
    assert await phone.page.get_by_role("button", name="Bewaar").count() == 0
    assert SAID not in str(await phone.items())
    assert await rows(running.owner, TALKS, org=world.organisation_id) == []

    await phone.online()
    await phone.until_items("sent", "sent")
    (talk,) = await rows(running.owner, TALKS, org=world.organisation_id)
    assert (talk.pupil_id, talk.talked_with, talk.case_id) == (world.sara, "child", None)
    (first, *_) = await rows(running.owner, PLANNED, org=world.organisation_id)
    assert first.due_at == NEXT_LESSON

    await phone.open(f"/conversations/{talk.id}")
    await phone.page.get_by_text(SAID).wait_for()
    assert phone.errors == []


async def test_the_simplest_talk_is_one_tap_on_its_page(devices: Devices, running: Running, world: World) -> None:
    phone = await devices.make()
    await phone.sign_in(world.iris, "/conversations/new")
    await phone.page.get_by_role("link", name="Milan").click()
    await phone.is_ready()
    await save(phone)
    await phone.until_items("sent")
    assert [row.pupil_id for row in await rows(running.owner, TALKS, org=world.organisation_id)] == [world.milan]


async def test_a_talk_written_down_after_a_cold_start_without_a_connection_arrives_once(
    devices: Devices, running: Running, world: World, tmp_path: Path
) -> None:
    phone = await devices.own_browser(tmp_path / "phone")
    await phone.sign_in(world.iris, "/notes/new")
    await phone.under_a_worker()
    assert await phone.kept("roster")
    await phone.close()

    phone = await devices.own_browser(tmp_path / "phone", offline=True)
    await phone.open("/today")
    await phone.page.locator("summary", has_text="Wat als het kind huilt?").click()
    await phone.page.get_by_text("Blijf rustig en blijf erbij").wait_for()
    await phone.page.locator("summary", has_text="Gesprek opschrijven").click()
    talk = phone.page.locator("#talk")
    await talk.get_by_role("button", name="Bewaar").click()
    await talk.get_by_text("Over wie gaat het?").or_(talk.locator("[data-outbox-status]")).first.wait_for()
    assert await phone.items() == []
    await talk.locator("label.chip", has_text="Sara").click()
    await talk.get_by_label("Wat werd er gezegd?").fill(SAID)
    await talk.get_by_role("button", name="Bewaar").click()
    await phone.page.get_by_text("Gesprek bewaard").wait_for()
    assert await phone.states() == ["waiting"]

    await phone.online()
    await phone.until_items("sent")
    (row,) = await rows(running.owner, TALKS, org=world.organisation_id)
    assert (row.pupil_id, row.talked_with) == (world.sara, "child")
    assert phone.errors == []
