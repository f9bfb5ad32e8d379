"""What people do with a case: report, pass on, bring up again. Called alike by form, outbox and demo."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.crypto import KeyRing
from klankbord.house.errors import NotHere
from klankbord.house.once import add_once
from klankbord.rooms.cases import path, queries, reminding, rules, standing, telling
from klankbord.rooms.cases.models import Case, Handover, Report, WaitsFor
from klankbord.rooms.cases.path_models import StepReason
from klankbord.rooms.notes import queries as notes
from klankbord.rooms.people import queries as people
from klankbord.rooms.people.models import RoleKind
from klankbord.rooms.places import queries as places
from klankbord.rooms.reminders import actions as reminders
from klankbord.rooms.reminders.models import ReminderKind
from klankbord.rooms.reminders.rules import awake_at

# Rooms to our right register here; called in the same transaction, after it is written.
after_report: list[Callable[[AsyncSession, Case, Report, datetime], Awaitable[None]]] = []


async def report(db: AsyncSession, *, organisation_id: UUID, reporter_id: UUID, note_id: UUID, now: datetime) -> Case:
    """Share an own note with the location managers: it opens the child's case or feeds it. Again changes nothing.

    Where a location has no manager the report is kept all the same; the case page says whom to call.
    Raises NotHere for a note that is not one's own, NotYourGroupAnyMore.
    """
    own = await notes.own_note(db, organisation_id, reporter_id, note_id)
    if own is None:
        raise NotHere
    if (before := await _reported_before(db, organisation_id, note_id)) is not None:
        return before
    case = await _case_for_report(db, own, now)
    made = Report(
        organisation_id=organisation_id, case_id=case.id, note_id=note_id, reporter_id=reporter_id, reported_at=now
    )
    if not await add_once(db, made):
        return await _reported_before(db, organisation_id, note_id) or case
    standing.reported(case, now)
    await path.advance(db, case, 1, StepReason.NOTED, reporter_id, now)
    await path.advance(db, case, 2, StepReason.REPORTED, reporter_id, now)
    await _tell_managers(db, case, made.id, reporter_id, now)
    await reminding.report_made(db, case, made.id, reporter_id, now)
    await telling.ask(db, case, reporter_id, now)
    for hear in after_report:
        await hear(db, case, made, now)
    return case


async def hand_over(
    db: AsyncSession,
    keys: KeyRing,
    *,
    organisation_id: UUID,
    from_id: UUID,
    case_id: UUID,
    to_id: UUID | None,
    question: str,
    now: datetime,
) -> Case:
    """Pass a case on to a social worker, with a question if there is one; to the same person again changes nothing,
    unless it asks something. Without `to_id` it goes to the only other social worker there is.

    The caller may see the case. Raises NotHere, CaseIsClosed, NobodyToAsk, QuestionTooLong.
    """
    question = rules.checked_question(question)
    case = await queries.case_of(db, organisation_id, case_id)
    if case is None:
        raise NotHere
    path.must_be_open(case)
    to_id = await _social_worker(db, organisation_id, to_id, from_id)
    there = [one for one in await queries.handovers_of(db, organisation_id, case_id) if one.to_id == to_id]
    if there and (not question or question in {opened_question(keys, one) for one in there}):
        return case
    made = Handover(
        organisation_id=organisation_id,
        case_id=case.id,
        location_id=case.location_id,
        group_id=case.group_id,
        from_id=from_id,
        to_id=to_id,
        handed_at=now,
    )
    made.question_sealed = keys.seal(question, table="handovers", row=made.id, column="question_sealed")
    standing.passed_on(case, to_id, now)
    db.add_all([made, case])
    await db.flush()
    await path.advance(db, case, 3, StepReason.PASSED_ON, from_id, now)
    await _remind(db, case, to_id, ReminderKind.HANDOVER_RECEIVED, made.id, now)
    return case


async def bring_up(db: AsyncSession, *, organisation_id: UUID, case_id: UUID, person_id: UUID, now: datetime) -> None:
    """Ask the location managers to look at a case again: there is something new in it. Raises NotHere,
    CaseIsClosed."""
    case = await queries.case_of(db, organisation_id, case_id)
    reports = await queries.reports_of(db, organisation_id, case_id)
    if case is None or not reports:
        raise NotHere
    standing.reported(case, now)
    db.add(case)
    await db.flush()
    await path.touched(db, case, now)
    await _tell_managers(db, case, reports[-1].id, person_id, now)


async def wait_for_watch(db: AsyncSession, organisation_id: UUID, case_id: UUID, now: datetime) -> None:
    """The child is watched in its next lessons; the next step comes after that."""
    await queries.wait(db, organisation_id, case_id, WaitsFor.WATCH, now, instead_of=WaitsFor.NEXT_STEP)


async def wait_for_next_step(db: AsyncSession, organisation_id: UUID, case_id: UUID, now: datetime) -> None:
    """The watch is over: it is up to who holds direction."""
    new, old = WaitsFor.NEXT_STEP, WaitsFor.WATCH
    await queries.wait(db, organisation_id, case_id, new, now, instead_of=old, on_lead=True)


async def _case_for_report(db: AsyncSession, own: notes.NoteRow, now: datetime) -> Case:
    note = own.note
    if (there := await queries.open_case(db, note.organisation_id, note.pupil_id, lock=True)) is not None:
        return there
    taught = await places.groups_of_teacher(db, note.organisation_id, note.writer_id)
    if note.group_id not in {group.id for group in taught}:
        raise rules.NotYourGroupAnyMore
    made = Case(
        organisation_id=note.organisation_id,
        location_id=note.location_id,
        group_id=note.group_id,
        pupil_id=note.pupil_id,
        opened_by_id=note.writer_id,
        opened_at=now,
        waits_since=now,
    )
    # Two at once: one of them makes the case, the other waits for that and feeds it.
    await add_once(db, made)
    case = await queries.open_case(db, note.organisation_id, note.pupil_id, lock=True)
    if case is None:
        raise rules.NotYourGroupAnyMore
    return case


async def _reported_before(db: AsyncSession, organisation_id: UUID, note_id: UUID) -> Case | None:
    """The case the note is part of already, also a closed one."""
    there = await queries.report_of(db, organisation_id, note_id)
    return await queries.case_of(db, organisation_id, there.case_id) if there else None


async def _tell_managers(db: AsyncSession, case: Case, report_id: UUID, but: UUID, now: datetime) -> None:
    for manager in await people.with_role(db, case.organisation_id, RoleKind.LOCATION_MANAGER, case.location_id):
        if manager.id != but:
            await _remind(db, case, manager.id, ReminderKind.REPORT_RECEIVED, report_id, now)


async def _remind(
    db: AsyncSession, case: Case, person_id: UUID, kind: ReminderKind, subject_id: UUID, now: datetime
) -> None:
    """Now, or at half past seven when it is night."""
    await reminders.remind(
        db,
        organisation_id=case.organisation_id,
        person_id=person_id,
        kind=kind,
        subject_id=subject_id,
        moment=now,
        due_at=awake_at(now),
        now=now,
    )


async def _social_worker(db: AsyncSession, organisation_id: UUID, to_id: UUID | None, but: UUID) -> UUID:
    found = await people.with_role(db, organisation_id, RoleKind.SOCIAL_WORKER)
    known = [person.id for person in found if person.id != but]
    if to_id is None and len(known) == 1:
        return known[0]
    if to_id not in known:
        raise rules.NobodyToAsk
    return to_id


def opened_question(keys: KeyRing, row: Handover) -> str:
    """What was asked of the social worker; empty when nothing was."""
    return keys.open(row.question_sealed, table="handovers", row=row.id, column="question_sealed") or ""
