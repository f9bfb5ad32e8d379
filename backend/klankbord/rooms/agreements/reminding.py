"""Brings the reminders about agreements in line with the facts. May run twice: it says what there must be."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.rooms.agreements import queries, rules
from klankbord.rooms.agreements.models import Agreement
from klankbord.rooms.agreements.queries import Due, Plain
from klankbord.rooms.agreements.rules import KINDS, Asked
from klankbord.rooms.duty.queries import duty_of
from klankbord.rooms.lessons import queries as lessons
from klankbord.rooms.reminders.aligning import align
from klankbord.rooms.reminders.models import ReminderKind, ReminderState


async def begin(db: AsyncSession, row: Agreement, group_id: UUID, now: datetime) -> None:
    """A new agreement: with the child before the next lessons of its group, else on the day and when it is late."""
    if row.with_child:
        about = Plain(row.id, row.organisation_id, row.owner_id, group_id)
        await one_to_one(db, about, rules.LESSONS_AHEAD, now)
    else:
        await on_its_day(db, row, now)


async def on_its_day(db: AsyncSession, row: Agreement | Due, now: datetime) -> int:
    """Ask its owner on the day, and again when it is late; how many reminders were not as they must be."""
    duty = await duty_of(db, row.organisation_id, row.owner_id)
    wanted = rules.agreement_reminders(row.owner_id, row.due_on, duty, now)
    return await align(db, subject_id=row.id, kinds=KINDS, wanted=wanted, now=now)


async def one_to_one(db: AsyncSession, about: Plain, count: int, now: datetime) -> int:
    """Ask before each of the next lessons, wherever they are now; how many reminders were not as they must be. What
    was said already stays; in the worker that is known of everybody."""
    found = await lessons.calendar(db, about.organisation_id, about.group_id)
    duty = await duty_of(db, about.organisation_id, about.person_id)
    there = await queries.asked(db, about.id)
    said = [Asked(row.moment, row.due_at) for row in there if row.state != ReminderState.CANCELLED or row.reason_sealed]
    wanted = rules.one_to_one_reminders(about.person_id, found.calendar if found else None, duty, said, now, count)
    return await align(db, subject_id=about.id, kinds=[ReminderKind.ONE_TO_ONE], wanted=wanted, now=now)


async def nothing_more(db: AsyncSession, subject_id: UUID, now: datetime) -> None:
    """It ended, or its case was closed."""
    await align(db, subject_id=subject_id, kinds=KINDS, wanted=[], now=now)
