"""Direction (regie) of a case is offered, taken over, declined or taken back. Rows say who and when; the rules are in
`giving`."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.crypto import KeyRing
from klankbord.house.errors import NotHere
from klankbord.house.ids import new_id
from klankbord.house.once import row_id
from klankbord.house.written import written
from klankbord.rooms.cases import giving, looking, path, path_queries, queries, reminding
from klankbord.rooms.cases.models import Case, WaitsFor
from klankbord.rooms.cases.path_models import DirectionAnswer, DirectionOffer, OfferAnswer
from klankbord.rooms.reminders.models import ReminderKind

REASON, WORDS = "reason_sealed", "words_sealed"


async def offer(
    db: AsyncSession,
    keys: KeyRing,
    *,
    organisation_id: UUID,
    case_id: UUID,
    by_id: UUID,
    to_id: UUID | None,
    words: str,
    now: datetime,
    once: UUID | None = None,
) -> DirectionOffer:
    """Ask somebody who may hold it to take over direction. The same `once` again changes nothing.

    Raises NotHere, CaseIsClosed, OfferStands, NotYoursToGive, NobodyToHold, TooManyWords.
    """
    case = await _locked(db, organisation_id, case_id)
    identity = row_id(once, case_id, by_id, to_id, words)
    if there := await db.get(DirectionOffer, identity):
        return there
    text = written(words, "words")
    giving.offered(case, await path_queries.around(db, case), by_id, to_id, now)
    if to_id is None:
        raise NotHere
    made = _offer(case, identity, by_id, to_id, now)
    made.words_sealed = keys.seal(text, table="direction_offers", row=made.id, column=WORDS)
    await _keep(db, case, made)
    await reminding.offer_made(db, made, now)
    await path.touched(db, case, now)
    return made


async def take(db: AsyncSession, *, organisation_id: UUID, case_id: UUID, by_id: UUID, now: datetime) -> Case:
    """Nobody holds direction: this person does from now on. Again changes nothing.

    Raises NotHere, CaseIsClosed, OfferStands, DirectionIsHeld, NotYoursToGive.
    """
    case = await _locked(db, organisation_id, case_id)
    around = await path_queries.around(db, case)
    if case.lead_id == by_id and case.closed_at is None:
        return case
    giving.taken(case, around, by_id, now)
    made = _offer(case, new_id(), by_id, by_id, now)
    await _keep(db, case, made)
    await _keep(db, case, _answer(case, made.id, by_id, OfferAnswer.ACCEPTED, now))
    await path.touched(db, case, now)
    return case


async def answer(
    db: AsyncSession,
    keys: KeyRing,
    *,
    organisation_id: UUID,
    case_id: UUID,
    offer_id: UUID,
    by_id: UUID,
    answer: OfferAnswer,
    reason: str,
    now: datetime,
) -> Case:
    """Take over, decline (with a reason if one likes), or take the question back. The same again changes nothing.

    Raises NotHere, CaseIsClosed, OfferIsOver, NobodyToHold, TooManyWords.
    """
    case = await _locked(db, organisation_id, case_id)
    found = {one.offer.id: one for one in await path_queries.offers_of(db, organisation_id, case_id)}
    if offer_id not in found:
        raise NotHere
    before = found[offer_id].answer
    if before and (before.answer, before.by_id) == (answer, by_id):
        return case
    text = written(reason, "reason")
    giving.answered(case, await path_queries.around(db, case), offer_id, by_id, answer, now)
    made = _answer(case, offer_id, by_id, answer, now)
    made.reason_sealed = keys.seal(text, table="direction_answers", row=made.id, column=REASON)
    await _keep(db, case, made)
    await reminding.end(db, [offer_id], [ReminderKind.DIRECTION_OFFERED], now)
    await path.touched(db, case, now)
    if case.waits_for == WaitsFor.NEXT_STEP:
        await looking.next_step(db, case, now)
    return case


async def take_back(db: AsyncSession, case: Case, offer_id: UUID, by_id: UUID, now: datetime) -> None:
    """The case is closed: nobody has to answer any more."""
    await _keep(db, case, _answer(case, offer_id, by_id, OfferAnswer.WITHDRAWN, now))


def opened_words(keys: KeyRing, row: DirectionOffer) -> str:
    """What was said with an offer, if anything."""
    return keys.open(row.words_sealed, table="direction_offers", row=row.id, column=WORDS) or ""


def opened_reason(keys: KeyRing, row: DirectionAnswer) -> str:
    """Why it was answered so, if that was said."""
    return keys.open(row.reason_sealed, table="direction_answers", row=row.id, column=REASON) or ""


async def _locked(db: AsyncSession, organisation_id: UUID, case_id: UUID) -> Case:
    case = await queries.case_of(db, organisation_id, case_id)
    if case is None:
        raise NotHere
    return case


async def _keep(db: AsyncSession, case: Case, row: DirectionOffer | DirectionAnswer) -> None:
    db.add_all([case, row])
    await db.flush()


def _offer(case: Case, identity: UUID, by_id: UUID, to_id: UUID, now: datetime) -> DirectionOffer:
    return DirectionOffer(
        id=identity,
        organisation_id=case.organisation_id,
        case_id=case.id,
        by_id=by_id,
        at=now,
        to_id=to_id,
    )


def _answer(case: Case, offer_id: UUID, by_id: UUID, answer: OfferAnswer, now: datetime) -> DirectionAnswer:
    return DirectionAnswer(
        organisation_id=case.organisation_id,
        case_id=case.id,
        by_id=by_id,
        at=now,
        offer_id=offer_id,
        answer=answer,
    )
