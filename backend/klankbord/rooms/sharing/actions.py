"""What people do about sharing: decide, write down an objection, withdraw. What leaves goes through the gate."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.crypto import KeyRing
from klankbord.house.errors import Unfit
from klankbord.house.once import add_once, row_id
from klankbord.house.written import written
from klankbord.rooms.cases import path
from klankbord.rooms.cases.models import Case
from klankbord.rooms.places import queries as places
from klankbord.rooms.sharing import queries, reminding, rules
from klankbord.rooms.sharing.gate import entry, locked
from klankbord.rooms.sharing.models import (
    AskedHow,
    Objection,
    Option,
    Recipient,
    SharingDecision,
    Withdrawal,
)
from klankbord.rooms.sharing.nameless import Roster, must_lead_nowhere
from klankbord.rooms.sharing.opening import REASON, WHAT, WORDS

# Rooms to our right hear here that a decision was objected to or withdrawn.
after_change: list[Callable[[AsyncSession, Case, datetime], Awaitable[None]]] = []


async def decide(
    db: AsyncSession,
    keys: KeyRing,
    *,
    case: Case,
    by_id: UUID,
    option: str,
    recipient: str,
    what: str,
    now: datetime,
    age: str = "",
    child_asked: bool = False,
    parents_asked: bool = False,
    asked_on: date | None = None,
    asked_how: str = "",
    weeks: int = 1,
    reason: str = "",
    consulted_id: UUID | None = None,
    once: UUID | None = None,
) -> SharingDecision:
    """Decide to share with one kind of recipient. What does not belong to the option is not kept.

    Raises CaseIsClosed, and for each field what is wrong with it (see rules).
    """
    await path.opened(db, case)
    typed = (option, recipient, what, age, child_asked, parents_asked, asked_on, asked_how, weeks, reason, consulted_id)
    row = SharingDecision(
        id=row_id(once, case.id, by_id, *typed),
        organisation_id=case.organisation_id,
        case_id=case.id,
        by_id=by_id,
        at=now,
        option=_one_of(Option, option, rules.OptionMissing),
        recipient=_one_of(Recipient, recipient, rules.RecipientMissing),
        what_sealed=b"",
    )
    if row.option in (Option.CONSENT, Option.NO_OBJECTION):
        row.age, row.child_asked, row.parents_asked, row.asked_on = age, child_asked, parents_asked, asked_on
        row.asked_how = asked_how
        await _check_asked(db, case, row, weeks, now)
    if row.option == Option.DANGER:
        reason = written(reason, "reason", needed=True)
        row.consulted_id = await _checked_colleague(db, case, by_id, consulted_id)
        row.reason_sealed = keys.seal(reason, table="sharing_decisions", row=row.id, column=REASON)
    what = written(what, "what", needed=True)
    if row.option == Option.ANONYMOUS:
        must_lead_nowhere(await roster_of(db, case), what=what)
    row.what_sealed = keys.seal(what, table="sharing_decisions", row=row.id, column=WHAT) or b""
    if await add_once(db, row):
        await _changed(db, case, row.id, now)
    return row


async def object_to(
    db: AsyncSession,
    keys: KeyRing,
    *,
    case: Case,
    decision_id: UUID,
    by_id: UUID,
    words: str,
    now: datetime,
    once: UUID | None = None,
) -> None:
    """Somebody asked not to share (option B). Everybody of the case may write that down. Raises NothingToObjectTo."""
    found = await locked(db, case, decision_id)
    if found.decision.option != Option.NO_OBJECTION:
        raise rules.NothingToObjectTo
    words = written(words, "words")
    row = Objection(id=row_id(once, decision_id, by_id, words), **entry(case, by_id, now), decision_id=decision_id)
    row.words_sealed = keys.seal(words, table="objections", row=row.id, column=WORDS)
    if await add_once(db, row):
        await _changed(db, case, decision_id, now)


async def withdraw(
    db: AsyncSession,
    keys: KeyRing,
    *,
    case: Case,
    decision_id: UUID,
    by_id: UUID,
    reason: str,
    now: datetime,
    once: UUID | None = None,
) -> None:
    """Consent was taken back, or the team thought better of it: for good. Raises WordsMissing, WithdrawnAlready."""
    found = await locked(db, case, decision_id)
    reason = written(reason, "reason", needed=True)
    identity = row_id(once, decision_id, by_id, reason)
    if found.withdrawals:
        if identity in {one.id for one in found.withdrawals}:
            return
        raise rules.WithdrawnAlready
    row = Withdrawal(id=identity, **entry(case, by_id, now), decision_id=decision_id, reason_sealed=b"")
    row.reason_sealed = keys.seal(reason, table="withdrawals", row=row.id, column=REASON) or b""
    if await add_once(db, row):
        await _changed(db, case, decision_id, now)


async def roster_of(db: AsyncSession, case: Case) -> Roster:
    """What the app knows around the child of this case."""
    child, places_of_it = await queries.child_of(db, case)
    return Roster(child, await queries.names_around(db, case.id) - {child}, frozenset(places_of_it))


async def _check_asked(db: AsyncSession, case: Case, row: SharingDecision, weeks: int, now: datetime) -> None:
    """Who was asked, when and how; and the term that begins with it."""
    if missing := rules.who_is_missing(row.age, row.child_asked, row.parents_asked):
        raise missing
    zone = await places.zone_of(db, case.organisation_id)
    asked_on = row.asked_on or date.max
    rules.check_asked_on(asked_on, now.astimezone(zone).date())
    _one_of(AskedHow, row.asked_how or "", rules.HowMissing)
    if row.option == Option.NO_OBJECTION:
        if weeks not in rules.WEEKS:
            raise rules.TermMissing
        closures = await places.closures(db, case.organisation_id, [case.location_id], asked_on)
        row.term_ends_on = rules.term_end(asked_on, weeks, closures)


async def _checked_colleague(db: AsyncSession, case: Case, by_id: UUID, consulted_id: UUID | None) -> UUID:
    if consulted_id not in {one.id for one in await queries.colleagues(db, case, by_id)}:
        raise rules.ColleagueNotConsulted
    return consulted_id


async def _changed(db: AsyncSession, case: Case, decision_id: UUID, now: datetime) -> None:
    await reminding.term_over(db, case, decision_id, now)
    await path.touched(db, case, now)
    for hear in after_change:
        await hear(db, case, now)


def _one_of(kinds: type[Option] | type[Recipient] | type[AskedHow], text: str, missing: type[Unfit]) -> str:
    if text not in set(kinds):
        raise missing
    return str(kinds(text))
