"""The Meldcode as a browser gets it: who sees it, what is recorded, and that nothing typed is lost."""

import re
from uuid import UUID

import pytest
from httpx2 import AsyncClient
from sqlmodel import select

from klankbord.house.database import Database
from klankbord.house.ids import new_id
from klankbord.rooms.cases.models import Case
from klankbord.rooms.meldcode.models import MeldcodeEntry, MeldcodeTrack
from tests.conftest import SignIn
from tests.support.story import Story

SEEN = "Blauwe plek, drie keer in een maand"


@pytest.fixture
def enter(story: Story, sign_in: SignIn):
    async def as_person(person_id: UUID) -> None:
        await sign_in(story.world.organisation_id, person_id)

    return as_person


async def started(client: AsyncClient, case: Case, special: str = "") -> str:
    """The address of the Meldcode, once it was started."""
    address = f"/cases/{case.id}/meldcode"
    assert (await client.post(address, data={"special": special, "once": str(new_id())})).status_code == 303
    return address


async def entries(owner: Database) -> list[MeldcodeEntry]:
    async with owner.transaction() as db:
        return list((await db.exec(select(MeldcodeEntry).order_by(MeldcodeEntry.at, MeldcodeEntry.id))).all())


async def record(client: AsyncClient, address: str, **typed: str):
    """Sends the form that stands on the page (the first, of the current step), filled in."""
    page = (await client.get(address)).text
    track = re.search(r'name="track" value="([^"]+)"', page)
    assert track
    return await client.post(f"{address}/entries", data={"track": track[1], "once": str(new_id())} | typed)


async def test_location_manager_and_social_worker_see_it_and_teachers_do_not(story: Story, client: AsyncClient, enter):
    case = await story.reported()
    await enter(story.world.karim)
    address = await started(client, case)
    assert "meldcode" in (await client.get(f"/cases/{case.id}")).text
    for stranger in (story.world.iris, story.world.noortje, story.world.marjan, story.world.tess):
        await enter(stranger)
        assert (await client.get(address)).status_code == 404
        assert (await client.post(address)).status_code == 404
        assert (await client.post(f"{address}/entries", data={"kind": "step", "step": "1"})).status_code == 404
    await story.hand_over(case.id)
    await enter(story.world.marjan)
    assert (await client.get(address)).status_code == 200


async def test_the_whole_road_from_first_signal_to_both_decisions(
    story: Story, client: AsyncClient, enter, owner: Database
):
    case = await story.reported()
    await enter(story.world.karim)
    address = await started(client, case)
    await record(client, address, kind="step", step="1", done_on="2026-10-05", words=SEEN)
    await record(client, address, kind="step", step="2", done_on="2026-10-05", veilig_thuis="yes", words="Belde")
    await record(client, address, kind="skipped", step="3", words="Veilig Thuis raadde het af")
    for question in "12345":
        await record(client, address, kind="weighing", step="4", question=question, answer="doubt")
    for kind in ("need_to_report", "help_possible"):
        answer = await record(client, address, kind=kind, step="5", answer="yes", words="Samen met Veilig Thuis")
        assert answer.status_code == 303
    await record(client, address, kind="ended", step="5", words="Veilig Thuis neemt het over")
    rows = await entries(owner)
    assert [row.kind for row in rows][-3:] == ["need_to_report", "help_possible", "ended"]
    assert all(row.by_id == story.world.karim for row in rows)
    assert SEEN.encode() not in (rows[0].words_sealed or b"")
    page = (await client.get(address)).text
    assert SEEN in page
    assert "Veilig Thuis neemt het over" in page


async def test_out_of_order_is_refused_and_what_was_typed_stays(
    story: Story, client: AsyncClient, enter, owner: Database
):
    case = await story.reported()
    await enter(story.world.karim)
    address = await started(client, case)
    answer = await record(client, address, kind="step", step="3", done_on="2026-10-05", words=SEEN)
    assert answer.status_code == 422
    assert "Een eerdere stap is nog niet gedaan" in answer.text
    answer = await record(client, address, kind="skipped", step="1", words="")
    assert answer.status_code == 422
    await record(client, address, kind="step", step="1", words=SEEN)
    answer = await record(client, address, kind="step", step="2", done_on="2026-10-05", words="Sprak Marjan")
    assert answer.status_code == 422
    assert "Sprak Marjan" in answer.text
    assert len(await entries(owner)) == 1


@pytest.mark.parametrize("typed", [{"kind": "nonsense"}, {"step": "nine"}, {"question": "x"}, {"kind": ""}])
async def test_nonsense_is_refused_without_an_error_of_ours(
    story: Story, client: AsyncClient, enter, owner: Database, typed
):
    case = await story.reported()
    await enter(story.world.karim)
    address = await started(client, case)
    answer = await record(client, address, **({"kind": "step", "step": "1", "words": SEEN} | typed))
    assert 400 <= answer.status_code < 500
    assert await entries(owner) == []


async def test_in_a_special_case_the_page_says_to_call_at_once(story: Story, client: AsyncClient, enter):
    case = await story.reported()
    await enter(story.world.karim)
    address = await started(client, case, "honour")
    page = (await client.get(address)).text
    assert "bel meteen Veilig Thuis" in page
    assert page.index("tel:08002000") < page.index("<form")


async def test_starting_twice_is_one_track_and_a_correction_is_added(
    story: Story, client: AsyncClient, enter, owner: Database
):
    case = await story.reported()
    await enter(story.world.karim)
    address = await started(client, case)
    await started(client, case)
    async with owner.transaction() as db:
        assert len((await db.exec(select(MeldcodeTrack))).all()) == 1
    await record(client, address, kind="step", step="1", words=SEEN)
    (first,) = await entries(owner)
    page = (await client.get(f"{address}?correct={first.id}")).text
    assert str(first.id) in page
    await record(client, address, kind="step", step="1", words="Het was twee keer", corrects=str(first.id))
    page = (await client.get(address)).text
    assert SEEN in page
    assert "Het was twee keer" in page


async def test_whose_meldcode_applies_is_a_setting_of_the_location(story: Story, client: AsyncClient, enter):
    case = await story.reported()
    await enter(story.world.karim)
    setting = f"/locations/{story.world.wielewaal}/meldcode"
    typed = {"whose": "school", "contact_name": "Ans", "contact_phone": "020 123 45 67"}
    assert (await client.post(setting, data=typed)).status_code == 303
    page = (await client.get(await started(client, case))).text
    assert "De Meldcode van de school geldt hier" in page
    assert "tel:0201234567" in page
    for stranger in (story.world.iris, story.world.noortje):
        await enter(stranger)
        assert (await client.get(setting)).status_code == 404
        assert (await client.post(setting, data=typed)).status_code == 404
