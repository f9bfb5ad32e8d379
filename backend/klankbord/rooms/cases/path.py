"""A case on its path: a step is entered by what people do, and every entry says who did what and when."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.rooms.cases import queries, reminding, standing
from klankbord.rooms.cases.models import Case
from klankbord.rooms.cases.path_models import StepEntry, StepReason

# Rooms to our right register here what they want to know of a case that moved, was closed or opened again.
after_move: list[Callable[[AsyncSession, Case, datetime], Awaitable[None]]] = []


def must_be_open(case: Case) -> Case:
    """The case, when something can still be done in it. Raises CaseIsClosed."""
    standing.must_be_open(case)
    return case


async def opened(db: AsyncSession, case: Case) -> Case:
    """The case, locked until the end of the transaction and still open: whoever closes it waits, or was first. What an
    act in a case begins with. Raises CaseIsClosed."""
    await queries.case_of(db, case.organisation_id, case.id)
    return must_be_open(case)


async def touched(db: AsyncSession, case: Case, now: datetime) -> None:
    """Somebody did something in this case. Every room says so after its own act, because from the last act on the app
    counts two weeks until it asks what is next. `enter` and `advance` say it already."""
    await reminding.idle(db, case, now)


async def advance(db: AsyncSession, case: Case, step: int, because: StepReason, by_id: UUID, now: datetime) -> bool:
    """Enter a step (1..5) because of what somebody did; whether it was entered. Never goes back.

    What is done for the first time in a step the case is in, or is past, is written down beside what entered it. Locks
    the case: somebody may be closing it at this moment.
    """
    if await queries.case_of(db, case.organisation_id, case.id) is None or case.closed_at is not None:
        return False
    standing.went_on(case, because, now)
    entered = step > case.step
    if entered or not await _known(db, case, step, because):
        about: dict[str, Any] = {"organisation_id": case.organisation_id, "case_id": case.id, "by_id": by_id, "at": now}
        await _keep(db, StepEntry(step=step, because=because, **about))
    case.step = max(step, case.step)
    await _keep(db, case)
    await (moved if entered else touched)(db, case, now)
    return entered


async def enter(db: AsyncSession, case: Case, entry: StepEntry, now: datetime) -> None:
    """The case stands in the step of this entry from now on, whichever it stood in."""
    case.step = entry.step
    await _keep(db, case, entry)
    await moved(db, case, now)


async def moved(db: AsyncSession, case: Case, now: datetime) -> None:
    """The case stands elsewhere on its path, was closed or opened again (`closed_at` tells): let every room know."""
    await touched(db, case, now)
    for hear in after_move:
        await hear(db, case, now)


async def entries_of(db: AsyncSession, organisation_id: UUID, case_id: UUID) -> list[StepEntry]:
    """Every step that was entered and what else was done in it, oldest first."""
    mine = select(StepEntry).where(StepEntry.organisation_id == organisation_id, StepEntry.case_id == case_id)
    return list((await db.exec(mine.order_by(col(StepEntry.at), col(StepEntry.id)))).all())


async def _known(db: AsyncSession, case: Case, step: int, because: StepReason) -> bool:
    """Whether it was written down already, since the case went back to before this step, if it did."""
    entries = await entries_of(db, case.organisation_id, case.id)
    back = max((n for n, one in enumerate(entries) if _before(one, step)), default=-1)
    return any((one.step, one.because) == (step, because) for one in entries[back + 1 :])


def _before(entry: StepEntry, step: int) -> bool:
    return entry.because == StepReason.GONE_BACK and entry.step < step


async def _keep(db: AsyncSession, *rows: Case | StepEntry) -> None:
    db.add_all(rows)
    await db.flush()
