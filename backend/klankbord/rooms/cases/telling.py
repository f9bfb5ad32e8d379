"""At Leerorkest the teacher also tells the class teacher (manual, step 2), and ticks it off."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.errors import NotHere
from klankbord.house.once import add_once
from klankbord.rooms.cases import queries, rules
from klankbord.rooms.cases.models import Case, ClassTeacherTelling
from klankbord.rooms.lessons import queries as lessons
from klankbord.rooms.places import queries as places
from klankbord.rooms.places.models import LocationKind
from klankbord.rooms.reminders import actions as reminders
from klankbord.rooms.reminders.models import ReminderKind


async def ask(db: AsyncSession, case: Case, teacher_id: UUID, now: datetime) -> None:
    """Remind the reporter once a case to tell the class teacher: after today's lesson, or on the next school day."""
    place = await places.location(db, case.organisation_id, case.location_id)
    if place is None or place.kind != LocationKind.LEERORKEST:
        return
    made = ClassTeacherTelling(
        organisation_id=case.organisation_id, case_id=case.id, teacher_id=teacher_id, asked_at=now
    )
    if not await add_once(db, made):
        return
    found = await lessons.calendar(db, case.organisation_id, case.group_id)
    zone = await places.zone_of(db, case.organisation_id)
    await reminders.remind(
        db,
        organisation_id=case.organisation_id,
        person_id=teacher_id,
        kind=ReminderKind.TELL_CLASS_TEACHER,
        subject_id=made.id,
        moment=now,
        due_at=rules.telling_moment(now, found.calendar if found else None, zone),
        now=now,
    )


async def tick_off(db: AsyncSession, *, organisation_id: UUID, teacher_id: UUID, case_id: UUID, now: datetime) -> None:
    """The class teacher knows. Again changes nothing. Raises NotHere for who was not asked."""
    asked = await queries.telling_of(db, organisation_id, case_id, teacher_id)
    if asked is None:
        raise NotHere
    if asked.told_at is None:
        asked.told_at = now
        db.add(asked)
        await db.flush()
    await reminders.done(db, kind=ReminderKind.TELL_CLASS_TEACHER, subject_id=asked.id, now=now)
