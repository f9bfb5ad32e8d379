"""What stands in the tables of a watch: its lessons, its reminders, the jobs that move them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import text
from sqlmodel import select

from klankbord.house.database import Database
from klankbord.rooms.reminders.models import Reminder, ReminderState
from klankbord.rooms.watches.models import WatchLesson

FIRST, SECOND, THIRD = date(2026, 10, 5), date(2026, 10, 19), date(2026, 10, 26)


async def lessons_of(owner: Database) -> Sequence[WatchLesson]:
    """Every watched lesson, first one first."""
    async with owner.transaction() as db:
        return (await db.exec(select(WatchLesson).order_by(WatchLesson.starts_at))).all()


async def waiting(owner: Database, kind: str = "watch_lesson") -> list[Reminder]:
    """Reminders of this kind that still wait."""
    async with owner.transaction() as db:
        rows = (await db.exec(select(Reminder).where(Reminder.kind == kind).order_by(Reminder.due_at))).all()
    return [row for row in rows if row.state == ReminderState.WAITING]


async def jobs_waiting(owner: Database) -> int:
    """Realignments in the queue."""
    async with owner.transaction() as db:
        count = text("select count(*) from pgqueuer where entrypoint = 'realign_watches'")
        return (await (await db.connection()).execute(count)).scalar_one()
