"""Who works when: Els on other days than Marjan, and she stands in while Marjan is away."""

from datetime import time, timedelta

from klankbord.house.clock import AMSTERDAM
from klankbord.rooms.demo.teller import Teller
from klankbord.rooms.duty import actions as duty

FRIDAY, SATURDAY = 5, 6
AWAY_IN, AWAY_FOR = timedelta(days=21), timedelta(days=4)  # far enough that nothing of today changes


async def two_social_workers(teller: Teller) -> None:
    """The hours of one, and the days on which the other is away."""
    org, els, marjan = teller.world.organisation_id, teller.world.people["Els"], teller.world.people["Marjan"]
    async with teller.house.database.transaction(els, org) as db:
        await duty.add_hours(
            db,
            organisation_id=org,
            person_id=els,
            weekdays=[FRIDAY, SATURDAY],
            starts_at=time(9),
            ends_at=time(15),
        )
    first_day = (teller.now.astimezone(AMSTERDAM) + AWAY_IN).date()
    async with teller.house.database.transaction(marjan, org) as db:
        await duty.add_absence(
            db,
            organisation_id=org,
            person_id=marjan,
            first_day=first_day,
            last_day=first_day + AWAY_FOR,
            deputy_id=els,
            now=teller.now,
        )
