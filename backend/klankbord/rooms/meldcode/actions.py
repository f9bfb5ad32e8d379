"""What location manager and social worker do: start the Meldcode, record a step, set whose code it is."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.crypto import KeyRing
from klankbord.house.errors import NotHere
from klankbord.house.once import add_once, row_id
from klankbord.house.written import written
from klankbord.rooms.cases import path
from klankbord.rooms.cases.models import Case
from klankbord.rooms.meldcode import queries, rules
from klankbord.rooms.meldcode.models import (
    MeldcodeEntry,
    MeldcodeKind,
    MeldcodeSetting,
    MeldcodeTrack,
    SpecialCase,
    WhoseCode,
)

WORDS = "words_sealed"


async def start(
    db: AsyncSession, *, case: Case, by_id: UUID, special: str = "", now: datetime, once: UUID | None = None
) -> MeldcodeTrack:
    """Start the Meldcode on a case; while one runs, that one goes on. Raises CaseIsClosed."""
    await path.opened(db, case)
    running = await running_track(db, case.organisation_id, case.id)
    if running is not None:
        return running
    setting = await queries.setting_of(db, case.organisation_id, case.location_id)
    row = MeldcodeTrack(
        id=row_id(once, case.id, by_id, special),
        organisation_id=case.organisation_id,
        case_id=case.id,
        by_id=by_id,
        at=now,
        whose=setting.whose if setting else WhoseCode.OWN,
        special=special if special in set(SpecialCase) else None,
    )
    await add_once(db, row)
    await path.touched(db, case, now)
    return row


async def running_track(db: AsyncSession, organisation_id: UUID, case_id: UUID) -> MeldcodeTrack | None:
    """The track that was not ended, if any."""
    for track in (await queries.tracks_of(db, organisation_id, case_id))[:1]:
        marks = marks_of(await queries.entries_of(db, organisation_id, track.id))
        return None if rules.ended(marks) else track
    return None


async def record(
    db: AsyncSession,
    keys: KeyRing,
    *,
    case: Case,
    track_id: UUID,
    by_id: UUID,
    kind: str,
    step: int,
    question: int | None = None,
    answer: str = "",
    done_on: date | None = None,
    veilig_thuis: bool | None = None,
    words: str = "",
    correction_of_id: UUID | None = None,
    today: date,
    now: datetime,
    once: UUID | None = None,
) -> MeldcodeEntry:
    """Record one thing in its order, or correct it. Raises NotHere, CaseIsClosed and what `check` says."""
    await path.opened(db, case)
    text = written(words, "words")
    track = next((t for t in await queries.tracks_of(db, case.organisation_id, case.id) if t.id == track_id), None)
    if track is None or kind not in set(MeldcodeKind):
        raise NotHere
    there = await queries.entries_of(db, case.organisation_id, track.id)
    identity = row_id(
        once, track.id, by_id, kind, step, question, answer, done_on, veilig_thuis, text, correction_of_id
    )
    if (before := next((one for one in there if one.id == identity), None)) is not None:
        return before
    row = MeldcodeEntry(
        id=identity,
        organisation_id=case.organisation_id,
        case_id=case.id,
        by_id=by_id,
        at=now,
        track_id=track.id,
        step=step,
        kind=MeldcodeKind(kind),
        question=question,
        answer=answer if kind in rules.ANSWERED and answer in set(rules.Answer) else None,
        done_on=done_on,
        veilig_thuis=veilig_thuis if step == rules.CONSULTING else None,
        correction_of_id=correction_of_id,
    )
    row.words_sealed = keys.seal(text, table="meldcode_entries", row=row.id, column=WORDS) if text else None
    rules.check(marks_of(there), mark_of(row), special=track.special is not None, today=today)
    await add_once(db, row)
    await path.touched(db, case, now)
    return row


def mark_of(row: MeldcodeEntry) -> rules.Mark:
    """The parts of an entry that the order depends on."""
    return rules.Mark(
        MeldcodeKind(row.kind),
        row.step,
        row.question,
        row.answer,
        row.veilig_thuis,
        row.words_sealed is not None,
        row.done_on,
        row.id,
        row.correction_of_id,
    )


def marks_of(rows: Sequence[MeldcodeEntry]) -> list[rules.Mark]:
    """All of them, in their order."""
    return [mark_of(row) for row in rows]


async def settle(
    db: AsyncSession,
    *,
    organisation_id: UUID,
    location_id: UUID,
    by_id: UUID,
    whose: str,
    contact_name: str,
    contact_phone: str,
    now: datetime,
) -> MeldcodeSetting:
    """Whose Meldcode applies at a location from now on, and who to call about it. Tracks that run keep theirs."""
    row = MeldcodeSetting(
        organisation_id=organisation_id,
        location_id=location_id,
        whose=WhoseCode(whose) if whose in set(WhoseCode) else WhoseCode.OWN,
        contact_name=written(contact_name, "contact_name")[:80],
        contact_phone=written(contact_phone, "contact_phone")[:30],
        by_id=by_id,
        at=now,
    )
    db.add(row)
    await db.flush()
    return row
