"""One acknowledged Bewaar held against the database: there, once written, where it belongs."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from klankbord.house.content import QUESTIONS, SIGNALS
from klankbord.rooms.notes.rules import tidy
from tests.chaos.fitting import EITHER, sort_of
from tests.chaos.held import Held
from tests.chaos.ledger import Kept
from tests.chaos.plan import FITS

TALK = ("said", "thought", "small_plan")


def missing_of(kept: Kept, there: Held) -> str | None:
    """What is wrong with this one; None when it is there as it was written, and rightly there."""
    item = there.items.get(kept.id)
    if item is None:
        return "not in the database"
    if (item.person_id, item.kind) != (kept.person, kept.kind):
        return "kept as somebody else's, or as something else"
    if item.state == "attention":
        return _filed(kept, there)
    return _CHECKS[kept.kind](kept, there) or _wrongly_stored(kept, there)


def sort_here(kept: Kept, there: Held) -> str | None:
    """Of what has arrived whether it fits, or why it does not (see `fitting`); None of what has not."""
    return sort_of(kept, there.items, there.school) if kept.id in there.items else None


def _filed(kept: Kept, there: Held) -> str | None:
    if there.payloads[kept.id] != {"kind": kept.kind, **kept.body}:
        return "under Vraagt aandacht, but not as it was written"
    if sort_here(kept, there) == FITS:
        return f"under Vraagt aandacht, but it fits (said to be wrong: {there.items[kept.id].problem})"
    return None


def _wrongly_stored(kept: Kept, there: Held) -> str | None:
    """Of what stands about a child. A person who mends has looked at it; the rest has no place without what it is
    about."""
    if kept.kind not in ("note", "conversation") or there.items[kept.id].state != "stored":
        return None
    sort = sort_here(kept, there)
    return None if sort in (FITS, *EITHER) else f"stored, but it does not fit: {sort}"


def _note(kept: Kept, there: Held) -> str | None:
    if kept.id not in there.notes:
        return "stored, but there is no note"
    row, texts = there.notes[kept.id]
    place = (str(row.group_id), str(row.pupil_id), row.writer_id)
    if place != (kept.body["group"], kept.body["pupil"], kept.person):
        return "under another writer or child"
    return None if (texts, list(row.signal_ids)) == (typed(kept), _chosen(SIGNALS, kept, "signals")) else OTHER_WORDS


def _correction(kept: Kept, there: Held) -> str | None:
    row, texts = there.corrections.get(kept.id, (None, None))
    if row is None or (row.writer_id, str(row.note_id)) != (kept.person, kept.body["note"]):
        return "no correction of this note by this writer"
    return None if texts == typed(kept) else OTHER_WORDS


def _share(kept: Kept, there: Held) -> str | None:
    return None if (UUID(kept.body["note"]), kept.person) in there.reports else "the note is not shared"


def _answer(kept: Kept, there: Held) -> str | None:
    return None if there.answers.get(UUID(kept.body["watch_lesson"])) else "the lesson has no answer"


def _talk(kept: Kept, there: Held) -> str | None:
    if kept.id not in there.talks:
        return "stored, but there is no conversation"
    row, texts = there.talks[kept.id]
    child = there.school.children.get(row.pupil_id)
    if (str(row.pupil_id), row.writer_id) != (kept.body["pupil"], kept.person):
        return "under another writer or child"
    if child is None or row.group_id != child.group_id:
        return "under another group"
    if (row.talked_with, row.held_on.isoformat()) != (kept.body["talked_with"], _day(kept, there)):
        return "with somebody else, or on another day"
    return (
        None if (texts, list(row.question_ids)) == (_said(kept), _chosen(QUESTIONS, kept, "questions")) else OTHER_WORDS
    )


OTHER_WORDS = "with other words"
_CHECKS: Mapping[str, Callable[[Kept, Held], str | None]] = {
    "note": _note,
    "correction": _correction,
    "share": _share,
    "lesson_answer": _answer,
    "conversation": _talk,
}


def typed(kept: Kept) -> tuple[str, str]:
    """Both texts as they are kept."""
    return tidy(kept.body["observation"]), tidy(kept.body["interpretation"])


def _said(kept: Kept) -> tuple[str, ...]:
    return tuple(tidy(kept.body[name]) for name in TALK)


def _day(kept: Kept, there: Held) -> str:
    """A phone east of here may be a day ahead: then it was today."""
    return min(str(kept.body["held_on"]), there.days[kept.id])


def _chosen(choices: Any, kept: Kept, field: str) -> list[str]:
    """Once each, in the order of the list."""
    return [one.id for one in choices if one.id in kept.body[field]]
