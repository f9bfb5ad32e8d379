"""What stands beside a due thing under Vandaag: about whom, what, and where it is done. Rooms register theirs."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.crypto import KeyRing
from klankbord.rooms.reminders.models import ReminderKind


@dataclass(frozen=True)
class Line:
    """`who`: the child's first name, or a colleague's where no child is named; `text`: what it is about, in the
    reader's language or as somebody wrote it; `url`: the page where it is done."""

    who: str
    text: str
    url: str


# (transaction of the reader, keys, subject ids, language) → a line for each subject the reader may see
Source = Callable[[AsyncSession, KeyRing, Sequence[UUID], str], Awaitable[dict[UUID, Line]]]
LINES: dict[ReminderKind, Source] = {}
