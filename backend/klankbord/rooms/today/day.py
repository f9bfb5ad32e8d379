"""One person's day: each reminder with what it is about, in order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from klankbord.house.clock import AMSTERDAM
from klankbord.house.door import Visit
from klankbord.rooms.cases import queries as cases
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.lessons.queries import GroupLesson, calendars
from klankbord.rooms.people import queries as people
from klankbord.rooms.people.models import Person, RoleKind
from klankbord.rooms.reminders.models import Reminder, ReminderKind
from klankbord.rooms.today import queries
from klankbord.rooms.watches import queries as watches
from klankbord.rooms.watches.queries import Decision, WatchedLesson


@dataclass(frozen=True)
class Item:
    """One thing on the page; `kind` names its template: look, answer, done, decide, tell, report, handover."""

    kind: str
    when: datetime
    reminder_id: UUID | None
    lesson: WatchedLesson | None = None
    decision: Decision | None = None
    place: CasePlace | None = None


@dataclass(frozen=True)
class Day:
    """What is to do and what was done today, in order; and what comes on another day."""

    items: Sequence[Item]
    later: Sequence[WatchedLesson]
    workers: Sequence[Person]

    @property
    def to_do(self) -> int:
        return sum(item.kind != "done" for item in self.items)


async def day_of(visit: Visit, change: UUID | None) -> Day:
    """The day of this visitor. `change`: the answered lesson that is to be answered anew."""
    rows = await queries.of_today(visit.db, visit.who, visit.now)
    about = {kind: {row.subject_id: row for row in rows if row.kind == kind} for kind in ReminderKind}
    watched = await _watched(visit)
    items = [*_lessons(visit, watched, about[ReminderKind.WATCH_LESSON]), *_answered(visit, watched, change)]
    decisions = await _decisions(visit, about[ReminderKind.WATCH_DECISION])
    items += [*decisions, *await _cases(visit, about)]
    end = queries.midnight(visit.now)
    later = [one for one in watched if one.lesson.answer is None and one.lesson.starts_at >= end]
    org = visit.who.organisation_id
    workers = await people.with_role(visit.db, org, RoleKind.SOCIAL_WORKER) if decisions else []
    return Day(sorted(items, key=lambda item: item.when), later, workers)


async def next_lesson(visit: Visit) -> GroupLesson | None:
    """The first lesson this teacher still has."""
    who = visit.who
    found = await calendars(visit.db, who.organisation_id, who.group_ids) if who.group_ids else []
    ahead = [
        GroupLesson(one.group, one.location, lesson) for one in found for lesson in one.calendar.next(visit.now, 1)
    ]
    return min(ahead, key=lambda one: one.lesson.starts, default=None)


async def _watched(visit: Visit) -> list[WatchedLesson]:
    who = visit.who
    return await watches.watched(visit.db, who.organisation_id, who.person_id) if who.is_teacher else []


def _lessons(visit: Visit, watched: Iterable[WatchedLesson], about: dict[UUID, Reminder]) -> list[Item]:
    """Before the lesson: look. After it: how did it go?"""
    items = []
    for one in watched:
        row = about.get(one.lesson.id)
        if row and one.lesson.answer is None:
            over = one.lesson.ends_at <= visit.now
            when = one.lesson.ends_at if over else one.lesson.starts_at
            items.append(Item("answer" if over else "look", when, row.id, lesson=one))
    return items


def _answered(visit: Visit, watched: Iterable[WatchedLesson], change: UUID | None) -> list[Item]:
    """What was answered today, and what is to be answered anew."""
    today = visit.now.astimezone(AMSTERDAM).date()
    items = []
    for one in watched:
        at = one.lesson.answered_at
        if one.lesson.answer and one.lesson.id == change:
            items.append(Item("answer", one.lesson.ends_at, None, lesson=one))
        elif at and at.astimezone(AMSTERDAM).date() == today:
            items.append(Item("done", one.lesson.ends_at, None, lesson=one))
    return items


async def _decisions(visit: Visit, about: dict[UUID, Reminder]) -> list[Item]:
    who = visit.who
    found = await watches.decisions(visit.db, who.organisation_id, who.person_id, about.keys()) if about else []
    return [Item("decide", about[one.watch.id].due_at, about[one.watch.id].id, decision=one) for one in found]


async def _cases(visit: Visit, about: dict[ReminderKind, dict[UUID, Reminder]]) -> list[Item]:
    """A new report, a case that was passed on, a class teacher to tell: each leads to the case."""
    sources = (
        ("report", ReminderKind.REPORT_RECEIVED, cases.by_reports),
        ("handover", ReminderKind.HANDOVER_RECEIVED, cases.by_handovers),
        ("tell", ReminderKind.TELL_CLASS_TEACHER, cases.by_tellings),
    )
    items = []
    for name, kind, find in sources:
        places = await find(visit.db, visit.who.organisation_id, about[kind].keys())
        for subject, place in places.items():
            row = about[kind][subject]
            items.append(Item(name, row.due_at, row.id, place=place))
    return items
