"""What may be asked without a child, and who is to be told of an answer. No clock: `now` is an argument."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import regex

from klankbord.house.errors import Unfit
from klankbord.rooms.reminders.aligning import Wanted
from klankbord.rooms.reminders.models import ReminderKind

KINDS = (ReminderKind.QUESTION_RECEIVED, ReminderKind.ANSWER_UNREAD)


class ColleagueMissing(Unfit):
    """Choose whom you ask."""

    field = "to"


class NamesAChild(Unfit):
    """A child or a group is named here. Leave the name out, or say below that it is not about them."""

    field = "question"


class MomentInFuture(Unfit):
    """This moment is still to come. Choose when you spoke."""

    field = "held_on"


def named_in(text: str, names: Iterable[str]) -> list[str]:
    """Which of these names (of children, of groups) stand in the text as whole words, whatever their capitals."""
    found = []
    for name in sorted({name for name in names if name.strip()}):
        if regex.search(rf"(?<![\p{{L}}\p{{N}}]){regex.escape(name)}(?![\p{{L}}\p{{N}}])", text, regex.IGNORECASE):
            found.append(name)
    return found


@dataclass(frozen=True)
class Said:
    """A line: by whom, when."""

    by_id: UUID
    at: datetime


@dataclass(frozen=True)
class Unread:
    """Somebody who has not opened what was said last by the other: since which moment it waits."""

    person_id: UUID
    since: datetime


def unread(asker_id: UUID, to_id: UUID, said: Sequence[Said], read: dict[UUID, datetime]) -> list[Unread]:
    """Who of the two has something to read: the first line of the other since they last looked or wrote themselves."""
    found = []
    for person_id in (asker_id, to_id):
        own = [line.at for line in said if line.by_id == person_id]
        looked = max([*own, *([read[person_id]] if person_id in read else [])], default=None)
        new = [line.at for line in said if line.by_id != person_id and (looked is None or line.at > looked)]
        if new:
            found.append(Unread(person_id, min(new)))
    return found


def wanted(asker_id: UUID, waiting: Sequence[tuple[Unread, datetime]]) -> list[Wanted]:
    """A reminder for each who has something to read; `waiting` says with it when they can be asked."""
    return [
        Wanted(
            one.person_id,
            ReminderKind.ANSWER_UNREAD if one.person_id == asker_id else ReminderKind.QUESTION_RECEIVED,
            one.since,
            due_at,
        )
        for one, due_at in waiting
    ]
