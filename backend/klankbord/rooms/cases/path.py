"""A case on its path: a step is entered by what people do, and every entry says who did what and when."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.rooms.cases.models import Case
from klankbord.rooms.cases.path_models import StepEntry, StepReason

# Rooms to our right register here what they want to know of a case that moved, was closed or opened again.
after_move: list[Callable[[AsyncSession, Case, datetime], Awaitable[None]]] = []


async def advance(db: AsyncSession, case: Case, step: int, because: StepReason, by_id: UUID, now: datetime) -> bool:
    """Enter a step (1..5) because of what somebody did; whether it was entered. Never goes back, never skips the row of
    a step in between: `go_back` does the first, and what was not done is simply not there."""
    if case.closed_at is not None or (step <= case.step and await _entered(db, case.id, step)):
        return False
    await enter(db, case, max(step, case.step), because, by_id, now)
    return True


async def enter(
    db: AsyncSession,
    case: Case,
    step: int,
    because: StepReason,
    by_id: UUID,
    now: datetime,
    reason: bytes | None = None,
) -> StepEntry:
    """Write down that a step was entered, and let the case stand there."""
    entry = StepEntry(
        organisation_id=case.organisation_id,
        case_id=case.id,
        by_id=by_id,
        at=now,
        step=step,
        because=because,
        reason_sealed=reason,
    )
    case.step = step
    db.add_all([entry, case])
    await db.flush()
    for hear in after_move:
        await hear(db, case, now)
    return entry


async def entries_of(db: AsyncSession, organisation_id: UUID, case_id: UUID) -> list[StepEntry]:
    """Every step that was entered, oldest first."""
    mine = select(StepEntry).where(StepEntry.organisation_id == organisation_id, StepEntry.case_id == case_id)
    return list((await db.exec(mine.order_by(col(StepEntry.at), col(StepEntry.id)))).all())


async def _entered(db: AsyncSession, case_id: UUID, step: int) -> bool:
    found = select(StepEntry.id).where(StepEntry.case_id == case_id, StepEntry.step >= step)
    return (await db.exec(found.limit(1))).first() is not None
