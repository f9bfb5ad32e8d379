"""What happens by itself: what was agreed with a child follows the lessons of its group."""

from uuid import UUID

from klankbord.house.database import speak_as
from klankbord.house.house import House
from klankbord.rooms.agreements import queries, reminding, rules


async def realign_agreements(house: House, about: dict[str, str]) -> None:
    """Job: the lessons of this group may have changed, or a case in it was opened again."""
    await _realign(house, UUID(about["group"]))


async def mend(house: House) -> int:
    """Sweep: everything that was agreed with a child is asked about before its next lesson, and what is asked again
    takes the place of what was asked before. How many reminders were not as they must be."""
    now, changed = house.clock.now(), 0
    async with house.database.transaction() as db:
        groups = await queries.groups_to_follow(db)
        for row in await queries.asked_twice(db, now):
            await speak_as(db, None, row.organisation_id)
            changed += await reminding.on_its_day(db, row, now)
    return changed + sum([await _realign(house, group_id) for group_id in sorted(groups)])


async def _realign(house: House, group_id: UUID) -> int:
    """How many reminders were not as they must be."""
    now, changed = house.clock.now(), 0
    async with house.database.transaction() as db:
        agreed = [(about, rules.LESSONS_AHEAD) for about in await queries.open_of_group(db, group_id)]
        planned = [(about, rules.SMALL_PLAN_LESSONS) for about in await queries.loose_plans_of_group(db, group_id)]
        for about, count in [*agreed, *planned]:
            await speak_as(db, None, about.organisation_id)
            changed += await reminding.one_to_one(db, about, count, now)
    return changed
