"""An open alarm stands on top of Today; what stands below it never says that all is quiet."""

import pytest
from httpx2 import AsyncClient

from tests.conftest import SignIn
from tests.support.alarm_story import send_alarm
from tests.support.story import Story

QUIET, NOTHING, DONE = "Vandaag is er rust", "Niets wacht op jou", "Alles is gedaan"


@pytest.mark.parametrize("who", ["iris", "karim", "marjan"])
async def test_with_an_alarm_above_an_empty_list_does_not_say_that_all_is_quiet(
    story: Story, client: AsyncClient, sign_in: SignIn, who: str
) -> None:
    await sign_in(story.world.organisation_id, getattr(story.world, who))
    before = (await client.get("/today")).text
    assert QUIET in before
    assert NOTHING in before
    await send_alarm(story)
    page = (await client.get("/today")).text
    assert 'href="/alarms/now"' in page
    assert "Alleen de noodmelding staat open" in page
    assert "Verder wacht er niets op je" in page
    for contradiction in (QUIET, NOTHING, DONE, "Noteer iets moois"):
        assert contradiction not in page


async def test_where_the_alarm_is_not_one_s_own_the_day_stays_quiet(
    story: Story, client: AsyncClient, sign_in: SignIn
) -> None:
    await send_alarm(story)
    await sign_in(story.world.organisation_id, story.world.noortje)
    assert QUIET in (await client.get("/today")).text
