"""Without a connection everybody finds whom to call: also who teaches nobody and so keeps no names of children."""

from pathlib import Path

import pytest

from tests.browser.device import Device, until
from tests.browser.devices import Devices
from tests.factories import World

DAY_MS = 24 * 3_600_000
NAMES = ("Sara", "Milan", "Noor", "Bram", "Strijkers")
EVERYTHING = """async () => {
  const open = indexedDB.open('klankbord');
  const database = await new Promise((resolve) => (open.onsuccess = () => resolve(open.result)));
  const store = database.transaction('kv').objectStore('kv').getAll();
  const rows = await new Promise((resolve) => (store.onsuccess = () => resolve(store.result)));
  database.close();
  return JSON.stringify(rows) + document.body.innerText;
}"""
# Time passes: what is kept here ends so much sooner.
AGE = """(ms) => new Promise((done) => {
  const asked = indexedDB.open('klankbord');
  asked.onsuccess = () => {
    const store = asked.result.transaction('kv', 'readwrite').objectStore('kv');
    for (const key of ['roster', 'contacts']) {
      const read = store.get(key);
      read.onsuccess = () => store.put({...read.result, expires: read.result.expires - ms}, key);
    }
    store.transaction.oncomplete = () => { asked.result.close(); done(); };
  };
})"""
MARJAN = ("Marjan", "sociaal werker", "ma t/m do, 9:00 – 17:00", "tel:0600000012", "https://wa.me/31600000012")
KARIM = ("Karim", "locatiemanager", "", "tel:0600000011", "https://wa.me/31600000011")


async def on_the_list(phone: Device) -> list[tuple[str, ...]]:
    """Whom the page offers to call: name, role, hours, and the two links."""
    cards = phone.page.locator("[data-contacts] .call")
    found = []
    for card in await cards.all():
        text = [await card.locator(f"[data-fill='{name}']").last.inner_text() for name in ("name", "role", "hours")]
        links = [await card.locator(a).first.get_attribute("href") or "" for a in ("[data-dial]", "[data-whatsapp]")]
        found.append((*text, *links))
    return found


@pytest.mark.parametrize(("who", "whom"), [("karim", [MARJAN]), ("marjan", [KARIM])])
async def test_a_manager_and_a_social_worker_find_each_other_after_a_cold_start_without_a_connection(
    devices: Devices, world: World, tmp_path: Path, who: str, whom: list[tuple[str, ...]]
) -> None:
    phone = await devices.own_browser(tmp_path / "phone")
    await phone.sign_in(getattr(world, who), "/today")
    await phone.under_a_worker()
    await until(lambda: phone.kept("contacts"), bool, "whom to call")
    await phone.close()

    phone = await devices.own_browser(tmp_path / "phone", offline=True)
    await phone.open("/help")
    await until(lambda: on_the_list(phone), bool, "somebody to call")
    assert await on_the_list(phone) == whom
    assert await phone.page.locator("a[href='tel:112']").is_visible()
    said = await phone.page.evaluate(EVERYTHING)
    assert not [name for name in NAMES if name in said]
    assert await phone.kept("roster") is None
    assert phone.errors == []


@pytest.mark.parametrize(("days", "names", "people"), [(0, True, True), (10, False, True), (29, False, False)])
async def test_whom_to_call_outlives_the_names_of_the_lesson_day_and_ends_too(
    devices: Devices, world: World, days: int, names: bool, people: bool
) -> None:
    phone = await devices.make()
    await phone.sign_in(world.iris, "/notes/new")
    await phone.under_a_worker()
    await until(lambda: phone.kept("roster"), bool, "names")
    await phone.offline()
    await phone.page.evaluate(AGE, days * DAY_MS)
    await phone.open("/help")
    await until(lambda: on_the_list(phone), lambda found: bool(found) == people, f"whom to call after {days} days")
    assert bool(await phone.kept("roster")) == names
    assert bool(await phone.kept("contacts")) == people


async def test_who_wants_no_names_on_the_phone_still_finds_whom_to_call(devices: Devices, world: World) -> None:
    phone = await devices.make()
    await phone.sign_in(world.iris, "/account")
    await phone.under_a_worker()
    await until(lambda: phone.kept("roster"), bool, "names")
    await phone.page.locator("[data-roster-toggle]").uncheck()
    await until(lambda: phone.kept("roster"), lambda kept: kept is None, "no names")
    await phone.open("/today")
    assert await phone.kept("roster") is None
    await phone.offline()
    await phone.open("/help")
    await until(lambda: on_the_list(phone), lambda found: found == [KARIM, MARJAN], "whom to call")


async def test_another_person_on_the_same_phone_finds_nobody_of_the_one_before(devices: Devices, world: World) -> None:
    phone = await devices.make()
    await phone.sign_in(world.iris, "/notes/new")
    await until(lambda: phone.kept("contacts"), bool, "whom to call")
    await phone.sign_in(world.marjan, "/today")
    await until(lambda: phone.kept("contacts"), lambda kept: kept and kept["person"] == str(world.marjan), "hers")
    assert [one["name"] for one in (await phone.kept("contacts"))["contacts"]] == ["Karim"]
    assert await phone.kept("roster") is None
