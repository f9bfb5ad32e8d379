"""The list of what waits costs as much when thousands of cases are open: for whom all of them wait (Marjan), who may
see all of them (Karim), and who has none (Noortje)."""

import pytest

from klankbord.house.database import Database
from klankbord.house.door import entrance
from klankbord.house.house import House
from klankbord.house.tokens import digest
from klankbord.rooms.cases import waiting
from tests.conftest import SignIn
from tests.factories import World
from tests.support.rows_read import rows_read
from tests.support.thousands import IN_EACH, thousands_of_cases

SHOWN = waiting.PAGE + 1
# What waits for the reader is counted so far, and a case of the page is looked at once more for its child.
MOST = {"marjan": waiting.MANY + 1 + SHOWN, "karim": 3 * IN_EACH, "iris": 2 * IN_EACH, "noortje": 0}


@pytest.mark.parametrize("who", MOST)
async def test_the_list_reads_no_more_than_it_shows_when_thousands_of_cases_are_open(
    owner: Database, house: House, small: World, sign_in: SignIn, who: str
) -> None:
    await thousands_of_cases(owner, small)
    token = digest((await sign_in(small.organisation_id, getattr(small, who))).session_token)
    asked = (entrance(waiting.queue(1)), token, house.clock.now())
    assert await rows_read(house.database.direct, *asked, of={"cases"}) <= MOST[who]
