"""The gate: nothing about a child leaves the team but through here, under a decision that holds at that moment."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.errors import NotHere
from klankbord.house.once import add_once
from klankbord.rooms.cases import path
from klankbord.rooms.cases import queries as cases
from klankbord.rooms.cases.models import Case
from klankbord.rooms.sharing import queries, reminding, ways_out
from klankbord.rooms.sharing.models import Disclosure, DisclosureKind
from klankbord.rooms.sharing.queries import Decided


async def let_out(db: AsyncSession, *, case: Case, decision_id: UUID, way: DisclosureKind, now: datetime) -> Decided:
    """The only way out: the decision, if something may leave under it at this moment. It goes on holding until the
    transaction ends, because an objection waits for that.

    Raises CaseIsClosed, NotHere, DecisionDoesNotHold.
    """
    found = await locked(db, await path.opened(db, case), decision_id)
    ways_out.check(way, found.decision, found.objections, found.withdrawals, now)
    return found


async def disclosed(
    db: AsyncSession,
    *,
    case: Case,
    decision_id: UUID,
    by_id: UUID,
    way: DisclosureKind,
    now: datetime,
    sha256: bytes | None = None,
) -> None:
    """Write down that something left under this decision. Raises as `let_out`."""
    await let_out(db, case=case, decision_id=decision_id, way=way, now=now)
    row = Disclosure(**entry(case, by_id, now), decision_id=decision_id, kind=way, sha256=sha256)
    await add_once(db, row)
    await reminding.term_over(db, case, decision_id, now)
    await path.touched(db, case, now)


async def locked(db: AsyncSession, case: Case, decision_id: UUID) -> Decided:
    """The decision, while nobody else can change anything about this case. Raises NotHere."""
    await cases.case_of(db, case.organisation_id, case.id)
    found = await queries.decision_of(db, case.organisation_id, case.id, decision_id)
    if found is None:
        raise NotHere
    return found


def entry(case: Case, by_id: UUID, now: datetime) -> dict[str, Any]:
    """What every row about a case says."""
    return {"organisation_id": case.organisation_id, "case_id": case.id, "by_id": by_id, "at": now}
