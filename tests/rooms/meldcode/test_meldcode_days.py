"""A day that the form fills in is the day on the wall here."""

from datetime import date

import pytest
from httpx2 import AsyncClient

from klankbord.house.ids import new_id
from tests.conftest import SignIn
from tests.support.story import Story, at


@pytest.mark.parametrize(
    ("moment", "day"),
    [(at(date(2026, 10, 5), 23, 30), "2026-10-05"), (at(date(2026, 10, 6), 0, 30), "2026-10-06")],
)
async def test_after_midnight_the_meldcode_starts_with_the_new_day(
    story: Story, client: AsyncClient, sign_in: SignIn, moment: object, day: str
) -> None:
    case, world = await story.reported(), story.world
    story.move_to(moment)  # type: ignore[arg-type]
    await sign_in(world.organisation_id, world.karim)
    address = f"/cases/{case.id}/meldcode"
    assert (await client.post(address, data={"special": "", "once": str(new_id())})).status_code == 303
    page = (await client.get(address)).text
    assert f'value="{day}"' in page
