"""Brings the rows and reminders of watches in line with the plan. May run twice, or after a crash: it looks first."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.rooms.lessons.calendar import Calendar
from klankbord.rooms.lessons.rules import Lesson
from klankbord.rooms.reminders import actions as reminders
from klankbord.rooms.reminders.models import Reminder, ReminderKind, ReminderState
from klankbord.rooms.watches import queries
from klankbord.rooms.watches.models import Watch, WatchLesson
from klankbord.rooms.watches.rules import Asked, Place, Plan, plan

LESSON, DECISION = ReminderKind.WATCH_LESSON, ReminderKind.WATCH_DECISION


async def settle(db: AsyncSession, watches: Sequence[Watch], calendar: Calendar | None, now: datetime) -> int:
    """Let every running watch among `watches` (locked, of one group) ask about the right lessons at the right moment.

    How many of them were not as they must be.
    """
    running = [watch for watch in watches if watch.ended_at is None]
    rows = await queries.lessons_of(db, [watch.id for watch in running])
    about = await queries.reminders_of(db, LESSON, [row.id for row in rows])
    decisions = await queries.reminders_of(db, DECISION, [watch.id for watch in running])
    changed = 0
    for watch in running:
        mine = {row.id: row for row in rows if row.watch_id == watch.id}
        asked = [_asked(row, about.get(row.id, [])) for row in mine.values()]
        wanted = plan(asked, calendar, watch.started_at, now)
        one = _Settling(db, watch, calendar, now)
        await one.drop(wanted.dropped)
        await one.number(mine, wanted.numbers)
        for place in wanted.places:
            await one.ask(place, mine, about)
        await one.decide(wanted, asked, decisions.get(watch.id, []))
        changed += one.changed
    return changed


def _asked(row: WatchLesson, about: Sequence[Reminder]) -> Asked:
    """`let_go`: the teacher ticked the reminder off, or said with a reason that it is not needed."""
    let_go = any(one.state == ReminderState.DONE or _refused(one) for one in about)
    lesson = Lesson(row.lesson_day, row.starts_at, row.ends_at)
    return Asked(row.id, lesson, row.remind_at, row.answer, let_go)


def _refused(one: Reminder) -> bool:
    """Cancelled by the person: the story cancels without a reason."""
    return one.state == ReminderState.CANCELLED and one.reason_sealed is not None


class _Settling:
    """One watch being brought in line."""

    def __init__(self, db: AsyncSession, watch: Watch, calendar: Calendar | None, now: datetime) -> None:
        self.db, self.watch, self.calendar, self.now = db, watch, calendar, now
        self.changed = False

    async def drop(self, lesson_ids: Sequence[UUID]) -> None:
        """These lessons do not take place, or are one too many."""
        for lesson_id in lesson_ids:
            await reminders.cancel(self.db, kind=LESSON, subject_id=lesson_id, now=self.now)
            await queries.drop_lesson(self.db, lesson_id)
            self.changed = True

    async def number(self, mine: dict[UUID, WatchLesson], numbers: dict[UUID, int]) -> None:
        """The first and the second in which the child was seen."""
        for lesson_id, number in numbers.items():
            self._write(mine[lesson_id], number=number)
        await self.db.flush()

    async def ask(self, place: Place, mine: dict[UUID, WatchLesson], about: dict[UUID, list[Reminder]]) -> None:
        """A row for the lesson and a reminder for the row."""
        row = mine.get(place.id) if place.id else None
        if row is None:
            row = WatchLesson(organisation_id=self.watch.organisation_id, watch_id=self.watch.id, **_columns(place))
            self.db.add(row)
            self.changed = True
        else:
            self._write(row, **self._columns(place, about.get(row.id, [])))
        await self.db.flush()
        await self._remind(row, about.get(row.id, []))

    async def decide(self, wanted: Plan, asked: Sequence[Asked], about: Sequence[Reminder]) -> None:
        """After the last lesson: what now? Not (any more) when a lesson is still to be answered."""
        waiting = [one for one in about if one.state in (ReminderState.WAITING, ReminderState.SENT)]
        if not wanted.decide:
            if waiting:
                await reminders.cancel(self.db, kind=DECISION, subject_id=self.watch.id, now=self.now)
            return
        moment = max((one.lesson.ends for one in asked if one.settled), default=self.watch.started_at)
        if any(one.moment == moment and (one in waiting or _refused(one)) for one in about):
            return
        due = self.calendar.moment_after(Lesson(moment.date(), self.now, self.now)) if self.calendar else self.now
        self.changed |= await self._tell(DECISION, self.watch.id, moment, due)

    async def _remind(self, row: WatchLesson, about: Sequence[Reminder]) -> None:
        if any(one.moment == row.remind_at and one.state != ReminderState.CANCELLED for one in about):
            return
        told = [one for one in about if one.state == ReminderState.SENT]
        if told:
            await reminders.cancel(self.db, kind=LESSON, subject_id=row.id, now=self.now)
        await reminders.move(
            self.db, kind=LESSON, subject_id=row.id, moment=row.remind_at, due_at=row.remind_at, now=self.now
        )
        await self._tell(LESSON, row.id, row.remind_at, row.remind_at)
        self.changed = True

    async def _tell(self, kind: ReminderKind, subject_id: UUID, moment: datetime, due_at: datetime) -> bool:
        return await reminders.remind(
            self.db,
            organisation_id=self.watch.organisation_id,
            person_id=self.watch.teacher_id,
            kind=kind,
            subject_id=subject_id,
            moment=moment,
            due_at=due_at,
            now=self.now,
        )

    def _columns(self, place: Place, about: Sequence[Reminder]) -> dict[str, Any]:
        values = _columns(place)
        if any(one.state == ReminderState.SENT for one in about) and place.lesson.ends <= self.now:
            del values["remind_at"]
        return values

    def _write(self, row: WatchLesson, **values: Any) -> None:
        new = {name: value for name, value in values.items() if getattr(row, name) != value}
        for name, value in new.items():
            setattr(row, name, value)
        if new:
            self.db.add(row)
            self.changed = True


def _columns(place: Place) -> dict[str, Any]:
    lesson = place.lesson
    times = {"lesson_day": lesson.day, "starts_at": lesson.starts, "ends_at": lesson.ends}
    return {"number": place.number, "remind_at": place.remind_at, **times}
