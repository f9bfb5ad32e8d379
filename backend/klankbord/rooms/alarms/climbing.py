"""The worker climbs: each rung that is due is one short transaction, so that two workers or a crash change nothing."""

from datetime import datetime
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.house import House
from klankbord.house.jobs import enqueue
from klankbord.rooms.alarms import calls, queries
from klankbord.rooms.alarms.actions import CALL
from klankbord.rooms.alarms.models import Alarm, Channel
from klankbord.rooms.alarms.rules import CLOCKS_DIFFER, RUNGS, Ladder, called_on, climb
from klankbord.rooms.alarms.team import team_at

# The worker may not read the words of an alarm.
PLAIN = (
    Alarm.id,
    Alarm.organisation_id,
    Alarm.sender_id,
    Alarm.location_id,
    Alarm.sent_at,
    Alarm.next_rung,
    Alarm.next_at,
)


async def climb_all(house: House, channels: tuple[Channel, ...]) -> int:
    """Climb every rung that is due; how many."""
    count = 0
    for alarm_id in await _due(house, house.clock.now()):
        async with house.database.transaction() as db:
            count += await _climb_one(db, alarm_id, channels, house.clock.now())
    return count


async def _due(house: House, now: datetime) -> list[UUID]:
    """Alarms that may have a rung to climb; the rules decide when one is locked."""
    query = "select id from alarms where ended_at is null and (next_at <= $1 or next_at > $2)"
    return [row["id"] for row in await house.database.direct.fetch(query, now, now + RUNGS[1] + CLOCKS_DIFFER)]


async def _climb_one(db: AsyncSession, alarm_id: UUID, channels: tuple[Channel, ...], now: datetime) -> bool:
    """Whether there was a rung. An alarm somebody else is busy with is left to them."""
    locked = select(*PLAIN).where(Alarm.id == alarm_id, col(Alarm.ended_at).is_(None))  # type: ignore[call-overload]
    row = (await db.exec(locked.with_for_update(skip_locked=True))).first()
    step = row and climb(Ladder(row.sent_at, row.next_rung, row.next_at), now)
    if not row or not step:
        return False
    rung, ladder = step
    about = {"organisation_id": row.organisation_id, "location_id": row.location_id, "sender_id": row.sender_id}
    team = await team_at(db, now=now, **about)
    before = await calls.called_so_far(db, row.id)
    await calls.overtake(db, row.id)
    await queries.add_calls(db, row.organisation_id, row.id, rung, called_on(rung, team, before), channels, now)
    await queries.set_ladder(db, row.id, ladder)
    await queries.tell(db, row.id)
    await enqueue(db, CALL, {"alarm": str(row.id)})
    return True
