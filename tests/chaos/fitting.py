"""Whether what somebody wrote fits where they put it, by what the owner's SQL says of children, groups and lessons.

The rules are said here once more, in few words, and not asked of the product: it must file what does not fit under
Vraagt aandacht, and may not file anything else there.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from klankbord.house.clock import AMSTERDAM
from klankbord.house.database import Database
from klankbord.rooms.notes.rules import TEXT_LENGTH, tidy
from tests.chaos.ledger import Kept
from tests.chaos.plan import FITS
from tests.support.rows import rows

CHILDREN = "select p.id, p.group_id, p.left_at, g.closed_at from pupils p join groups g on g.id = p.group_id"
TEACHES = "select person_id, group_id, ended_at from roles where kind = 'teacher'"
LESSONS = "select l.id, w.teacher_id, l.starts_at, w.ended_at from watch_lessons l join watches w on w.id = l.watch_id"
CASES = "select pupil_id from cases"
# The house changed in the moment in which it arrived, or so that both are possible: stored and filed are right.
EITHER = ("changed meanwhile", "a watch that ended", "left, with a case")
THE_SAME_MOMENT = timedelta(seconds=2)
DAY, YEAR = timedelta(days=1), timedelta(days=366)
WHOM = ("child", "parent", "colleague")


@dataclass(frozen=True)
class School:
    """Where each child is; by (person, group) when somebody stopped teaching it (None: never); watched lessons; the
    children with a case."""

    children: dict[UUID, Any] = field(default_factory=dict)
    teaches: dict[tuple[UUID, UUID], datetime | None] = field(default_factory=dict)
    lessons: dict[UUID, Any] = field(default_factory=dict)
    cases: frozenset[UUID] = frozenset()


async def school(owner: Database) -> School:
    """Read it, as the owner."""
    return School(
        children={row.id: row for row in await rows(owner, CHILDREN)},
        teaches={(row.person_id, row.group_id): row.ended_at for row in await rows(owner, TEACHES)},
        lessons={row.id: row for row in await rows(owner, LESSONS)},
        cases=frozenset(row.pupil_id for row in await rows(owner, CASES)),
    )


def sort_of(kept: Kept, items: dict[UUID, Any], there: School) -> str:
    """`fits`, one of EITHER, or why it does not fit, in the words of the plan. It has arrived: it is among `items`."""
    return _SORTS[kept.kind](kept, items, there)


def _note(kept: Kept, items: dict[UUID, Any], there: School) -> str:
    if _too_long(kept.body["observation"], kept.body["interpretation"]):
        return "too long"
    return _place(kept, items[kept.id].received_at, there, kept.body["group"])


def _about_a_note(kept: Kept, items: dict[UUID, Any], there: School) -> str:
    """A phone sends it after the note, so the note is there, or was filed."""
    if kept.kind == "correction" and _too_long(kept.body["observation"], kept.body["interpretation"]):
        return "too long"
    note = items.get(UUID(kept.body["note"]))
    if note is None or (note.person_id, note.kind) != (kept.person, "note"):
        return "about nothing"
    return FITS if note.state in ("stored", "mended") else "about a filed note"


def _answer(kept: Kept, items: dict[UUID, Any], there: School) -> str:
    lesson = there.lessons.get(UUID(kept.body["watch_lesson"]))
    if lesson is None or lesson.teacher_id != kept.person or lesson.starts_at > items[kept.id].received_at:
        return "not a lesson to answer"
    return FITS if lesson.ended_at is None else "a watch that ended"


def _talk(kept: Kept, items: dict[UUID, Any], there: School) -> str:
    body, at = kept.body, items[kept.id].received_at
    if _too_long(body["said"], body["thought"], body["small_plan"]):
        return "too long"
    if body["talked_with"] not in WHOM:
        return "with nobody"
    today = at.astimezone(AMSTERDAM).date()
    if not today - YEAR <= date.fromisoformat(body["held_on"]) <= today + DAY:
        return "on another day"
    place = _place(kept, at, there, None)
    return "left, with a case" if place in ("left", "a closed group") and UUID(body["pupil"]) in there.cases else place


def _place(kept: Kept, at: datetime, there: School, group: str | None) -> str:
    child = there.children.get(UUID(kept.body["pupil"])) if kept.body["pupil"] else None
    if child is None:
        return "nobody"
    if group not in (None, str(child.group_id)) or (kept.person, child.group_id) not in there.teaches:
        return "a stranger"
    stopped = there.teaches[kept.person, child.group_id]
    return _over_by(at, (("a stranger", stopped), ("left", child.left_at), ("a closed group", child.closed_at)))


def _over_by(at: datetime, ends: Iterable[tuple[str, datetime | None]]) -> str:
    """The first of these that had ended when it arrived; both moments are the house's."""
    for word, end in ends:
        if end is not None and abs(end - at) < THE_SAME_MOMENT:
            return "changed meanwhile"
        if end is not None and end < at:
            return word
    return FITS


def _too_long(*texts: str) -> bool:
    return max(len(tidy(text)) for text in texts) > TEXT_LENGTH


_SORTS: dict[str, Callable[[Kept, dict[UUID, Any], School], str]] = {
    "note": _note,
    "correction": _about_a_note,
    "share": _about_a_note,
    "lesson_answer": _answer,
    "conversation": _talk,
}
