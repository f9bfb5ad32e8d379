"""What the demo's own pages show: who one can be, and what was sent."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.language import mark
from klankbord.rooms.reminders.rules import SOMETHING

PEOPLE = text("select p.id, p.first_name, p.organisation_id from people p order by p.id")
PUSHES = text(
    """select p.first_name, coalesce(d.sent_at, r.due_at) as at, d.state, d.id is not null as to_a_device
         from reminders r join people p on p.id = r.person_id left join deliveries d on d.reminder_id = r.id
        where r.state in ('waiting', 'sent', 'done') and r.due_at <= :now and r.due_at > :now - interval '7 days'
        order by 2 desc limit 100"""
)


async def made_up_people(db: AsyncSession) -> list[tuple[UUID, str, UUID]]:
    """(person, first name, organisation) of everybody, as the owner sees them."""
    return [(row.id, row.first_name, row.organisation_id) for row in (await (await db.connection()).execute(PEOPLE))]


@dataclass(frozen=True)
class Push:
    """One reminder on its way to one browser, or to nobody's; `body` and `state` are English sources."""

    first_name: str
    at: datetime
    body: str
    state: str
    arrived: bool


STATES = {
    "waiting": mark("on its way"),
    "claimed": mark("on its way"),
    "sent": mark("handed to the push service"),
    "gone": mark("this browser no longer wants reminders"),
    "failed": mark("given up; it still stands under Today"),
}
NOBODY = mark("no browser of this person wants reminders; it stands under Today")


async def pushes(db: AsyncSession, now: datetime) -> list[Push]:
    """The reminders of the last seven days and where they went, newest first, at most a hundred."""
    rows = await (await db.connection()).execute(PUSHES, {"now": now})
    return [
        Push(row.first_name, row.at, SOMETHING, STATES[row.state] if row.to_a_device else NOBODY, row.state == "sent")
        for row in rows
    ]
