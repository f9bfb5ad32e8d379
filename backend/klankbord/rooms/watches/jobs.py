"""What happens by itself: lessons are found anew after a change, and whatever a crash left behind is mended."""

from uuid import UUID

from klankbord.house.house import House
from klankbord.rooms.watches import actions, queries


async def realign_watches(house: House, about: dict[str, str]) -> None:
    """Job: the lessons of this group may have changed."""
    await _realign(house, UUID(about["group"]))


async def mend(house: House) -> int:
    """Sweep: every running watch asks about lessons that exist, and each has its reminder. How many did not."""
    async with house.database.transaction() as db:
        groups = await queries.groups_with_watches(db)
    return sum([await _realign(house, group_id) for group_id in groups])


async def _realign(house: House, group_id: UUID) -> int:
    async with house.database.transaction() as db:
        return await actions.realign(db, group_id=group_id, now=house.clock.now())
