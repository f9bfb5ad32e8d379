"""The made-up organisation has something true to show to everybody in it."""

from httpx2 import AsyncClient
from sqlalchemy import text

from klankbord.house.clock import Clock
from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.rooms.demo.names import LOCATIONS
from klankbord.rooms.demo.seed import seed


async def _count(owner: Database, statement: str) -> int:
    async with owner.transaction() as db:
        return int((await (await db.connection()).execute(text(statement))).scalar_one())


async def test_the_demo_has_the_size_of_a_small_organisation(house: House, owner: Database) -> None:
    await seed(house)
    assert await _count(owner, "select count(*) from locations") == 3
    assert await _count(owner, "select count(*) from groups") == 8
    assert 85 <= await _count(owner, "select count(*) from pupils") <= 95
    for kind, many in (("teacher", 5), ("location_manager", 2), ("social_worker", 2), ("administrator", 1)):
        assert await _count(owner, f"select count(distinct person_id) from roles where kind = '{kind}'") == many
    assert await _count(owner, "select count(*) from cases") >= 6
    assert await _count(owner, "select count(*) from watch_lessons where answer is null") >= 1
    assert await _count(owner, "select count(*) from outbox_items where state = 'attention'") == 1


async def test_beginning_anew_leaves_one_organisation(house: House, owner: Database) -> None:
    await seed(house)
    await seed(house)
    assert await _count(owner, "select count(*) from organisations") == 1


async def test_every_story_lies_in_the_past_whatever_the_hour(house: House, owner: Database, clock: Clock) -> None:
    for hour in (3, 8, 12, 16, 22):
        clock.move_to(clock.now().replace(hour=hour, minute=7))
        await seed(house)
        async with owner.transaction() as db:
            latest = (await (await db.connection()).execute(text("select max(received_at) from notes"))).scalar_one()
        assert latest <= clock.now()


def test_no_child_is_in_two_groups_under_one_key() -> None:
    keys = [child for *_, groups in LOCATIONS for group in groups for child in group.children.split()]
    assert len(keys) == len(set(keys))


async def test_the_page_of_what_was_sent_names_no_child(client: AsyncClient, house: House, owner: Database) -> None:
    await seed(house)
    page = (await client.get("/demo/sent")).text
    assert "Karim" in page
    for _, _, _, groups in LOCATIONS:
        for group in groups:
            assert group.name not in page
            assert not [child for child in group.children.split() if f">{child.split(':')[0]}<" in page]
