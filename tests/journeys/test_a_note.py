"""A teacher writes; nothing is lost, nothing comes twice."""

import asyncio
from pathlib import Path

from tests.browser.devices import Devices
from tests.browser.running import Running
from tests.browser.steps import on_the_note_page, save, see, tick, write_note
from tests.factories import World
from tests.support.rows import rows

NOTES = "select n.id, n.pupil_id, n.signal_ids from notes n where n.organisation_id = :org"


async def test_a_note_written_after_a_cold_start_without_a_connection_arrives_once(
    devices: Devices, running: Running, world: World, tmp_path: Path
) -> None:
    phone = await devices.own_browser(tmp_path / "phone")
    await phone.sign_in(world.iris, "/notes/new")
    await phone.under_a_worker()
    assert await phone.kept("roster")
    await phone.close()

    phone = await devices.own_browser(tmp_path / "phone", offline=True)
    await phone.open("/notes/new")
    await phone.page.get_by_role("heading", name="Geen verbinding").or_(phone.page.locator("[data-shell]")).wait_for()
    await write_note(phone, "Sara", "Te laat")
    assert await phone.states() == ["waiting"]
    assert running.proxy.puts().count((await phone.items())[0]["id"]) == 0

    await phone.online()
    (item,) = await phone.until_items("sent")
    assert item["box"] == ""
    (note,) = await rows(running.owner, NOTES, org=world.organisation_id)
    assert (str(note.id), note.pupil_id, note.signal_ids) == (item["id"], world.sara, ["late"])
    await phone.open("/notes/new")
    assert phone.errors == []


async def test_a_note_with_one_signal_takes_three_taps(devices: Devices, running: Running, world: World) -> None:
    phone = await devices.make()
    await phone.sign_in(world.iris)
    await phone.count_taps()
    await write_note(phone, "Milan", "Te laat")
    assert await phone.taps() == 3
    await phone.until_items("sent")


async def test_one_note_about_several_children_becomes_a_note_for_each(
    devices: Devices, running: Running, world: World
) -> None:
    phone = await devices.make()
    await phone.sign_in(world.iris)
    await tick(phone, "Milan")
    await write_note(phone, "Sara", "Minder zin")
    await phone.until_items("sent", "sent")
    found = await rows(running.owner, NOTES, org=world.organisation_id)
    assert {row.pupil_id for row in found} == {world.sara, world.milan}


async def test_nothing_looks_for_names_while_a_finger_is_on_its_way_to_save(devices: Devices, world: World) -> None:
    phone = await on_the_note_page(devices, world.iris)
    hint = phone.page.locator("[data-guard-hint]")
    await see(phone, "Bel 06 12345678")
    await phone.page.locator("button[form=note-form]").dispatch_event("pointerdown")
    await asyncio.sleep(0.8)
    assert await hint.count() == 0
    await hint.wait_for()  # the finger went elsewhere
    await phone.page.locator("textarea[name=observation]").fill("Bel 06 87654321")
    await tick(phone, "Sara")
    await save(phone)
    await phone.page.locator("[data-saved] .voyage").first.wait_for()
    await asyncio.sleep(2)
    assert await hint.count() == 0
