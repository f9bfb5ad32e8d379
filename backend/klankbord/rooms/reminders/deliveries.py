"""The selects and updates of deliveries. Only the worker uses them; it acts for everybody."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.ids import new_id
from klankbord.rooms.reminders.rules import LEASE, kinds_that_may_buzz

# A reminder to hand over: due, not put off, not on its way already, and of a kind that may buzz now.
DUE = text("""
    select r.id, r.organisation_id, r.person_id from reminders r
     where r.state = 'waiting' and r.due_at <= :now and greatest(r.due_at, r.snoozed_until) <= :now
       and r.kind = any(:kinds) and r.id = coalesce(cast(:only as uuid), r.id)
       and not exists (select 1 from deliveries d where d.reminder_id = r.id and d.state in ('waiting', 'claimed'))
     order by r.due_at limit :many for update of r skip locked
""")
BROWSERS = text("""
    select s.id from push_subscriptions s join people p on p.id = s.person_id
     where s.person_id = :person and p.ended_at is null
""")
# On its way (again: a reminder that was put off comes once more).
ON_ITS_WAY = text("""
    insert into deliveries (id, organisation_id, reminder_id, subscription_id, state, attempts, next_at)
    values (:id, :organisation, :reminder, :subscription, 'waiting', 0, :now)
    on conflict (reminder_id, subscription_id)
    do update set state = 'waiting', attempts = 0, next_at = excluded.next_at, claimed_at = null, status = null
""")
# A delivery nobody is busy with. A claim in the future was made before somebody moved a demo's clock back.
FREE = """(d.state = 'waiting' or d.state = 'claimed' and (d.claimed_at <= :lapsed or d.claimed_at > :now))"""
WANTED = "r.state in ('waiting', 'sent') and greatest(r.due_at, r.snoozed_until) <= :now"
# What was done, cancelled or put off meanwhile, and what was for a browser that is gone, needs no sending.
DROP = text(f"""
    update deliveries set state = 'gone', status = null where id in (
        select d.id from deliveries d join reminders r on r.id = d.reminder_id
         where {FREE} and not ({WANTED}
               and exists (select 1 from push_subscriptions s where s.id = d.subscription_id))
           for update of d skip locked)
""")
CLAIM = text(f"""
    with picked as (
        select d.id from deliveries d join reminders r on r.id = d.reminder_id
          join push_subscriptions s on s.id = d.subscription_id
         where {FREE} and d.next_at <= :now and {WANTED} and r.kind = any(:kinds)
         order by d.next_at limit :many for update of d skip locked)
    update deliveries d set state = 'claimed', claimed_at = :now, attempts = attempts + 1
      from picked, reminders r, push_subscriptions s
     where d.id = picked.id and r.id = d.reminder_id and s.id = d.subscription_id
    returning d.id, d.attempts, r.id as reminder_id, r.kind, r.due_at, s.id as subscription_id, s.endpoint, s.p256dh,
              s.auth, s.language, (select count(*) from reminders b where b.person_id = r.person_id
                and b.state in ('waiting', 'sent') and b.kind <> 'test'
                and greatest(b.due_at, b.snoozed_until) <= :now) as badge
""")
SENT = text("""
    with sent as (update deliveries set state = 'sent', sent_at = :now, status = :status where id = :id),
         fine as (update push_subscriptions set last_ok_at = :now, failing_since = null where id = :subscription)
    update reminders set pushed_at = coalesce(pushed_at, :now) where id = :reminder
""")
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


@dataclass(frozen=True)
class Claim:
    """One delivery that is ours for a minute, with all that is needed to send it without a transaction."""

    id: UUID
    attempts: int
    reminder_id: UUID
    kind: str
    due_at: datetime
    subscription_id: UUID
    endpoint: str
    p256dh: str
    auth: str
    language: str
    badge: int


async def hand_over_due(db: AsyncSession, now: datetime, only: UUID | None, many: int) -> int:
    """Put due reminders on their way to each browser of their person; how many reminders."""
    connection = await db.connection()
    about = {"now": now, "kinds": kinds_that_may_buzz(now), "only": only, "many": many}
    due = (await connection.execute(DUE, about)).all()
    for row in due:
        browsers = (await connection.execute(BROWSERS, {"person": row.person_id})).scalars().all()
        shared = {"organisation": row.organisation_id, "reminder": row.id, "now": now}
        for browser in browsers:
            await connection.execute(ON_ITS_WAY, {"id": new_id(), "subscription": browser, **shared})
        await handed_over(db, row.id, now)
    return len(due)


async def claim(db: AsyncSession, now: datetime, many: int) -> list[Claim]:
    """Take deliveries that are due, or that another worker left lying; nobody else gets these for a minute."""
    connection = await db.connection()
    about: dict[str, object] = {"now": now, "lapsed": now - LEASE}
    await connection.execute(DROP, about)
    about |= {"kinds": kinds_that_may_buzz(now), "many": many}
    return [Claim(**row) for row in (await connection.execute(CLAIM, about)).mappings()]


async def sent(db: AsyncSession, one: Claim, status: int, now: datetime) -> None:
    """A push service took it. Says so even when the claim had lapsed: it did go out."""
    about = {"now": now, "status": status, "id": one.id, "reminder": one.reminder_id}
    await (await db.connection()).execute(SENT, {**about, "subscription": one.subscription_id})


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
