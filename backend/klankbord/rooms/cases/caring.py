"""How much care a child needs, as people see it now: level 0 to 4, only when somebody finds it useful."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.crypto import KeyRing
from klankbord.house.errors import NotHere
from klankbord.house.language import mark
from klankbord.house.once import row_id
from klankbord.house.written import written
from klankbord.rooms.cases import path, path_queries, queries, refusals
from klankbord.rooms.cases.path_models import CareLevel

REASON = "reason_sealed"
# Levels in our own words: what the child gets, and from whom.
LEVELS = (
    (mark("Lessons as they are"), mark("Good lessons with attention for everybody are enough.")),
    (mark("Something extra"), mark("The teacher does something extra in the lesson, and watches what it does.")),
    (
        mark("Help from our own people"),
        mark("The social worker thinks along. There is a plan, perhaps with the school."),
    ),
    (mark("Help from outside too"), mark("Somebody from outside helps the child or the parents, beside our plan.")),
    (mark("Help that others lead"), mark("Specialists help the child elsewhere. We keep in touch.")),
)


async def see_level(
    db: AsyncSession,
    keys: KeyRing,
    *,
    organisation_id: UUID,
    case_id: UUID,
    by_id: UUID,
    level: int,
    reason: str,
    now: datetime,
    once: UUID | None = None,
) -> CareLevel:
    """From now on this level counts. The same `once`, or the same level without a reason, changes nothing.

    Raises NotHere, CaseIsClosed, NotYoursToMove (only managers and social workers of the case), NoLevel, TooManyWords.
    """
    case = await queries.case_of(db, organisation_id, case_id)
    if case is None:
        raise NotHere
    identity = row_id(once, case_id, by_id, level, reason)
    if there := await db.get(CareLevel, identity):
        return there
    path.must_be_open(case)
    if by_id not in (await path_queries.around(db, case)).may_hold:
        raise refusals.NotYoursToMove
    if level not in range(len(LEVELS)):
        raise refusals.NoLevel
    text = written(reason, "reason")
    known = await path_queries.levels_of(db, organisation_id, case_id)
    if known and known[-1].level == level and not text:
        return known[-1]
    made = CareLevel(id=identity, organisation_id=organisation_id, case_id=case_id, by_id=by_id, at=now, level=level)
    made.reason_sealed = keys.seal(text, table="care_levels", row=made.id, column=REASON)
    db.add(made)
    await db.flush()
    await path.touched(db, case, now)
    return made


def opened_reason(keys: KeyRing, row: CareLevel) -> str:
    """Why somebody sees this level, if that was said."""
    return keys.open(row.reason_sealed, table="care_levels", row=row.id, column=REASON) or ""
