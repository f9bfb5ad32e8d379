"""What people do: ask a colleague, answer, open what was said, write down that they spoke."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.crypto import KeyRing
from klankbord.house.errors import NotHere
from klankbord.house.once import add_once, row_id
from klankbord.house.written import written
from klankbord.rooms.cases import path
from klankbord.rooms.cases import queries as cases
from klankbord.rooms.cases.models import Case
from klankbord.rooms.cases.path_models import StepReason
from klankbord.rooms.consultations import queries, rules
from klankbord.rooms.consultations.models import (
    Consultation,
    ConsultationRead,
    ConsultationReply,
    Contact,
    ContactWay,
)
from klankbord.rooms.duty.queries import working_moment
from klankbord.rooms.reminders.aligning import align

QUESTION, REPLY, SUMMARY = "question_sealed", "text_sealed", "summary_sealed"


async def ask(
    db: AsyncSession,
    keys: KeyRing,
    *,
    organisation_id: UUID,
    asker_id: UUID,
    to_id: UUID | None,
    question: str,
    names: list[str],
    now: datetime,
    case: Case | None = None,
    not_about_them: bool = False,
    once: UUID | None = None,
) -> Consultation:
    """Ask a social worker or location manager for advice; without `case` no child and no group may stand in it.

    About a case only who may read it is asked.
    `names`: the children and groups around the asker; `not_about_them`: the asker says a word is no child's name.
    Raises WordsMissing, TooManyWords, ColleagueMissing, NamesAChild.
    """
    question = written(question, "question", needed=True)
    if case is not None:
        await path.opened(db, case)
    if to_id is None or to_id not in {one.person.id for one in await to_ask(db, organisation_id, asker_id, case)}:
        raise rules.ColleagueMissing
    if case is None and not not_about_them and rules.named_in(question, names):
        raise rules.NamesAChild
    row = Consultation(
        id=row_id(once, case.id if case else organisation_id, asker_id, to_id, question),
        organisation_id=organisation_id,
        asker_id=asker_id,
        to_id=to_id,
        case_id=case.id if case else None,
        question_sealed=b"",
        asked_at=now,
    )
    row.question_sealed = keys.seal(question, table="consultations", row=row.id, column=QUESTION) or b""
    if await add_once(db, row):
        await _remind(db, row, now)
        if case is not None:
            await path.touched(db, case, now)
    return row


async def to_ask(db: AsyncSession, organisation_id: UUID, asker_id: UUID, case: Case | None) -> list[queries.Colleague]:
    """Who can be asked: anybody with the role without a child; about a case only who may read it (rule 3)."""
    found = await queries.colleagues(db, organisation_id, asker_id)
    if case is None:
        return found
    readers = {one.person.id for one in await cases.readers(db, case)}
    return [one for one in found if one.person.id in readers]


async def reply(
    db: AsyncSession,
    keys: KeyRing,
    *,
    organisation_id: UUID,
    by_id: UUID,
    consultation_id: UUID,
    text: str,
    agreed: bool,
    now: datetime,
    once: UUID | None = None,
) -> ConsultationReply:
    """Say something back; `agreed`: it is what the two agreed, and both see this same line. Raises NotHere."""
    asked = await queries.consultation_of(db, organisation_id, by_id, consultation_id)
    case = await cases.case_of(db, organisation_id, asked.case_id) if asked and asked.case_id else None
    if asked is None or (asked.case_id and case is None):
        raise NotHere
    if case is not None:
        path.must_be_open(case)
    words = written(text, "text", needed=True)
    row = ConsultationReply(
        id=row_id(once, asked.id, by_id, words, agreed),
        organisation_id=organisation_id,
        consultation_id=asked.id,
        by_id=by_id,
        text_sealed=b"",
        agreed=agreed,
        at=now,
    )
    row.text_sealed = keys.seal(words, table="consultation_replies", row=row.id, column=REPLY) or b""
    if await add_once(db, row):
        await _remind(db, asked, now)
    return row


async def open_one(db: AsyncSession, asked: Consultation, person_id: UUID, now: datetime) -> None:
    """One of the two reads what was said; nobody is reminded of it any more."""
    if person_id not in (asked.asker_id, asked.to_id) or not await _has_news(db, asked, person_id):
        return
    read = ConsultationRead(
        organisation_id=asked.organisation_id, consultation_id=asked.id, person_id=person_id, at=now
    )
    await add_once(db, read)
    await _remind(db, asked, now)


async def spoke(
    db: AsyncSession,
    keys: KeyRing,
    *,
    case: Case,
    by_id: UUID,
    with_id: UUID | None,
    way: str,
    held_at: datetime,
    summary: str,
    now: datetime,
    once: UUID | None = None,
) -> Contact:
    """Two colleagues spoke about a case: one entry that both see (manual 3.2). Enters step 3.

    Raises CaseIsClosed, ColleagueMissing, WordsMissing, TooManyWords, MomentInFuture.
    """
    await path.opened(db, case)
    words = written(summary, "summary", needed=True)
    if with_id is None or with_id == by_id:
        raise rules.ColleagueMissing
    if held_at > now:
        raise rules.MomentInFuture
    row = Contact(
        id=row_id(once, case.id, by_id, with_id, way, held_at.date(), words),
        organisation_id=case.organisation_id,
        case_id=case.id,
        by_id=by_id,
        at=now,
        with_id=with_id,
        way=ContactWay(way) if way in set(ContactWay) else ContactWay.PHONE,
        held_at=held_at,
        summary_sealed=b"",
    )
    row.summary_sealed = keys.seal(words, table="contacts", row=row.id, column=SUMMARY) or b""
    if await add_once(db, row):
        await path.advance(db, case, 3, StepReason.CONTACT, by_id, now)
    return row


async def _has_news(db: AsyncSession, asked: Consultation, person_id: UUID) -> bool:
    return person_id in {one.person_id for one in await _unread(db, asked)}


async def _unread(db: AsyncSession, asked: Consultation) -> list[rules.Unread]:
    said = [rules.Said(asked.asker_id, asked.asked_at)]
    said += [rules.Said(line.by_id, line.at) for line in await queries.replies_of(db, [asked.id])]
    read = {person_id: at for (_, person_id), at in (await queries.reads_of(db, [asked.id])).items()}
    return rules.unread(asked.asker_id, asked.to_id, said, read)


async def _remind(db: AsyncSession, asked: Consultation, now: datetime) -> None:
    waiting = [
        (one, await working_moment(db, asked.organisation_id, one.person_id, now)) for one in await _unread(db, asked)
    ]
    wanted = rules.wanted(asked.asker_id, waiting)
    await align(db, subject_id=asked.id, kinds=rules.KINDS, wanted=wanted, now=now)
