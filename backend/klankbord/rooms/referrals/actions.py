"""What people do about help outside: refer, follow it, and keep the directory of partners."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.crypto import KeyRing
from klankbord.house.errors import NotHere
from klankbord.house.once import add_once, row_id
from klankbord.house.written import written
from klankbord.rooms.cases import path
from klankbord.rooms.cases.models import Case
from klankbord.rooms.cases.path_models import StepReason
from klankbord.rooms.places import queries as places
from klankbord.rooms.referrals import queries, reminding, rules
from klankbord.rooms.referrals.models import Referral, ReferralState, ReferralStep
from klankbord.rooms.sharing import gate
from klankbord.rooms.sharing.models import DisclosureKind

PURPOSE, WORDS = "purpose_sealed", "words_sealed"


async def refer(
    db: AsyncSession,
    keys: KeyRing,
    *,
    case: Case,
    by_id: UUID,
    partner_id: UUID | None,
    purpose: str,
    follow_up_on: date,
    now: datetime,
    decision_id: UUID | None = None,
    once: UUID | None = None,
) -> Referral:
    """Point the child or its parents to a partner. Without `decision_id` they go there themselves and nothing leaves;
    with it the team tells the partner, which is written down as something that left. Enters step 4.

    Raises CaseIsClosed, PartnerMissing, WordsMissing, TooManyWords, DayIsOver, DayTooFar, DecisionDoesNotHold, NotHere.
    """
    await path.opened(db, case)
    partner = await queries.partner(db, case.organisation_id, partner_id) if partner_id else None
    if partner is None or partner.closed_at is not None:
        raise rules.PartnerMissing
    purpose = written(purpose, "purpose", needed=True)
    rules.check_day(follow_up_on, await _today(db, case, now))
    if decision_id is not None:
        await gate.let_out(db, case=case, decision_id=decision_id, way=DisclosureKind.REFERRAL, now=now)
    row = Referral(
        id=row_id(once, case.id, by_id, partner_id, purpose, follow_up_on, decision_id),
        **gate.entry(case, by_id, now),
        partner_id=partner.id,
        decision_id=decision_id,
        purpose_sealed=b"",
        follow_up_on=follow_up_on,
    )
    row.purpose_sealed = keys.seal(purpose, table="referrals", row=row.id, column=PURPOSE) or b""
    if await add_once(db, row):
        if decision_id is not None:
            way = DisclosureKind.REFERRAL
            await gate.disclosed(db, case=case, decision_id=decision_id, by_id=by_id, way=way, now=now)
        await reminding.follow_up(db, case, row.id, now)
        await path.advance(db, case, 4, StepReason.REFERRED, by_id, now)
    return row


async def follow(
    db: AsyncSession,
    keys: KeyRing,
    *,
    case: Case,
    referral_id: UUID,
    by_id: UUID,
    state: str,
    now: datetime,
    words: str = "",
    follow_up_on: date | None = None,
    once: UUID | None = None,
) -> ReferralStep:
    """How it stands now. Until it started or failed there is a next day to ask.

    Raises CaseIsClosed, NotHere, StateMissing, WordsNeeded, TooManyWords, DayIsOver, DayTooFar.
    """
    await path.opened(db, case)
    found = await queries.referral_of(db, case.organisation_id, case.id, referral_id)
    if found is None:
        raise NotHere
    if state not in set(ReferralState):
        raise rules.StateMissing
    now_is, words = ReferralState(state), written(words, "words")
    if rules.needs_words(now_is, found.standing) and not words:
        raise rules.WordsNeeded
    if now_is in rules.ENDED:
        follow_up_on = None
    else:
        rules.check_day(follow_up_on or date.min, await _today(db, case, now))
    row = ReferralStep(
        id=row_id(once, referral_id, by_id, state, words, follow_up_on),
        **gate.entry(case, by_id, now),
        referral_id=referral_id,
        state=now_is,
        follow_up_on=follow_up_on,
    )
    row.words_sealed = keys.seal(words, table="referral_steps", row=row.id, column=WORDS)
    if await add_once(db, row):
        await reminding.follow_up(db, case, referral_id, now)
        await path.touched(db, case, now)
    return row


async def _today(db: AsyncSession, case: Case, now: datetime) -> date:
    return await places.day_of(db, case.organisation_id, now)


def opened_purpose(keys: KeyRing, row: Referral) -> str:
    """What it is for."""
    return keys.open(row.purpose_sealed, table="referrals", row=row.id, column=PURPOSE) or ""


def opened_words(keys: KeyRing, row: ReferralStep) -> str:
    """What was said about it; may be empty."""
    return keys.open(row.words_sealed, table="referral_steps", row=row.id, column=WORDS) or ""
