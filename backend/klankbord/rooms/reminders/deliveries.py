"""The selects and updates of deliveries. Only the worker uses them; it acts for everybody."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.direct import Asks
from klankbord.rooms.reminders.holding import ANY_TIME, AT_THE_START, WITHOUT_HOURS, Asked, columns
from klankbord.rooms.reminders.rules import LEASE, kinds_that_may_buzz

# A reminder to hand over is due, not put off, not on its way already, and of a kind that may buzz now. Then it is on
# its way to each browser of its person (again: one that was put off comes once more); without any, it is handed over.
# Its person may be asked now ($5..$8, see `holding`): not while away, unless they asked for it themselves ($9); in
# their hours, unless it belongs to a lesson ($10); what can wait ($11), when it was due by the start of their day.
HAND_OVER = """
    with due as (
        select r.id, r.organisation_id, r.person_id from reminders r
          join unnest($5::uuid[], $6::bool[], $7::bool[], $8::timestamptz[]) as p (id, off, away, start)
            on p.id = r.person_id
         where r.state = 'waiting' and r.due_at <= $1 and greatest(r.due_at, r.snoozed_until) <= $1
           and r.kind = any($2) and ($3::uuid is null or r.id = $3)
           and (r.kind = any($9) or not p.away and (r.kind = any($10) or not p.off and
                (r.kind <> all($11) or r.snoozed_until is not null or r.due_at <= p.start)))
           and not exists (select from deliveries d where d.reminder_id = r.id and d.state in ('waiting', 'claimed'))
         order by {order} limit $4 for update of r skip locked),
    browsers as (
        select due.*, s.id as browser from due join people p on p.id = due.person_id and p.ended_at is null
          join push_subscriptions s on s.person_id = due.person_id),
    ways as (
        insert into deliveries as d
               (id, organisation_id, reminder_id, subscription_id, state, attempts, next_at, handed_at)
        select gen_random_uuid(), organisation_id, id, browser, 'waiting', 0, $1, $1 from browsers
            on conflict (reminder_id, subscription_id)
            do update set state = 'waiting', attempts = 0, next_at = excluded.next_at, claimed_at = null, status = null,
                          handed_at = excluded.handed_at
         where d.state not in ('waiting', 'claimed')),
    nobody as (
        update reminders r set state = 'sent' from due where r.id = due.id and due.id not in (select id from browsers))
    select count(*) from due
"""
FIRST_DUE_FIRST = HAND_OVER.format(order="r.due_at")
BY_PERSON = HAND_OVER.format(order="r.person_id, r.due_at")  # what can wait goes together
# A delivery nobody is busy with ($1 is now, $2 a lease ago). A claim from more than a lease ahead was made before
# somebody moved a demo's clock back; nearer, it is another worker's whose clock is a little ahead of ours.
FREE = """(d.state = 'waiting' or d.state = 'claimed' and (d.claimed_at <= $2 or d.claimed_at - $1 > $1 - $2))"""
WANTED = "r.state in ('waiting', 'sent') and greatest(r.due_at, r.snoozed_until) <= $1"
# What was done, cancelled or put off meanwhile, and what was for a browser that is gone, needs no sending.
DROP = f"""
    update deliveries set state = 'gone', status = null where id in (
        select d.id from deliveries d join reminders r on r.id = d.reminder_id
         where {FREE} and not ({WANTED}
               and exists (select 1 from push_subscriptions s where s.id = d.subscription_id))
           for update of d skip locked)
"""
# Tried again only while its person may be asked: $5 are off now, $6 are away.
CLAIM = f"""
    with picked as (
        select d.id from deliveries d join reminders r on r.id = d.reminder_id
          join push_subscriptions s on s.id = d.subscription_id
         where {FREE} and d.next_at <= $1 and {WANTED} and r.kind = any($3)
           and (r.kind = any($7) or r.person_id <> all($6) and (r.kind = any($8) or r.person_id <> all($5)))
         order by d.next_at, d.subscription_id limit $4 for update of d skip locked)
    update deliveries d set state = 'claimed', claimed_at = $1, attempts = attempts + 1
      from picked, reminders r, push_subscriptions s
     where d.id = picked.id and r.id = d.reminder_id and s.id = d.subscription_id
    returning d.id, d.attempts, r.id as reminder_id, r.kind, greatest(r.due_at, d.handed_at) as since,
              greatest(r.due_at, r.snoozed_until) as moment,
              s.id as subscription_id, s.endpoint, s.p256dh, s.auth, s.language,
              (select count(*) from reminders b where b.person_id = r.person_id
                and b.state in ('waiting', 'sent') and b.kind <> 'test'
                and greatest(b.due_at, b.snoozed_until) <= $1) as badge, r.person_id
"""
# A push service took them. Locked in one order, so that two workers never wait for each other. The reminder is handed
# over as HANDED_OVER says, which cannot see yet what this statement changes: what is sent now came after it was due.
SENT = """
    with took as (select * from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::int[])
                           as t (id, reminder, subscription, status)),
    due as (select r.id from reminders r where r.id = any($3) order by r.id for update),
    browsers as (select s.id from push_subscriptions s where s.id = any($4) order by s.id for update),
    sent as (update deliveries d set state = 'sent', sent_at = $1, status = took.status
               from took where d.id = took.id),
    fine as (update push_subscriptions s set last_ok_at = $1, failing_since = null
               from browsers where s.id = browsers.id)
    update reminders r set pushed_at = coalesce(r.pushed_at, $1),
           state = case when r.state = 'waiting' and greatest(r.due_at, r.snoozed_until) <= $1
                        then 'sent' else r.state end
      from due where r.id = due.id
"""
ENDED = text("update deliveries set state = :state, status = :status where id = :id and state = 'claimed'")
LATER = text("""
    update deliveries set state = 'waiting', next_at = :next_at, status = :status where id = :id and state = 'claimed'
""")
FAILING = text("update push_subscriptions set failing_since = coalesce(failing_since, :now) where id = :subscription")
FORGET = text("delete from push_subscriptions where id = :subscription and endpoint = :endpoint")
# Handed over: pushed, or nothing is left to try. Not when the person put it off while it was on its way.
HANDED_OVER = text("""
    update reminders r set state = 'sent'
     where r.id = :reminder and r.state = 'waiting' and greatest(r.due_at, r.snoozed_until) <= :now
       and (exists (select 1 from deliveries d where d.reminder_id = r.id and d.state = 'sent'
                     and d.sent_at >= greatest(r.due_at, r.snoozed_until))
            or not exists (select 1 from deliveries d where d.reminder_id = r.id and d.state in ('waiting', 'claimed')))
""")


class Claim(NamedTuple):
    """One delivery that is ours for a minute, with all that is needed to send it without a transaction. `since`: when
    it was due, or later, when its person could be asked."""

    id: UUID
    attempts: int
    reminder_id: UUID
    kind: str
    since: datetime
    moment: datetime
    subscription_id: UUID
    endpoint: str
    p256dh: str
    auth: str
    language: str
    badge: int
    person_id: UUID


async def hand_over_due(direct: Asks, now: datetime, only: UUID | None, many: int, people: Sequence[Asked]) -> int:
    """Put due reminders of these people on their way to each of their browsers; how many reminders."""
    if not people:
        return 0
    kinds, can_wait = kinds_that_may_buzz(now), set(AT_THE_START)
    may = (*columns(people), ANY_TIME, WITHOUT_HOURS, AT_THE_START)
    at_once = [kind for kind in kinds if kind not in can_wait]
    [row] = await direct.fetch(FIRST_DUE_FIRST, now, at_once, only, many, *may)
    if (left := many - int(row[0])) and (waits := [kind for kind in kinds if kind in can_wait]):
        [more] = await direct.fetch(BY_PERSON, now, waits, only, left, *may)
        return int(row[0]) + int(more[0])
    return int(row[0])


async def drop_unwanted(direct: Asks, now: datetime) -> None:
    """Take off their way those that need no sending any more."""
    await direct.fetch(DROP, now, now - LEASE)


async def claim(direct: Asks, now: datetime, many: int, people: Sequence[Asked] = ()) -> list[Claim]:
    """Take deliveries that are due, or that another worker left lying; nobody else gets these for a minute."""
    held = [[one.person_id for one in people if one.off], [one.person_id for one in people if one.away]]
    rows = await direct.fetch(CLAIM, now, now - LEASE, kinds_that_may_buzz(now), many, *held, ANY_TIME, WITHOUT_HOURS)
    return [Claim(*row) for row in rows]


async def sent(direct: Asks, took: Sequence[tuple[Claim, int]], now: datetime) -> None:
    """A push service took these, each with its status. Says so even when a claim had lapsed: it did go out."""
    rows = [(one.id, one.reminder_id, one.subscription_id, status) for one, status in took]
    await direct.fetch(SENT, now, *(list(column) for column in zip(*rows, strict=True)))


async def ended(db: AsyncSession, one: Claim, state: str, status: int | None) -> None:
    """It will not be tried again."""
    await (await db.connection()).execute(ENDED, {"id": one.id, "state": state, "status": status})


async def later(db: AsyncSession, one: Claim, next_at: datetime, status: int | None) -> None:
    """It will be tried again at `next_at`."""
    await (await db.connection()).execute(LATER, {"id": one.id, "next_at": next_at, "status": status})


async def failing(db: AsyncSession, one: Claim, now: datetime) -> None:
    """This browser could not be reached, for the first time since the last success."""
    await (await db.connection()).execute(FAILING, {"now": now, "subscription": one.subscription_id})


async def forget(db: AsyncSession, one: Claim) -> None:
    """The push service says this subscription is over; unless the browser renewed it meanwhile."""
    about = {"subscription": one.subscription_id, "endpoint": one.endpoint}
    await (await db.connection()).execute(FORGET, about)


async def handed_over(db: AsyncSession, reminder_id: UUID, now: datetime) -> None:
    """Let the reminder be `sent` when it was pushed or nothing is left to try."""
    await (await db.connection()).execute(HANDED_OVER, {"reminder": reminder_id, "now": now})
