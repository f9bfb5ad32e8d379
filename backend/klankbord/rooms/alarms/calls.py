"""The selects and updates of calls. Only the worker uses them; it acts for everybody."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.direct import Asks

LEASE = timedelta(seconds=25)  # how long a worker may be busy with one call before another takes it over
FAR = timedelta(minutes=5)  # no call is put off so long: it was written by a clock that was moved since

# Calls that wait, of alarms that nobody answered yet.
CLAIM = """
    with picked as (
        select c.id from alarm_calls c join alarms a on a.id = c.alarm_id and a.ended_at is null
         where c.told_at is null and c.failed is null and c.channel = $4
           and (c.next_at <= $1 or c.next_at > $3)
         order by c.next_at limit 40 for update of c skip locked)
    update alarm_calls c set attempts = c.attempts + 1, next_at = $2
      from picked, alarms a, people p
     where c.id = picked.id and a.id = c.alarm_id and p.id = c.person_id
    returning c.id, c.alarm_id, c.person_id, c.rung, c.attempts, a.drill, p.language, p.email,
              (select count(*) from reminders r where r.person_id = c.person_id
                and r.state in ('waiting', 'sent') and r.kind <> 'test'
                and greatest(r.due_at, r.snoozed_until) <= $1) as badge
"""
BROWSERS = """
    select s.person_id, s.id, s.endpoint, s.p256dh, s.auth, s.language from push_subscriptions s
      join people p on p.id = s.person_id and p.ended_at is null where s.person_id = any($1)
"""
TOLD = "update alarm_calls set told_at = $2 where id = $1 and told_at is null"
FAILED = "update alarm_calls set failed = $2 where id = $1 and told_at is null and failed is null"
LATER = "update alarm_calls set next_at = $2 where id = $1 and told_at is null and failed is null"
DROP = """
    update alarm_calls c set failed = 'over' from alarms a
     where a.id = c.alarm_id and a.ended_at is not null and c.told_at is null and c.failed is null
"""
FINE = "update push_subscriptions set last_ok_at = $2, failing_since = null where id = $1"
FORGET = "delete from push_subscriptions where id = $1 and endpoint = $2"
NOTIFY = "select pg_notify($1, $2)"
SO_FAR = text("""
    select distinct c.person_id from alarm_calls c join people p on p.id = c.person_id and p.ended_at is null
     where c.alarm_id = :alarm
""")
OVERTAKE = text("""
    update alarm_calls set failed = case when attempts > 1 then 'unreachable' else 'overtaken' end
     where alarm_id = :alarm and told_at is null and failed is null
""")


class Claim(NamedTuple):
    """One call that is ours for a while, with all that is needed to make it without a transaction."""

    id: UUID
    alarm_id: UUID
    person_id: UUID
    rung: int
    attempts: int
    drill: bool
    language: str
    email: str | None
    badge: int


class Phone(NamedTuple):
    """A browser of somebody who is called."""

    person_id: UUID
    id: UUID
    endpoint: str
    p256dh: str
    auth: str
    language: str


async def claim(direct: Asks, channel: str, now: datetime) -> list[Claim]:
    """Take calls that are due, or that another worker left lying; nobody else gets these for a while."""
    return [Claim(*row) for row in await direct.fetch(CLAIM, now, now + LEASE, now + FAR, channel)]


async def phones(direct: Asks, people: Sequence[UUID]) -> list[Phone]:
    """Every browser of these people that said yes to reminders."""
    return [Phone(*row) for row in await direct.fetch(BROWSERS, list(people))]


async def called_so_far(db: AsyncSession, alarm_id: UUID) -> set[UUID]:
    """Who was called on an earlier rung and still works here."""
    return set((await (await db.connection()).execute(SO_FAR, {"alarm": alarm_id})).scalars())


async def overtake(db: AsyncSession, alarm_id: UUID) -> None:
    """What an earlier rung could not hand over is this rung's now."""
    await (await db.connection()).execute(OVERTAKE, {"alarm": alarm_id})
