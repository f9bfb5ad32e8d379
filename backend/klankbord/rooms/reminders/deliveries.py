"""What is on its way: taken off it, claimed, and what became of it. Only the worker uses this; it acts for everybody.

Each row is looked up by itself (`cross join lateral`): whatever PostgreSQL believes of the tables must not make it read
all that waits. That it waits and may be tried stands in a `case`, which no index can answer: else PostgreSQL, when it
last counted while nothing waited, walks all that waits once for each row.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.direct import Asks
from klankbord.rooms.reminders.handing_over import MAY, ON_THE_PAGE
from klankbord.rooms.reminders.holding import ANY_TIME, WITHOUT_HOURS, columns
from klankbord.rooms.reminders.rules import LEASE, kinds_that_may_buzz
from klankbord.rooms.reminders.walking import START, Page, Place

DROPPED = 1_000  # looked at in one statement

# A delivery nobody is busy with ($1 is now, {lease} a lease ago). A claim from more than a lease ahead was made before
# somebody moved a demo's clock back; nearer, it is another worker's whose clock is a little ahead of ours.
FREE = "(d.state = 'waiting' or d.state = 'claimed' and (d.claimed_at <= {lease} or d.claimed_at - $1 > $1 - {lease}))"
WANTED = "r.state in ('waiting', 'sent') and greatest(r.due_at, r.snoozed_until) <= $1"
# What was done, cancelled or put off meanwhile, and what was for a browser that is gone or is somebody else's (a deputy
# got the reminder), needs no sending. What another sweep handed over after the moment we go by is not ours to judge.
DROP = f"""
    with walked as (
        select d.id, d.next_at, d.subscription_id from deliveries d
         where d.state in ('waiting', 'claimed') and (d.next_at, d.subscription_id) > ($3, $4)
         order by d.next_at, d.subscription_id fetch first ($5) rows with ties),
    gone as (
        update deliveries set state = 'gone', status = null where id = any(array(
            select one.id from walked cross join lateral (
                   select d.id from deliveries d join reminders r on r.id = d.reminder_id
                    where d.id = walked.id and case when {FREE.format(lease="$2")} then true end
                      and (d.handed_at between $1 and $1 + ($1 - $2)) is not true and not ({WANTED}
                          and exists (select 1 from push_subscriptions s
                                       where s.id = d.subscription_id and s.person_id = r.person_id))
                      for update of d skip locked) one)))
    select next_at, subscription_id from walked order by next_at desc, subscription_id desc limit 1
"""
# Tried again only while its person may be asked. What stands on the app's icon is counted once for each person.
CLAIM = f"""
    with picked as (
        select one.* from {ON_THE_PAGE} cross join lateral (
               select d.id, r.person_id from deliveries d join reminders r on r.id = d.reminder_id
                where d.id = w.id and case when {FREE.format(lease="$8")} then d.next_at <= $1 end
                  and {WANTED} and r.kind = any($9) and {MAY}
                  for update of d skip locked) one),
    badges as materialized (
        select p.person_id, (select count(*) from reminders b where b.person_id = p.person_id
                                and b.state in ('waiting', 'sent') and b.kind <> 'test'
                                and greatest(b.due_at, b.snoozed_until) <= $1) as badge
          from (select distinct person_id from picked) p)
    update deliveries d set state = 'claimed', claimed_at = $1, attempts = attempts + 1
      from reminders r, push_subscriptions s, badges
     where d.id = any(array(select id from picked)) and r.id = d.reminder_id and badges.person_id = r.person_id
       and s.id = d.subscription_id and s.person_id = r.person_id
    returning d.id, d.attempts, r.id as reminder_id, r.kind, greatest(r.due_at, d.handed_at) as since,
              greatest(r.due_at, r.snoozed_until) as moment,
              s.id as subscription_id, s.endpoint, s.p256dh, s.auth, s.language, badges.badge, r.person_id
"""
# A push service took them. Locked in one order, so that two workers never wait for each other. The reminder is handed
# over as HANDED_OVER says, which cannot see yet what this statement changes: what is sent now came after it was due.
# Not when it went to a deputy meanwhile: their phone has not had it.
SENT = """
    with took as (select * from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::int[], $6::uuid[])
                           as t (id, reminder, subscription, status, person)),
    due as (select r.id from reminders r
             where r.id = any($3) and exists (select from took where took.reminder = r.id and took.person = r.person_id)
             order by r.id for update),
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
# Handed over: pushed, or nothing is left to try. Not when the person put it off while it was on its way, or a deputy
# got it meanwhile.
HANDED_OVER = text("""
    update reminders r set state = 'sent'
     where r.id = :reminder and r.person_id = :person
       and r.state = 'waiting' and greatest(r.due_at, r.snoozed_until) <= :now
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


async def drop_unwanted(direct: Asks, now: datetime) -> None:
    """Take off their way those that need no sending any more, a page at a time."""
    place: Place | None = START
    while place:
        rows = await direct.fetch(DROP, now, now - LEASE, *place, DROPPED)
        place = Place(*rows[0]) if rows else None


async def claim(direct: Asks, now: datetime, page: Page) -> list[Claim]:
    """Take the deliveries on this page that are due, or that another worker left lying; nobody else gets these for a
    minute. In order, those of one browser beside each other: its key is opened once."""
    may = (ANY_TIME, WITHOUT_HOURS, now - LEASE, kinds_that_may_buzz(now))
    rows = await direct.fetch(CLAIM, now, *columns(page.whose), *may)
    return sorted((Claim(*row) for row in rows), key=lambda one: (one.since, one.subscription_id, one.reminder_id))


async def sent(direct: Asks, took: Sequence[tuple[Claim, int]], now: datetime) -> None:
    """A push service took these, each with its status. Says so even when a claim had lapsed: it did go out."""
    rows = [(one.id, one.reminder_id, one.subscription_id, status, one.person_id) for one, status in took]
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


async def handed_over(db: AsyncSession, one: Claim, now: datetime) -> None:
    """Let the reminder be `sent` when it was pushed or nothing is left to try."""
    about = {"reminder": one.reminder_id, "person": one.person_id, "now": now}
    await (await db.connection()).execute(HANDED_OVER, about)
