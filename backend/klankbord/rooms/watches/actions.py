"""What a teacher does with a watch: start it, answer after a lesson. Called alike by form, outbox and demo."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.errors import NotHere
from klankbord.rooms.cases import actions as cases
from klankbord.rooms.cases import path
from klankbord.rooms.cases import queries as case_queries
from klankbord.rooms.cases.path_models import StepReason
from klankbord.rooms.lessons import queries as lessons
from klankbord.rooms.notes import queries as notes
from klankbord.rooms.reminders import actions as reminders
from klankbord.rooms.reminders.models import ReminderKind
from klankbord.rooms.watches import queries, rules
from klankbord.rooms.watches.models import Watch, WatchLesson
from klankbord.rooms.watches.settling import settle


async def start(
    db: AsyncSession,
    *,
    organisation_id: UUID,
    teacher_id: UUID,
    pupil_id: UUID,
    note_id: UUID | None,
    case_id: UUID | None,
    now: datetime,
) -> Watch:
    """Watch a child of an own group extra in its next two lessons; a watch that runs already goes on as it is.

    `note_id`: an own note about this child. `case_id`: its case. Raises NotHere, NoLessonAhead.
    """
    place = await notes.pupil_place(db, organisation_id, teacher_id, pupil_id)
    if place is None or not place.taught or place.pupil.left_at is not None:
        raise NotHere
    case_id = await _case_of(db, organisation_id, teacher_id, pupil_id, note_id, case_id)
    made = Watch(
        organisation_id=organisation_id,
        teacher_id=teacher_id,
        pupil_id=pupil_id,
        group_id=place.group.id,
        note_id=note_id,
        case_id=case_id,
        started_at=now,
    )
    new = await queries.add_watch(db, made)
    watch = await queries.open_watch(db, organisation_id, teacher_id, pupil_id)
    if watch is None:
        raise NotHere
    await _settle(db, watch, now)
    if new and not await queries.lessons_of(db, [watch.id]):
        raise rules.NoLessonAhead
    if case_id is not None:
        await queries.join_case(db, organisation_id, teacher_id, pupil_id, case_id)
        await cases.wait_for_watch(db, organisation_id, case_id, now)
        await _step_two(db, organisation_id, case_id, teacher_id, now)
    return watch


async def _step_two(db: AsyncSession, organisation_id: UUID, case_id: UUID, teacher_id: UUID, now: datetime) -> None:
    """Watching extra is what step 2 asks."""
    case = await case_queries.case_of(db, organisation_id, case_id)
    if case is not None:
        await path.advance(db, case, 2, StepReason.WATCHING, teacher_id, now)


async def answer(
    db: AsyncSession, *, organisation_id: UUID, teacher_id: UUID, watch_lesson_id: UUID, answer: str, now: datetime
) -> WatchLesson:
    """How it went with the child in this lesson. Again the same changes nothing; another answer takes its place as
    long as the watch runs. Not seen: another lesson is looked for.

    Raises NotHere, NotAnAnswer, LessonNotYet, WatchEnded.
    """
    seen = rules.checked_answer(answer)
    watch, row = await _own_lesson(db, organisation_id, teacher_id, watch_lesson_id)
    if row.answer == seen:
        return row
    if watch.ended_at is not None:
        raise rules.WatchEnded
    if row.starts_at > now:
        raise rules.LessonNotYet
    row.answer, row.answered_at = seen, now
    db.add(row)
    await db.flush()
    await reminders.done(db, kind=ReminderKind.WATCH_LESSON, subject_id=row.id, now=now)
    await _settle(db, watch, now)
    return row


async def realign(db: AsyncSession, *, group_id: UUID, now: datetime) -> int:
    """Let every running watch of a group follow its timetable again; how many were not as they must be. In the
    worker, where row-level security shows all of them."""
    watches = await queries.open_of_group(db, group_id)
    if not watches:
        return 0
    calendar = await lessons.calendar(db, watches[0].organisation_id, group_id)
    return await settle(db, watches, calendar.calendar if calendar else None, now)


async def _settle(db: AsyncSession, watch: Watch, now: datetime) -> None:
    calendar = await lessons.calendar(db, watch.organisation_id, watch.group_id)
    await settle(db, [watch], calendar.calendar if calendar else None, now)


async def _own_lesson(
    db: AsyncSession, organisation_id: UUID, teacher_id: UUID, lesson_id: UUID
) -> tuple[Watch, WatchLesson]:
    """Locks the watch first: the worker may be moving its lessons."""
    watch_id = await queries.watch_id_of(db, organisation_id, teacher_id, lesson_id)
    watch = watch_id and await queries.own_watch(db, organisation_id, teacher_id, watch_id)
    rows = await queries.lessons_of(db, [watch.id]) if watch else []
    row = next((row for row in rows if row.id == lesson_id), None)
    if not watch or row is None:
        raise NotHere
    return watch, row


async def _case_of(
    db: AsyncSession,
    organisation_id: UUID,
    teacher_id: UUID,
    pupil_id: UUID,
    note_id: UUID | None,
    case_id: UUID | None,
) -> UUID | None:
    """The case this watch belongs to, if any. Raises NotHere for a note or case that is not about this child or not
    for this teacher."""
    if note_id is not None:
        own = await notes.own_note(db, organisation_id, teacher_id, note_id)
        if own is None or own.pupil.id != pupil_id:
            raise NotHere
    there = await case_queries.open_case(db, organisation_id, pupil_id)
    if case_id is not None and (there is None or there.id != case_id):
        raise NotHere
    return there.id if there else None
