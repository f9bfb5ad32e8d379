"""One person's day: each reminder with what it is about, in order: what belongs to a lesson first, late first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from klankbord.house.clock import AMSTERDAM
from klankbord.house.door import Visit
from klankbord.rooms.cases import queries as cases
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.lessons.queries import GroupLesson, calendars
from klankbord.rooms.people import queries as people
from klankbord.rooms.people.models import Person, RoleKind
from klankbord.rooms.reminders.kinds import Buzz
from klankbord.rooms.reminders.models import Reminder, ReminderKind
from klankbord.rooms.today import queries
from klankbord.rooms.today.lines import LineItem, line_items
from klankbord.rooms.watches import queries as watches
from klankbord.rooms.watches.queries import Decision, WatchedLesson


@dataclass(frozen=True)
class Item:
    """A thing with its own card; `kind` names the template: look, answer, done, decide, tell, report, handover."""

    kind: str
    when: datetime
    reminder_id: UUID | None
    lesson: WatchedLesson | None = None
    decision: Decision | None = None
    place: CasePlace | None = None


@dataclass(frozen=True)
class Day:
    """What is to do and what was done today, in order; and what comes on another day."""

    items: Sequence[Item | LineItem]
    later: Sequence[WatchedLesson]
    workers: Sequence[Person]

    @property
    def to_do(self) -> int:
        return sum(len(getattr(item, "lines", ())) or item.kind != "done" for item in self.items)


async def day_of(visit: Visit, change: UUID | None) -> Day:
    """The day of this visitor. `change`: the answered lesson that is to be answered anew."""
    rows = await queries.of_today(visit.db, visit.who, visit.now)
    about = {kind: {row.subject_id: row for row in rows if row.kind == kind} for kind in ReminderKind}
    watched = await _watched(visit)
    end = queries.midnight(visit.now)
    lessons = [*_lessons(visit, watched, about[ReminderKind.WATCH_LESSON]), *_answered(visit, watched, change)]
    decisions = await _decisions(visit, about[ReminderKind.WATCH_DECISION])
    cards = [*lessons, *decisions, *await _cases(visit, about)]
    carded = {card.reminder_id for card in cards}
    rest = [row for row in rows if row.id not in carded and row.kind not in _OWN_CARDS]
    items: list[Item | LineItem] = [
        *cards,
        *await line_items(visit, rest, queries.midnight(visit.now - timedelta(days=1))),
    ]
    later = [one for one in watched if one.lesson.answer is None and one.lesson.starts_at >= end]
    org = visit.who.organisation_id
    workers = await people.with_role(visit.db, org, RoleKind.SOCIAL_WORKER) if decisions else []
    return Day(sorted(items, key=_order), later, workers)


# Of a watch: they have cards of their own, or (answered meanwhile) nothing to do any more.
_OWN_CARDS = (ReminderKind.WATCH_LESSON, ReminderKind.WATCH_DECISION)
_OF_A_LESSON = ("look", "answer", "done")


def _order(item: Item | LineItem) -> tuple[bool, datetime]:
    """What belongs to a lesson, then the rest; what is late comes first of each by itself."""
    about = isinstance(item, LineItem) and item.about.buzz == Buzz.WITH_THE_LESSON
    return not (about or item.kind in _OF_A_LESSON), item.when


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
