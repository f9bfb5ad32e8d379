"""What the other rooms ask, as lines: each reminder beside the line its room gives it, and many of a kind as one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from uuid import UUID

from klankbord.house.door import Visit
from klankbord.house.language import spoken_by
from klankbord.rooms.people import queries as people
from klankbord.rooms.reminders.kinds import Kind, kind_of
from klankbord.rooms.reminders.lines import LINES, Line
from klankbord.rooms.reminders.models import Reminder, ReminderKind

MANY = 4  # of one kind: from here on they stand together


@dataclass(frozen=True)
class LineItem:
    """A thing to do with its line. `kind` names its template: line, unseen (the reader may not see it any more) or
    group (`lines` of one kind). `instead_of`: for whom the reader stands in."""

    kind: str
    when: datetime
    about: Kind
    late: bool = False
    reminder_id: UUID | None = None
    line: Line | None = None
    instead_of: str = ""
    lines: Sequence["LineItem"] = field(default_factory=tuple)


async def line_items(visit: Visit, rows: Sequence[Reminder], today: datetime) -> list[LineItem]:
    """An item for each of these reminders, late ones first; `today`: when the local day began."""
    away = {row.stands_in_for_id for row in rows if row.stands_in_for_id}
    names = await people.first_names(visit.db, visit.who.organisation_id, away) if away else {}
    found = [await _of_kind(visit, ReminderKind(kind), list(some), today, names) for kind, some in _by_kind(rows)]
    return [item for items in found for item in (_grouped(items) if len(items) >= MANY else items)]


async def _of_kind(
    visit: Visit, kind: ReminderKind, rows: Sequence[Reminder], today: datetime, names: dict[UUID, str]
) -> list[LineItem]:
    language = spoken_by(visit.request)
    source, subjects = LINES.get(kind), [row.subject_id for row in rows]
    lines = await source(visit.db, visit.house.keys, subjects, language) if source else {}
    return [_item(row, lines.get(row.subject_id), today, names) for row in rows]


def _item(row: Reminder, line: Line | None, today: datetime, names: dict[UUID, str]) -> LineItem:
    kind, late = "line" if line else "unseen", row.due_at < today
    instead_of = names.get(row.stands_in_for_id, "") if row.stands_in_for_id else ""
    return LineItem(kind, row.due_at, kind_of(row.kind), late, row.id, line, instead_of)


def _by_kind(rows: Iterable[Reminder]) -> Iterable[tuple[str, Iterable[Reminder]]]:
    return groupby(sorted(rows, key=lambda row: (row.kind, row.due_at)), key=lambda row: row.kind)


def _grouped(items: Sequence[LineItem]) -> list[LineItem]:
    first = items[0]
    return [LineItem("group", first.when, first.about, first.late, lines=items)]
