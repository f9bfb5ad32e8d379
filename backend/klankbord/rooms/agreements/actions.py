"""What people do with agreements: make one, and say what became of it. Called alike by form, hooks and demo."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.crypto import KeyRing
from klankbord.house.errors import NotHere
from klankbord.house.ids import new_id
from klankbord.house.once import add_once
from klankbord.house.written import written
from klankbord.rooms.agreements import queries, reminding, rules
from klankbord.rooms.agreements.models import Agreement, AgreementEnding, EndingKind
from klankbord.rooms.cases import path
from klankbord.rooms.cases import queries as cases
from klankbord.rooms.cases.models import Case
from klankbord.rooms.conversations import actions as conversations
from klankbord.rooms.conversations import queries as talks
from klankbord.rooms.conversations.models import Conversation
from klankbord.rooms.lessons import queries as lessons
from klankbord.rooms.places import queries as places

WHAT, REASON = "what_sealed", "reason_sealed"


@dataclass(frozen=True)
class Said:
    """What somebody says became of an agreement, and for a change what is agreed instead."""

    kind: str
    by_id: UUID
    reason: str
    what: str
    owner_id: UUID | None
    due_on: date | None


# What was agreed stands in the small plan of the conversation it was made in, and is not kept twice.
IN_ITS_SOURCE = b""


async def agree(
    db: AsyncSession,
    keys: KeyRing,
    *,
    case: Case,
    by_id: UUID,
    owner_id: UUID | None,
    what: str,
    due_on: date | None,
    now: datetime,
    with_child: bool = False,
    source_id: UUID | None = None,
    instead_of_id: UUID | None = None,
    agreement_id: UUID | None = None,
) -> Agreement:
    """Write down who does what by when; the same `agreement_id` again changes nothing. With the child it needs no day:
    it comes back at the next lesson.

    `by_id` may see the case. Raises CaseIsClosed, OwnerMissing, WordsMissing, TooManyWords, DayPassed, DayTooFar.
    """
    await path.opened(db, case)
    words = written(what, "what", needed=True)
    row = Agreement(
        id=agreement_id or new_id(),
        organisation_id=case.organisation_id,
        case_id=case.id,
        by_id=by_id,
        at=now,
        owner_id=await _owner(db, case, owner_id),
        what_sealed=b"",
        due_on=await _day(db, case, due_on, with_child, now),
        with_child=with_child,
        source_id=source_id,
        instead_of_id=instead_of_id,
    )
    row.what_sealed = keys.seal(words, table="agreements", row=row.id, column=WHAT) or b""
    await _keep(db, row, case, now)
    return row


async def end(
    db: AsyncSession,
    keys: KeyRing,
    *,
    case: Case,
    agreement_id: UUID,
    by_id: UUID,
    manages: bool,
    kind: str,
    now: datetime,
    reason: str = "",
    what: str = "",
    owner_id: UUID | None = None,
    due_on: date | None = None,
) -> Agreement:
    """Say once what became of an agreement: kept, changed (a new one takes its place) or dropped; the last two with a
    reason. Saying the same again changes nothing. `manages`: `by_id` is a location manager of the case.

    Raises NotHere, CaseIsClosed, NotYoursToEnd, NotAnEnding, ReasonMissing, EndedOtherwise and what `agree` raises.
    """
    await cases.case_of(db, case.organisation_id, case.id)  # locked: whoever closes it waits, or was first
    row = await queries.agreement_of(db, case.organisation_id, case.id, agreement_id)
    if row is None:
        raise NotHere
    seeing = {reader.person.id for reader in await cases.readers(db, case)}
    if not rules.may_end(row.owner_id, rules.lead_of(case.lead_id, seeing), manages, by_id):
        raise rules.NotYoursToEnd
    said = Said(kind, by_id, reason.strip(), what.strip(), owner_id, due_on)
    if await queries.ending_of(db, row.organisation_id, row.id) is not None:
        return await _again(db, keys, row, said)
    ended = rules.checked_ending(kind)
    path.must_be_open(case)
    made = AgreementEnding(
        organisation_id=case.organisation_id, case_id=case.id, by_id=by_id, at=now, agreement_id=row.id, kind=ended
    )
    words = written(reason, "reason")
    if ended != EndingKind.KEPT and not words:
        raise rules.ReasonMissing
    made.reason_sealed = keys.seal(words, table="agreement_endings", row=made.id, column=REASON)
    if not await add_once(db, made):
        return await _again(db, keys, row, said)
    await reminding.nothing_more(db, row.id, now)
    if ended == EndingKind.CHANGED:
        with_child = row.with_child and due_on is None
        await agree(
            db,
            keys,
            case=case,
            by_id=by_id,
            owner_id=owner_id,
            what=what,
            due_on=due_on,
            now=now,
            with_child=with_child,
            source_id=row.source_id,
            instead_of_id=row.id,
        )
    await path.touched(db, case, now)
    return row


async def of_small_plan(db: AsyncSession, talk: Conversation, case: Case | None, now: datetime) -> None:
    """A small plan was made with a child: it comes back in the next lessons, as an agreement once there is a case.

    What ended before there was a case is not asked again.
    """
    if case is None:
        about = queries.Plain(talk.id, talk.organisation_id, talk.writer_id, talk.group_id)
        await reminding.one_to_one(db, about, rules.SMALL_PLAN_LESSONS, now)
        return
    await reminding.nothing_more(db, talk.id, now)
    if await talks.ending_of(db, talk.organisation_id, talk.id) is not None:
        return
    row = Agreement(
        organisation_id=case.organisation_id,
        case_id=case.id,
        by_id=talk.writer_id,
        at=now,
        owner_id=talk.writer_id,
        what_sealed=IN_ITS_SOURCE,
        due_on=await _day(db, case, None, True, now),
        with_child=True,
        source_id=talk.id,
    )
    await _keep(db, row, case, now)


async def whats(db: AsyncSession, keys: KeyRing, rows: list[Agreement]) -> dict[UUID, str]:
    """What was agreed, by id."""
    elsewhere = {row.source_id for row in rows if row.what_sealed == IN_ITS_SOURCE and row.source_id}
    talks = await queries.sources(db, rows[0].organisation_id, elsewhere) if elsewhere else {}
    found = {}
    for row in rows:
        talk = talks.get(row.source_id) if row.source_id and row.what_sealed == IN_ITS_SOURCE else None
        plain = "" if row.what_sealed == IN_ITS_SOURCE else opened(keys, row)
        found[row.id] = conversations.opened(keys, talk).small_plan if talk else plain
    return found


def opened(keys: KeyRing, row: Agreement) -> str:
    """What stands in the row itself."""
    return keys.open(row.what_sealed, table="agreements", row=row.id, column=WHAT) or ""


def opened_reason(keys: KeyRing, row: AgreementEnding) -> str:
    """Why it was changed or dropped; empty when it was kept."""
    return keys.open(row.reason_sealed, table="agreement_endings", row=row.id, column=REASON) or ""


async def _keep(db: AsyncSession, row: Agreement, case: Case, now: datetime) -> None:
    if await add_once(db, row):
        await reminding.begin(db, row, case.group_id, now)
        await path.touched(db, case, now)


async def _again(db: AsyncSession, keys: KeyRing, row: Agreement, said: Said) -> Agreement:
    """A second tap of the same person says the same words; anything else is told, so that no words go unseen."""
    before = await queries.ending_of(db, row.organisation_id, row.id)
    there = before and (before.kind, before.by_id, opened_reason(keys, before))
    if there != (said.kind, said.by_id, said.reason) or not await _same_instead(db, keys, row, said):
        raise rules.EndedOtherwise
    return row


async def _same_instead(db: AsyncSession, keys: KeyRing, row: Agreement, said: Said) -> bool:
    """Whether what took its place says the same, for an agreement that was changed."""
    if said.kind != EndingKind.CHANGED:
        return True
    new = await queries.instead_of(db, row.organisation_id, row.id)
    return new is not None and (opened(keys, new), new.owner_id, new.due_on) == (
        said.what,
        said.owner_id,
        said.due_on or new.due_on,
    )


async def _owner(db: AsyncSession, case: Case, owner_id: UUID | None) -> UUID:
    if owner_id is None or owner_id not in {reader.person.id for reader in await cases.readers(db, case)}:
        raise rules.OwnerMissing
    return owner_id


async def _day(db: AsyncSession, case: Case, due_on: date | None, with_child: bool, now: datetime) -> date:
    """The day it is due: as typed; with the child that of the next lesson, or in a week when there is none."""
    today = await places.day_of(db, case.organisation_id, now)
    if with_child:
        found = await lessons.calendar(db, case.organisation_id, case.group_id)
        return rules.next_lesson_day(found.calendar if found else None, now) or today + rules.WEEK
    if due_on is None:
        raise rules.DayMissing
    return rules.checked_day(due_on, today)
