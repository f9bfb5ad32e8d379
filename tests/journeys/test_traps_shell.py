"""Traps 5 to 8: the cold start, what the worker keeps, what stands on the disk, one tap is one note."""

import asyncio
from functools import partial
from pathlib import Path

from tests.browser import faults
from tests.browser.device import Device, until
from tests.browser.devices import Devices
from tests.browser.running import Running
from tests.browser.steps import chip, on_the_note_page, see, tick, write_note
from tests.factories import World
from tests.support.rows import change, rows

TOKEN = "Zwaluwkruid7319"
PLAIN = "Controlewoord8402"
PUBLIC = ("/static/", "/offline/")


async def test_trap_5_after_a_cold_start_without_a_network_the_shell_opens_saves_and_lists(
    devices: Devices, world: World, tmp_path: Path
) -> None:
    phone = await devices.own_browser(tmp_path / "phone")
    await phone.sign_in(world.iris, "/notes/new")
    await phone.under_a_worker()
    await phone.close()
    phone = await devices.own_browser(tmp_path / "phone", offline=True)
    await phone.open("/today")
    await write_note(phone, "Milan", "moe of honger")
    await phone.page.locator("[data-waiting-list] li").wait_for()
    assert "Milan" not in await phone.page.locator("[data-waiting-list]").inner_text()
    await phone.page.reload()
    await phone.is_ready()
    await phone.page.locator("[data-waiting-list] li").wait_for()
    assert await phone.page.locator("a[href='tel:112']").is_visible()
    assert phone.errors == []


async def test_without_a_line_the_page_of_a_group_is_still_the_page_of_that_group(
    devices: Devices, running: Running, world: World
) -> None:
    """Her other group has its lesson now: that one would be shown to who asks for none."""
    await change(running.owner, "update groups set weekday = 1 where id = :id", id=world.koper)
    await change(running.owner, TEACHES_TOO, who=world.iris, group=world.koper)
    phone = await on_the_note_page(devices, world.iris)
    await phone.under_a_worker()
    await phone.offline()
    await phone.open("/notes/new")
    assert await phone.page.locator("label.chip:visible", has_text=chip("Sara")).count() == 1
    await phone.open(f"/notes/new?group={world.koper}")
    assert await phone.page.locator("label.chip:visible", has_text=chip("Sara")).count() == 0
    await write_note(phone, "Bram", "te laat")
    await phone.online()
    await until(
        lambda: rows(running.owner, "select group_id, pupil_id from notes where writer_id = :who", who=world.iris),
        lambda found: [tuple(row) for row in found] == [(world.koper, world.bram)],
        "the note in that group",
    )


TEACHES_TOO = """insert into roles (id, organisation_id, person_id, kind, group_id, location_id)
                 select gen_random_uuid(), organisation_id, :who, 'teacher', id, location_id
                   from groups where id = :group"""


async def test_without_a_line_the_lesson_is_told_in_the_same_words(
    devices: Devices, running: Running, world: World
) -> None:
    for language in ("nl", "en"):
        await change(running.owner, "update people set language = :l where id = :id", l=language, id=world.iris)
        phone = await on_the_note_page(devices, world.iris)
        await phone.under_a_worker()
        told = phone.page.locator("#note-form .over").first
        with_a_line = await told.inner_text()
        assert with_a_line.endswith("11:00")
        await phone.offline()
        await phone.open("/notes/new")
        await until(told.inner_text, with_a_line.__eq__, with_a_line)
        await phone.online()


async def test_trying_again_without_a_connection_leaves_a_half_written_note_alone(
    devices: Devices, world: World
) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await phone.under_a_worker()
    await phone.offline()
    await phone.open("/notes/new")
    await phone.page.evaluate("() => { self.same = true; }")
    await see(phone, "Ze zat alleen aan de kant en")
    await phone.page.get_by_role("button", name="Probeer opnieuw").click()
    await phone.page.locator("[data-banner=save-first]").wait_for()
    assert await phone.page.locator("textarea[name=observation]").input_value() == "Ze zat alleen aan de kant en"
    assert await phone.page.evaluate("() => self.same") is True
    await write_note(phone, "Sara", "te laat")
    await phone.page.get_by_role("button", name="Probeer opnieuw").click()
    await phone.page.wait_for_function("() => !self.same")


async def test_trap_6_a_shell_that_redirects_or_is_missing_at_install_leaves_no_worker(
    devices: Devices, running: Running, world: World
) -> None:
    for fault in (faults.redirect("/sign-in"), faults.status(404)):
        with running.proxy.switched(fault, "/offline/"):
            phone = await devices.make()
            await phone.sign_in(world.iris, "/notes/new")
            await until(partial(active_worker, phone), lambda found: found is None, "no worker")
        await phone.open("/notes/new")
        await phone.under_a_worker()


async def test_trap_6_an_update_that_cannot_be_fetched_whole_leaves_the_old_worker(
    devices: Devices, running: Running, world: World
) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await phone.under_a_worker()
    before = await phone.caches()
    with (
        running.proxy.switched(faults.newer_worker(), "/sw.js"),
        running.proxy.switched(faults.status(404), "/static/shell"),
    ):
        assert await phone.page.evaluate(TRY_UPDATE) == "redundant"
    assert await active_worker(phone) == "activated"
    await phone.offline()
    await phone.open("/notes/new")
    await write_note(phone, "Sara", "te laat")
    assert before.items() <= (await phone.caches()).items()


async def test_trap_6_nothing_that_needs_a_session_is_in_any_cache(devices: Devices, world: World) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await phone.under_a_worker()
    for path in ("/notes", "/today", "/outbox", "/attention", "/account", "/help", "/push", "/notes/new"):
        await phone.open(path, ready=False)
    kept = await phone.caches()
    assert len(kept) == 1
    paths = next(iter(kept.values()))
    assert [path for path in paths if not path.startswith(PUBLIC)] == []
    assert {"/offline/nl", "/offline/en"} <= set(paths)


async def test_trap_7_what_was_typed_stands_nowhere_on_the_disk(devices: Devices, world: World, tmp_path: Path) -> None:
    profile = tmp_path / "phone"
    phone = await devices.own_browser(profile)
    await phone.sign_in(world.iris, "/notes/new")
    await phone.under_a_worker()
    await phone.offline()
    await phone.page.evaluate("(word) => localStorage.setItem('control', word)", PLAIN)
    await write_note(phone, "Sara", "te laat", seen=f"Zei: {TOKEN} is weg.")
    await phone.page.goto("about:blank")
    await phone.close()
    assert on_disk(profile, PLAIN), "the control value must be found, or this test looks in the wrong place"
    assert on_disk(profile, TOKEN) == []


async def test_trap_7_what_was_typed_and_not_kept_stands_nowhere_on_the_disk(
    devices: Devices, world: World, tmp_path: Path
) -> None:
    profile = tmp_path / "phone"
    phone = await devices.own_browser(profile)
    await phone.sign_in(world.iris, "/notes/new")
    await see(phone, f"Zei: {TOKEN} is weg.")
    await phone.page.evaluate(ANOTHER_FORM, PLAIN)
    key = await phone.page.locator('meta[name="typing-key"]').get_attribute("content")
    await until(lambda: phone.page.evaluate("() => sessionStorage.length"), bool, "the words kept in the tab")
    # the browser writes how it left a page, to open it like that again; in a while
    await phone.page.goto("about:blank")
    await until(partial(soon_on_disk, profile, PLAIN), bool, "a form that may be kept; or we look in the wrong place")
    await phone.close()
    assert on_disk(profile, TOKEN) == []
    assert key
    assert on_disk(profile, key) == []


async def test_trap_8_without_a_connection_the_form_is_not_posted_a_second_time_by_htmx(
    devices: Devices, running: Running, world: World
) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await phone.under_a_worker()
    await phone.offline()
    await write_note(phone, "Sara", "te laat")
    await phone.online()
    await phone.until_items("sent")
    assert [one.path for one in running.proxy.asked if one.method == "POST" and one.path.startswith("/notes")] == []


async def test_trap_8_a_double_tap_on_save_makes_one_note(devices: Devices, running: Running, world: World) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await tick(phone, "Sara")
    await tick(phone, "te laat")
    await phone.page.get_by_role("button", name=chip("Bewaar")).dblclick()
    await phone.until_items("sent")
    assert (
        len(await rows(running.owner, "select id from notes where organisation_id = :o", o=world.organisation_id)) == 1
    )
    assert not await phone.page.locator("[data-outbox-status]").is_visible()


async def active_worker(phone: Device) -> str | None:
    """The state of the worker that controls our pages, or None."""
    found: str | None = await phone.page.evaluate(
        "async () => (await navigator.serviceWorker.getRegistration())?.active?.state ?? null"
    )
    return found


def on_disk(folder: Path, word: str) -> list[str]:
    """Files that hold this word, as UTF-8 or UTF-16."""
    wanted = (word.encode(), word.encode("utf-16-le"))
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [str(path) for path in files if any(each in path.read_bytes() for each in wanted)]


async def soon_on_disk(folder: Path, word: str) -> list[str]:
    """The same while the browser still runs, and its files come and go."""
    try:
        return await asyncio.to_thread(on_disk, folder, word)
    except FileNotFoundError:
        return []


ANOTHER_FORM = """(word) => {
  const form = document.body.appendChild(document.createElement('form'));
  const text = form.appendChild(document.createElement('textarea'));
  Object.assign(text, { name: 'other', value: word });
}"""
TRY_UPDATE = """async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  const over = new Promise((done) => registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    const settled = () => ['redundant', 'installed'].includes(worker.state) && done(worker.state);
    worker.addEventListener('statechange', settled);
  }));
  await registration.update().catch(() => null);
  return over;
}"""
