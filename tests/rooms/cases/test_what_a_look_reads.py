"""A case is opened, and that is written down, as quickly when thousands of cases were passed on to who opens it."""

import pytest

from klankbord.house.database import Database
from klankbord.house.door import look_up
from klankbord.house.house import House
from klankbord.rooms.cases import looking
from tests.factories import World
from tests.support.rows import rows
from tests.support.rows_read import READ_SO_FAR
from tests.support.thousands import thousands_of_cases

LITTLE = 40  # rows of cases and handovers, each looked at a few times


@pytest.mark.parametrize("who", ["marjan", "karim", "iris"])
async def test_a_look_at_one_case_reads_no_other_case(owner: Database, house: House, small: World, who: str) -> None:
    await thousands_of_cases(owner, small)
    ((case,),) = await rows(owner, "select id from cases where group_id = :group limit 1", group=small.strijkers)
    person = getattr(small, who)
    async with house.database.transaction(person, small.organisation_id) as db:
        reader = await look_up(db, person, small.organisation_id)
        assert reader
        await looking.look(db, reader, case, house.clock.now())
        read = (await (await db.connection()).execute(READ_SO_FAR, {"tables": ["cases", "handovers"]})).scalar_one()
    assert 0 < read <= LITTLE
