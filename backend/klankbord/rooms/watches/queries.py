"""Every select and insert of watches and their lessons. Whose it is, is always an argument."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import func, update
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.clock import AMSTERDAM
from klankbord.house.once import add_once
from klankbord.rooms.places.models import Group, Pupil
from klankbord.rooms.reminders.models import Reminder, ReminderKind
from klankbord.rooms.watches.models import Watch, WatchLesson
from klankbord.rooms.watches.rules import LESSONS


@dataclass(frozen=True)
class RosterLesson:
    """A lesson to answer without a connection: `ends_at` is aware UTC."""

    id: UUID
    pupil: str
    group: str
    number: int
    of: int
    ends_at: datetime


@dataclass(frozen=True)
class WatchedLesson:
    """A watch lesson with everything a card says about it."""

    lesson: WatchLesson
    watch: Watch
    pupil: Pupil
    group: Group


async def add_watch(db: AsyncSession, watch: Watch) -> bool:
    """Keep a new watch; False when this teacher already watches this child."""
    return await add_once(db, watch)


async def open_watch(db: AsyncSession, organisation_id: UUID, teacher_id: UUID, pupil_id: UUID) -> Watch | None:
    """The watch of this teacher and child that still runs, locked until the end of the transaction."""
    query = select(Watch).where(
        Watch.organisation_id == organisation_id,
        Watch.teacher_id == teacher_id,
        Watch.pupil_id == pupil_id,
        col(Watch.ended_at).is_(None),
    )
    return (await db.exec(query.with_for_update().execution_options(populate_existing=True))).first()


async def own_watch(db: AsyncSession, organisation_id: UUID, teacher_id: UUID, watch_id: UUID) -> Watch | None:
    """One watch of this teacher, locked until the end of the transaction."""
    query = select(Watch).where(
        Watch.organisation_id == organisation_id, Watch.teacher_id == teacher_id, Watch.id == watch_id
    )
    return (await db.exec(query.with_for_update().execution_options(populate_existing=True))).first()


async def watch_id_of(db: AsyncSession, organisation_id: UUID, teacher_id: UUID, lesson_id: UUID) -> UUID | None:
    """The watch of this teacher that a lesson belongs to."""
    query = (
        select(Watch.id)
        .join(WatchLesson, col(WatchLesson.watch_id) == Watch.id)
        .where(Watch.organisation_id == organisation_id, Watch.teacher_id == teacher_id, WatchLesson.id == lesson_id)
    )
    return (await db.exec(query)).first()


async def open_of_group(db: AsyncSession, group_id: UUID) -> Sequence[Watch]:
    """Every running watch in a group, locked. Shows only what row-level security lets the asker see: all in the
    worker, on the web the teacher's own."""
    query = select(Watch).where(Watch.group_id == group_id, col(Watch.ended_at).is_(None)).order_by(col(Watch.id))
    return (await db.exec(query.with_for_update().execution_options(populate_existing=True))).all()


async def groups_with_watches(db: AsyncSession) -> Sequence[UUID]:
    """The groups in which somebody is watched now."""
    return (await db.exec(select(Watch.group_id).where(col(Watch.ended_at).is_(None)).distinct())).all()


async def lessons_of(db: AsyncSession, watch_ids: Collection[UUID]) -> Sequence[WatchLesson]:
    """The lessons of these watches, in order."""
    query = select(WatchLesson).where(col(WatchLesson.watch_id).in_(watch_ids)).order_by(col(WatchLesson.starts_at))
    return (await db.exec(query.execution_options(populate_existing=True))).all()


async def reminders_of(
    db: AsyncSession, kind: ReminderKind, subject_ids: Collection[UUID]
) -> dict[UUID, list[Reminder]]:
    """The reminders about each of these subjects; on the web the asker's own."""
    query = select(Reminder).where(Reminder.kind == kind, col(Reminder.subject_id).in_(subject_ids))
    found: dict[UUID, list[Reminder]] = {}
    for row in (await db.exec(query.execution_options(populate_existing=True))).all():
        found.setdefault(row.subject_id, []).append(row)
    return found


async def drop_lesson(db: AsyncSession, lesson_id: UUID) -> None:
    """This lesson is not asked about after all."""
    await db.exec(delete(WatchLesson).where(col(WatchLesson.id) == lesson_id))


async def join_case(db: AsyncSession, organisation_id: UUID, teacher_id: UUID, pupil_id: UUID, case_id: UUID) -> None:
    """The running watch of this teacher and child belongs to the case from now on."""
    mine = (col(Watch.teacher_id) == teacher_id, col(Watch.pupil_id) == pupil_id)
    where = (col(Watch.organisation_id) == organisation_id, *mine, col(Watch.ended_at).is_(None))
    await db.exec(update(Watch).where(*where, col(Watch.case_id).is_(None)).values(case_id=case_id))


async def runs_for_case(db: AsyncSession, organisation_id: UUID, case_id: UUID) -> bool:
    """Whether somebody watches the child of this case now."""
    query = select(func.count()).select_from(Watch)
    mine = (Watch.organisation_id == organisation_id, Watch.case_id == case_id, col(Watch.ended_at).is_(None))
    return bool((await db.exec(query.where(*mine))).one())


async def of_case(db: AsyncSession, organisation_id: UUID, case_id: UUID) -> Sequence[Watch]:
    """The watches of a case, oldest first."""
    query = select(Watch).where(Watch.organisation_id == organisation_id, Watch.case_id == case_id)
    return (await db.exec(query.order_by(col(Watch.started_at), col(Watch.id)))).all()


async def watched(
    db: AsyncSession, organisation_id: UUID, teacher_id: UUID, *, ids: Collection[UUID] | None = None
) -> list[WatchedLesson]:
    """Lessons of this teacher's running watches (or just these), in order of their start."""
    query = (
        select(WatchLesson, Watch, Pupil, Group)
        .join(Watch, col(Watch.id) == WatchLesson.watch_id)
        .join(Pupil, col(Pupil.id) == Watch.pupil_id)
        .join(Group, col(Group.id) == Watch.group_id)
        .where(Watch.organisation_id == organisation_id, Watch.teacher_id == teacher_id)
        .order_by(col(WatchLesson.starts_at), Pupil.first_name)
    )
    query = query.where(col(Watch.ended_at).is_(None)) if ids is None else query.where(col(WatchLesson.id).in_(ids))
    return [WatchedLesson(*row) for row in (await db.exec(query)).all()]


@dataclass(frozen=True)
class Decision:
    """A watch of which the lessons are over, and how they went in order."""

    watch: Watch
    pupil: Pupil
    group: Group
    answers: tuple[str, ...]


async def decisions(
    db: AsyncSession, organisation_id: UUID, teacher_id: UUID, watch_ids: Collection[UUID]
) -> list[Decision]:
    """These running watches of this teacher, with the answers that were given."""
    query = (
        select(Watch, Pupil, Group)
        .join(Pupil, col(Pupil.id) == Watch.pupil_id)
        .join(Group, col(Group.id) == Watch.group_id)
        .where(Watch.organisation_id == organisation_id, Watch.teacher_id == teacher_id)
        .where(col(Watch.id).in_(watch_ids), col(Watch.ended_at).is_(None))
    )
    rows = (await db.exec(query)).all()
    lessons = await lessons_of(db, [watch.id for watch, _pupil, _group in rows])
    return [
        Decision(watch, pupil, group, tuple(row.answer for row in lessons if row.watch_id == watch.id and row.answer))
        for watch, pupil, group in rows
    ]


async def for_roster(db: AsyncSession, organisation_id: UUID, teacher_id: UUID, day: date) -> list[RosterLesson]:
    """What this teacher can answer on local day `day` and what is still open from before, in order of the lessons."""
    end = datetime.combine(day, time(), AMSTERDAM) + timedelta(days=1)
    return [
        RosterLesson(
            one.lesson.id, one.pupil.first_name, one.group.name, one.lesson.number, LESSONS, one.lesson.ends_at
        )
        for one in await watched(db, organisation_id, teacher_id)
        if one.lesson.answer is None and one.lesson.starts_at < end
    ]
