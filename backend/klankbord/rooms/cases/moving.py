"""Going back on the path, closing a case and opening it again; each with a reason, each a row."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.crypto import KeyRing
from klankbord.house.errors import NotHere
from klankbord.house.once import row_id
from klankbord.house.written import written
from klankbord.rooms.cases import direction, path, path_queries, queries, refusals, reminding, standing
from klankbord.rooms.cases.models import Case
from klankbord.rooms.cases.path_models import Closing, ClosingReason, StepEntry, StepReason

REASON, WORDS = "reason_sealed", "words_sealed"


async def go_back(
    db: AsyncSession,
    keys: KeyRing,
    *,
    organisation_id: UUID,
    case_id: UUID,
    by_id: UUID,
    step: int,
    reason: str,
    now: datetime,
    once: UUID | None = None,
) -> Case:
    """To an earlier step, because of `reason`. The same `once` again changes nothing.

    Raises NotHere, CaseIsClosed, NotYoursToMove, NoStepBack, WordsMissing, TooManyWords.
    """
    case = await _locked(db, organisation_id, case_id)
    entry = _entry(keys, case, StepReason.GONE_BACK, by_id, reason, now, row_id(once, case_id, by_id, step, reason))
    if await db.get(StepEntry, entry.id):
        return case
    standing.gone_back(case, await path_queries.around(db, case), by_id, step, now)
    entry.step = step
    await path.enter(db, case, entry, now)
    return case


async def close(
    db: AsyncSession,
    keys: KeyRing,
    *,
    organisation_id: UUID,
    case_id: UUID,
    by_id: UUID,
    reason: str,
    words: str,
    now: datetime,
    once: UUID | None = None,
) -> Case:
    """Nothing is to be done any more, and why. From now on it is only read; nobody is reminded of it. Closing what was
    closed with the same `once` changes nothing.

    Raises NotHere, CaseIsClosed, NotYoursToMove, NoReason, WordsMissing (for another reason), TooManyWords.
    """
    case = await _locked(db, organisation_id, case_id)
    identity = row_id(once, case_id, by_id, reason, words)
    if await db.get(Closing, identity):
        return case
    around = await path_queries.around(db, case)
    offers = await path_queries.offers_of(db, organisation_id, case_id)
    chosen = _checked(reason)
    text = written(words, "words", needed=chosen == ClosingReason.OTHER)
    standing.closed(case, around, by_id, now)
    made = Closing(id=identity, organisation_id=organisation_id, case_id=case_id, by_id=by_id, at=now, reason=chosen)
    made.words_sealed = keys.seal(text, table="closings", row=made.id, column=WORDS)
    db.add_all([made, case])
    await db.flush()
    if around.offer:
        await direction.take_back(db, case, around.offer.id, by_id, now)
    await reminding.end_all(db, case, [one.offer.id for one in offers], now)
    await path.moved(db, case, now)
    return case


async def open_again(
    db: AsyncSession,
    keys: KeyRing,
    *,
    organisation_id: UUID,
    case_id: UUID,
    by_id: UUID,
    reason: str,
    now: datetime,
    once: UUID | None = None,
) -> Case:
    """Go on where it stood, because of `reason`. The same `once` again changes nothing.

    Raises NotHere, CaseIsOpen, NotYoursToMove, OtherCaseOpen, WordsMissing, TooManyWords.
    """
    case = await _locked(db, organisation_id, case_id)
    entry = _entry(keys, case, StepReason.REOPENED, by_id, reason, now, row_id(once, case_id, by_id, reason))
    if await db.get(StepEntry, entry.id):
        return case
    other = await queries.open_case(db, organisation_id, case.pupil_id)
    around = await path_queries.around(db, case)
    try:
        async with db.begin_nested():
            standing.opened_again(case, around, by_id, now, other_open=other is not None and other.id != case_id)
            entry.step = case.step
            await path.enter(db, case, entry, now)
    except IntegrityError:  # another open case of this child, in a group that is not theirs to see
        raise refusals.OtherCaseOpen from None
    return case


def opened_reason(keys: KeyRing, row: StepEntry) -> str:
    """Why it went back or was opened again; empty for what needs no reason."""
    return keys.open(row.reason_sealed, table="step_entries", row=row.id, column=REASON) or ""


def opened_words(keys: KeyRing, row: Closing) -> str:
    """What was said beside the reason of a closing, if anything."""
    return keys.open(row.words_sealed, table="closings", row=row.id, column=WORDS) or ""


async def _locked(db: AsyncSession, organisation_id: UUID, case_id: UUID) -> Case:
    case = await queries.case_of(db, organisation_id, case_id)
    if case is None:
        raise NotHere
    return case


def _entry(
    keys: KeyRing, case: Case, because: StepReason, by_id: UUID, reason: str, now: datetime, identity: UUID
) -> StepEntry:
    text = written(reason, "reason", needed=True)
    made = StepEntry(
        id=identity,
        organisation_id=case.organisation_id,
        case_id=case.id,
        by_id=by_id,
        at=now,
        step=case.step,
        because=because,
    )
    made.reason_sealed = keys.seal(text, table="step_entries", row=made.id, column=REASON)
    return made


def _checked(reason: str) -> ClosingReason:
    try:
        return ClosingReason(reason)
    except ValueError:
        raise refusals.NoReason from None
