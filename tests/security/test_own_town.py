"""The town is told once; each test has a copy of its own, of the rows and of what is remembered about them."""

from klankbord.house.database import Database
from klankbord.house.house import House
from tests.security.conftest import Told
from tests.security.town import CHILD, MONDAY, Town
from tests.support.beginning import Beginning, settings_of
from tests.support.cluster import Cluster
from tests.support.rows import change, rows

NAMES = "select first_name from pupils where id = :id"


async def test_what_one_test_does_no_other_sees(
    cluster: Cluster, town: Town, town_once: Beginning[Told], tmp_path_factory
) -> None:
    sara, people, ids = town.world.sara, dict(town.people), dict(town.ids)
    await change(town.owner, "update pupils set first_name = 'Iemand anders'")
    town.house.clock.move_back()
    town.people.clear()
    town.ids.clear()
    name, urls = await cluster.copy(town_once.database)
    settings = settings_of(urls, tmp_path_factory.mktemp("next"), town_once)
    house, owner = House.for_web(settings), Database(urls.owner, 1)
    try:
        following = Town(house, owner, **town_once.told)
        assert [row.first_name for row in await rows(owner, NAMES, id=sara)] == [CHILD]
        assert (following.people, following.ids) == (people, ids)
        assert house.clock.now().date() == MONDAY.date()
    finally:
        await house.database.close()
        await owner.close()
        await cluster.drop(name)


async def test_what_was_sealed_when_it_was_told_opens_in_a_copy(town: Town) -> None:
    (note,) = await rows(town.owner, "select * from notes where id = :id", id=town.ids["note_id"])
    sealed = {"table": "notes", "row": note.id}
    assert town.house.keys.open(note.observation_sealed, column="observation_sealed", **sealed)
