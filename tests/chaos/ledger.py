"""What people were told, written down the moment they were told it. The verdict believes nothing else of a phone."""

import asyncio
import json
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from klankbord.house.database import Database
from tests.support.rows import rows

OVER = ("sent", "filed")
PROMISES = (*OVER, "seen", "arrived")  # what a screen may say to be with the server, also without saying how it fared
SECRET_WORD = "rammelkastje"
# When an item was committed, in seconds since 1970 by the machine's clock, which nobody moves (`received_at` is the
# house's). Not of what was mended or thrown away since: its row is of that moment.
KEPT_AT = """
    case when settled_at is null and current_setting('track_commit_timestamp') = 'on'
         then extract(epoch from pg_xact_commit_timestamp(xmin))::float8 end as kept_at
"""


@dataclass(frozen=True)
class Kept:
    """One tap on Bewaar that was answered with 'op deze telefoon': `body` is what was typed, `mark` stands in it. `at`
    here and below: when, in seconds since 1970 by the right clock."""

    id: UUID
    kind: str
    person: UUID
    phone: str
    body: dict[str, Any]
    mark: str = ""
    at: float = field(default_factory=time.time)


@dataclass(frozen=True)
class Said:
    """A phone showed this state of an item. `had`: whether the server had it a moment later; None when it could not be
    asked. `kept_at`: since when, as it said itself."""

    id: UUID
    phone: str
    state: str
    had: bool | None
    at: float = field(default_factory=time.time)
    kept_at: float | None = None


@dataclass
class Answered:
    """Somebody answered about a watched lesson. `id` is known once the page said 'op deze telefoon'; a page that was
    gone before it could say so may have kept it, or not."""

    lesson: UUID
    phone: str
    answer: str
    id: UUID | None = None
    at: float = field(default_factory=time.time)


@dataclass
class Ledger:
    """Everything that was kept and said in one seed. `tried`: marks of all taps. `answered`: all answers, in order.
    `read`: by item the phone on which 'op deze telefoon' could be read, also when the page was gone before it could
    tell us what was written."""

    owner: Database
    read: dict[UUID, str] = field(default_factory=dict)
    kept: dict[UUID, Kept] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)
    tried: set[str] = field(default_factory=set)
    answered: list[Answered] = field(default_factory=list)
    marks: int = 0
    _asking: set[asyncio.Task[None]] = field(default_factory=set)

    def new_mark(self) -> str:
        """A word that stands in one tap only."""
        self.marks += 1
        mark = f"merk{self.marks:05d}"
        self.tried.add(mark)
        return mark

    def answers(self, lesson: UUID, phone: str, answer: str) -> Answered:
        """Somebody is about to tap this answer."""
        self.answered.append(one := Answered(lesson, phone, answer))
        return one

    def keep(self, *items: Kept) -> None:
        """These were told to be on the phone."""
        self.kept.update({item.id: item for item in items})

    def hear_kept(self, phone: str, items: list[UUID]) -> None:
        """Somebody reads 'op deze telefoon' about these."""
        self.read.update(dict.fromkeys(items, phone))

    def hear(self, phone: str, item: UUID, state: str, at: float | None = None) -> None:
        """A phone shows this (since `at`; now); of what it says to be with the server, the server is asked at once."""
        at = time.time() if at is None else at
        if state not in PROMISES:
            self.said.append(Said(item, phone, state, None, at))
            return
        task = asyncio.create_task(self._ask(phone, item, state, at))
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)

    async def settle(self) -> None:
        """Wait until all of it was asked."""
        await asyncio.gather(*self._asking)

    def by_person(self, *kinds: str) -> dict[UUID, list[Kept]]:
        """What each person kept of these kinds, in order."""
        found: dict[UUID, list[Kept]] = defaultdict(list)
        for item in self.kept.values():
            if item.kind in kinds:
                found[item.person].append(item)
        return found

    def lines(self) -> list[str]:
        """All of it as JSON lines in the order in which it happened, for whoever looks into what was wrong."""
        everything: list[Kept | Answered | Said] = [*self.kept.values(), *self.answered, *self.said]
        everything.sort(key=lambda one: one.at)
        return [json.dumps({"what": type(one).__name__, **vars(one)}, default=str) for one in everything]

    async def _ask(self, phone: str, item: UUID, state: str, at: float) -> None:
        had, kept_at = None, None
        try:
            async with asyncio.timeout(5):
                found = await rows(self.owner, f"select {KEPT_AT} from outbox_items where id = :id", id=item)
            had, kept_at = bool(found), found[0].kept_at if found else None
        except (SQLAlchemyError, OSError, TimeoutError):
            pass  # the database is down now; at the end it is asked again
        self.said.append(Said(item, phone, state, had, at, kept_at))
