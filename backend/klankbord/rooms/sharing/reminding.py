"""Which reminder a decision asks for: the day after the term for an objection, to who decided."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.rooms.cases import queries as cases
from klankbord.rooms.cases.models import Case
from klankbord.rooms.cases.queries import Reader
from klankbord.rooms.duty.queries import morning_of
from klankbord.rooms.people.models import RoleKind
from klankbord.rooms.reminders.aligning import Wanted, align
from klankbord.rooms.reminders.models import ReminderKind
from klankbord.rooms.sharing import queries
from klankbord.rooms.sharing.models import Option
from klankbord.rooms.sharing.queries import Decided

KIND = ReminderKind.OBJECTION_TERM_OVER


async def all_of(db: AsyncSession, case: Case, now: datetime) -> None:
    """The case was closed, opened again, or has another holder of direction."""
    for found in await queries.decisions_of(db, case.organisation_id, case.id):
        await _align(db, case, found, now)


async def term_over(db: AsyncSession, case: Case, decision_id: UUID, now: datetime) -> None:
    """What this decision asks for now."""
    found = await queries.decision_of(db, case.organisation_id, case.id, decision_id)
    if found is not None:
        await _align(db, case, found, now)


def asks(case: Case, found: Decided) -> bool:
    """Option B in an open case, nobody said no, and nothing was shared yet."""
    ended = found.objections or found.withdrawals or found.disclosures
    return case.closed_at is None and found.decision.option == Option.NO_OBJECTION and not ended


async def who_is_asked(db: AsyncSession, case: Case, by_id: UUID) -> UUID | None:
    """Who did it; who cannot see the case any more is not asked: then who holds direction, else a location manager."""
    return asked_of(answering(await cases.readers(db, case)), case, by_id)


def answering(readers: Sequence[Reader]) -> dict[UUID, RoleKind]:
    """Who sees the case and is more than its teacher, location managers first; by person, as what."""
    return {one.person.id: RoleKind(one.kind) for one in readers if one.kind != RoleKind.TEACHER}


def asked_of(there: Mapping[UUID, RoleKind], case: Case, by_id: UUID) -> UUID | None:
    """The same, for who read already who sees the case (`answering`)."""
    return next((one for one in (by_id, case.lead_id, next(iter(there), None)) if one in there), None)


async def _align(db: AsyncSession, case: Case, found: Decided, now: datetime) -> None:
    decision, wanted = found.decision, []
    person_id = await who_is_asked(db, case, decision.by_id)
    if asks(case, found) and decision.term_ends_on and person_id:
        first_day = decision.term_ends_on + timedelta(days=1)
        due_at = await morning_of(db, case.organisation_id, person_id, first_day)
        wanted = [Wanted(person_id, KIND, decision.at, due_at)]
    await align(db, subject_id=decision.id, kinds=[KIND], wanted=wanted, now=now)
