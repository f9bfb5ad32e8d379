"""What is due is put on its way to each browser of its person. Only the worker uses this; it acts for everybody."""

from datetime import datetime

from klankbord.house.direct import Asks
from klankbord.rooms.reminders.holding import ANY_TIME, AT_THE_START, WITHOUT_HOURS, columns, starts
from klankbord.rooms.reminders.walking import Page

IN_ONE = 200  # things that could wait, in one person's message; what is more comes in a next one

# What is on a page, with what holds for its person now: not while away, unless they asked for it themselves ($6); in
# their hours, unless it belongs to a lesson ($7).
ON_THE_PAGE = "unnest($2::uuid[], $3::uuid[], $4::bool[], $5::bool[]) as w (id, person_id, off, away)"
MAY = "r.person_id = w.person_id and (r.kind = any($6) or not w.away and (r.kind = any($7) or not w.off))"
# A reminder to hand over is due, not put off, and not on its way already. Then it is on its way to each browser of its
# person (again: one that was put off comes once more); without any, it is handed over. Each row is looked up
# by itself (`offset 0` keeps it so): whatever PostgreSQL believes of the tables must not make it read all that waits.
TO_HAND_OVER = """
    r.state = 'waiting' and r.due_at <= $1 and greatest(r.due_at, r.snoozed_until) <= $1
    and (select bool_or(d.state in ('waiting', 'claimed')) from deliveries d where d.reminder_id = r.id) is not true
"""
HAND_OVER = """
    with due as ({due}),
    browsers as (
        select due.*, theirs.id as browser from due cross join lateral (
               select s.id from people p join push_subscriptions s on s.person_id = p.id
                where p.id = due.person_id and p.ended_at is null offset 0) theirs),
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
AT_ITS_MOMENT = HAND_OVER.format(
    due=f"""
        select one.* from {ON_THE_PAGE} cross join lateral (
               select r.id, r.organisation_id, r.person_id from reminders r
                where r.id = w.id and {TO_HAND_OVER} and {MAY} for update skip locked) one"""
)
# What can wait goes together: for each person all of it that was due by the start of their day, or was put off.
TOGETHER = HAND_OVER.format(
    due=f"""
        select w.* from unnest($2::uuid[], $3::timestamptz[]) as p (id, start) cross join lateral (
               select r.id, r.organisation_id, r.person_id from reminders r
                where r.person_id = p.id and r.kind = any($4) and {TO_HAND_OVER}
                  and (r.snoozed_until is not null or r.due_at <= p.start)
                order by r.due_at limit $5 for update skip locked) w"""
)


async def hand_over(direct: Asks, now: datetime, page: Page) -> int:
    """Put what is due of the reminders on this page on its way to each browser of its person; how many reminders."""
    [row] = await direct.fetch(AT_ITS_MOMENT, now, *columns(page.whose), ANY_TIME, WITHOUT_HOURS)
    return int(row[0])


async def hand_over_together(direct: Asks, now: datetime, page: Page) -> int:
    """Put everything that could wait until now for the people on this page on its way; how many reminders."""
    who, began = starts(page.people)
    if not who:
        return 0
    [row] = await direct.fetch(TOGETHER, now, who, began, AT_THE_START, IN_ONE)
    return int(row[0])
