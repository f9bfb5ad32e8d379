"""What happens by itself: nobody is asked about a case who has left it."""

from uuid import UUID

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.database import speak_as
from klankbord.house.house import House
from klankbord.rooms.cases import reminding
from klankbord.rooms.cases.models import Case

# Open cases about which somebody is asked what is next who left, or may not see them any more; and since when nothing
# happened. The worker may not read to whom a case was passed on: that is asked of the function.
LEFT = text("""
    select c.id, max(r.moment) as since
      from reminders r join cases c on c.id = r.subject_id and c.closed_at is null
      join people p on p.id = coalesce(r.stands_in_for_id, r.person_id)
     where r.kind = 'case_idle' and r.state in ('waiting', 'sent')
       and (p.ended_at is not null or not kb_may_see_subject(p.id, c.id))
     group by c.id
""")
HOLDS = text("""
    select c.lead_id from cases c join people p on p.id = c.lead_id and p.ended_at is null
     where c.id = :case and kb_may_see_subject(p.id, c.id)
""")


async def mend(house: House) -> int:
    """Sweep: what was asked of somebody who left is asked of who holds the case now. How many cases."""
    now = house.clock.now()
    async with house.database.transaction() as db:
        found = (await (await db.connection()).execute(LEFT)).all()
        for case_id, since in found:
            case = await db.get_one(Case, case_id)
            await speak_as(db, None, case.organisation_id)
            await reminding.idle_asked_of(db, case, await _holders(db, case), since, now)
    return len(found)


async def _holders(db: AsyncSession, case: Case) -> list[UUID]:
    lead = (await (await db.connection()).execute(HOLDS, {"case": case.id})).scalar_one_or_none()
    return [lead] if lead else await reminding.managers(db, case)
