"""A case that has become long: its page stays short, and everything that happened can still be read, once."""

import re
from datetime import date, timedelta
from uuid import UUID

import pytest
from httpx2 import AsyncClient
from hypothesis import given
from hypothesis import strategies as some

from klankbord.house.database import Database
from klankbord.house.errors import NotHere
from klankbord.house.ids import new_id
from klankbord.rooms.agreements.models import Agreement
from klankbord.rooms.cases.models import Case, Report
from klankbord.rooms.cases.story_page import FOLDED, NEWEST, PAGE, StoryPage, story_page, story_part
from klankbord.rooms.cases.timeline import Entry
from klankbord.rooms.notes.models import Note
from tests.conftest import SignIn
from tests.factories import add
from tests.support.rows import change, rows
from tests.support.story import Story, at

MONDAY = at(date(2026, 10, 5))
TOLD = re.compile(r"Voorval (\d+)\.")
OLDER = re.compile(r'href="(/cases/[^"]+/story\?upto=\d+)"(?:(?!</a>).)*(?:van daarvoor|before that)', re.DOTALL)
NEWER = re.compile(r'href="(/cases/[^"]+/story\?upto=\d+)"(?:(?!</a>).)*Nieuwer', re.DOTALL)


def a_story(length: int) -> list[Entry]:
    """Newest first; the title of each is its number from the oldest."""
    return [Entry(MONDAY + timedelta(minutes=n), "pen", str(n), "Iris") for n in range(length, 0, -1)]


def read(told: list[Entry], upto: int | None = None) -> StoryPage:
    return story_page(None, told, upto)  # type: ignore[arg-type]


@given(some.integers(1, 450), some.integers(0, 60))
def test_reading_on_through_the_pages_meets_everything_once_also_when_more_happens_meanwhile(length: int, more: int):
    told = a_story(length)
    part = story_part(told)
    met, upto = [*part.newest, *part.folded], part.rest
    while upto:
        page = read(a_story(length + more), upto)
        met += page.entries
        upto = page.older
    assert [one.title for one in met] == [one.title for one in told]
    assert len(part.newest) <= NEWEST
    assert len(part.folded) <= FOLDED


@given(some.integers(1, 450), some.data())
def test_newer_leads_back_to_the_newest(length: int, data: some.DataObject):
    told = a_story(length)
    page, steps = read(told, data.draw(some.integers(1, length))), 0
    while page.newer:
        page, steps = read(told, page.newer), steps + 1
    assert page.entries[0] == told[0]
    assert steps <= length // PAGE + 1


@pytest.mark.parametrize("upto", [0, -1, 8, 10**40])
def test_a_number_that_no_entry_has_is_no_page(upto: int):
    with pytest.raises(NotHere):
        read(a_story(7), upto)


@pytest.fixture
def enter(story: Story, sign_in: SignIn):
    async def as_person(person_id: UUID) -> None:
        await sign_in(story.world.organisation_id, person_id)

    return as_person


async def a_long_case(story: Story, owner: Database, length: int) -> Case:
    """So many notes in one case, the moments of every three of them the same."""
    case = await story.reported()
    world, keys = story.world, story.house.keys
    about = {"organisation_id": world.organisation_id}
    for n in range(1, length + 1):
        moment = story.now + timedelta(minutes=n // 3)
        note = Note(
            writer_id=world.iris, pupil_id=world.sara, group_id=world.strijkers, location_id=world.wielewaal,
            written_at=moment, received_at=moment, **about,
        )  # fmt: skip
        note.observation_sealed = keys.seal(f"Voorval {n}.", table="notes", row=note.id, column="observation_sealed")
        await add(owner, note)
        await add(owner, Report(case_id=case.id, note_id=note.id, reporter_id=world.iris, reported_at=moment, **about))
    return case


async def agreed(story: Story, owner: Database, case: Case, many: int) -> None:
    """So many agreements of Karim that are still open."""
    world, keys = story.world, story.house.keys
    for n in range(many):
        row = Agreement(
            organisation_id=world.organisation_id, case_id=case.id, by_id=world.karim, at=story.now,
            owner_id=world.karim, due_on=date(2026, 10, 6) + timedelta(days=n), what_sealed=b"",
        )  # fmt: skip
        row.what_sealed = keys.seal(f"Belt nummer {n}.", table="agreements", row=row.id, column="what_sealed") or b""
        await add(owner, row)


async def seen(owner: Database) -> int:
    return len(await rows(owner, "select id from case_views"))


async def test_of_a_long_case_every_line_can_be_read_once_and_each_page_is_a_view(
    story: Story, client: AsyncClient, enter, owner: Database
):
    length = NEWEST + FOLDED + PAGE + 7
    case = await a_long_case(story, owner, length)
    await enter(story.world.karim)
    page = await client.get(f"/cases/{case.id}")
    met, addresses = TOLD.findall(page.text), [f"/cases/{case.id}"]
    assert len(met) == NEWEST + FOLDED
    assert "108 momenten van daarvoor" in page.text
    while there := OLDER.findall(page.text):
        addresses.append(there[0])
        page = await client.get(there[0])
        assert page.status_code == 200
        met += TOLD.findall(page.text)
    assert "Zo begon het." in page.text
    assert len(met) == len(set(met)) == length
    assert sorted(map(int, met), key=lambda n: -(n // 3)) == [int(n) for n in met]
    assert await seen(owner) == len(addresses) == 3
    assert "Sara" not in page.text.split("</title>")[0]
    assert (await client.get(NEWER.findall(page.text)[0])).status_code == 200


async def test_a_short_case_has_no_older_page_to_go_to(story: Story, client: AsyncClient, enter, owner: Database):
    case = await a_long_case(story, owner, 30)
    await enter(story.world.iris)
    page = (await client.get(f"/cases/{case.id}")).text
    assert len(TOLD.findall(page)) == 30
    assert not OLDER.findall(page)
    whole = (await client.get(f"/cases/{case.id}/story")).text
    assert len(TOLD.findall(whole)) == 30


async def test_the_older_story_reads_in_english_too(story: Story, client: AsyncClient, enter, owner: Database):
    case = await a_long_case(story, owner, NEWEST + FOLDED)
    await enter(story.world.iris)
    await change(owner, "update people set language = 'en'")
    page = (await client.get(f"/cases/{case.id}")).text
    assert "1 entry from before that" in page
    assert "This is how it began." in (await client.get(OLDER.findall(page)[0])).text


async def test_who_may_not_see_a_case_may_not_read_its_story_or_a_part_of_it(
    story: Story, client: AsyncClient, enter, owner: Database
):
    case = await a_long_case(story, owner, 3)
    for person in (story.world.noortje, story.world.tess, story.world.marjan):
        await enter(person)
        for address in ("story", "story?upto=1", "parts/agreements"):
            assert (await client.get(f"/cases/{case.id}/{address}")).status_code == 404
    assert await seen(owner) == 0


NOWHERE = ("story?upto=0", "story?upto=999", "story?upto=-3", "parts/nothing", "parts/cases")


@pytest.mark.parametrize(("address", "status"), [*((one, 404) for one in NOWHERE), ("story?upto=x", 422)])
async def test_an_address_that_leads_to_no_page_is_refused(
    story: Story, client: AsyncClient, enter, owner: Database, address: str, status: int
):
    case = await a_long_case(story, owner, 3)
    await enter(story.world.iris)
    assert (await client.get(f"/cases/{case.id}/{address}")).status_code == status
    assert (await client.get(f"/cases/{new_id()}/story")).status_code == 404


async def test_a_part_that_has_become_long_shows_the_first_and_leads_to_all_of_it(
    story: Story, client: AsyncClient, enter, owner: Database
):
    case = await story.reported()
    await agreed(story, owner, case, 23)
    await enter(story.world.karim)
    page = (await client.get(f"/cases/{case.id}")).text
    part = page.split('id="agreements"')[1].split("</section>")[0]
    assert sorted(set(map(int, re.findall(r"nummer (\d+)\.", part)))) == list(range(20))
    assert "Alle 23" in part
    whole = (await client.get(f"/cases/{case.id}/parts/agreements")).text
    assert sorted(set(map(int, re.findall(r"nummer (\d+)\.", whole)))) == list(range(23))
    assert "Alle 23" not in whole


async def test_what_is_asked_of_somebody_and_does_not_fit_is_counted(
    story: Story, client: AsyncClient, enter, owner: Database
):
    case = await story.reported()
    await agreed(story, owner, case, 23)
    await enter(story.world.karim)
    mine = (await client.get(f"/cases/{case.id}")).text.split('id="also-you"')[1].split("</section>")[0]
    assert mine.count('class="go"') == 11
    assert re.search(r"En nog 1[1-4], verderop op deze pagina", mine)
    await enter(story.world.iris)
    others = (await client.get(f"/cases/{case.id}")).text.split('id="others-now"')[1].split("</section>")[0]
    assert others.count("<li") == 12
    assert "verderop op deze pagina" in others
