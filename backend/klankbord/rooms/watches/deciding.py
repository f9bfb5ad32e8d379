"""What now, after the second lesson: stop, another two, share, or ask the social worker."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.crypto import KeyRing
from klankbord.house.errors import NotHere
from klankbord.rooms.cases import actions as cases
from klankbord.rooms.reminders import actions as reminders
from klankbord.rooms.reminders.models import ReminderKind
from klankbord.rooms.watches import actions, queries, rules
from klankbord.rooms.watches.models import Watch, WatchOutcome


async def decide(
    db: AsyncSession,
    keys: KeyRing,
    *,
    organisation_id: UUID,
    teacher_id: UUID,
    watch_id: UUID,
    outcome: str,
    to_id: UUID | None,
    question: str,
    now: datetime,
) -> Watch:
    """End the watch with what happens now; the same choice again changes nothing. Stopping is possible at any moment,
    the rest after the last answer. `to_id` and `question` are for the social worker.

    Raises NotHere, NotAnOutcome, WatchStillRuns, WatchEnded, and what reporting and handing over raise.
    """
    chosen = _checked(outcome)
    watch = await queries.own_watch(db, organisation_id, teacher_id, watch_id)
    if watch is None:
        raise NotHere
    if watch.outcome == chosen:
        return watch
    if watch.ended_at is not None:
        raise rules.WatchEnded
    if chosen != WatchOutcome.STOP and await _still_asks(db, watch):
        raise rules.WatchStillRuns
    await _end(db, watch, chosen, now)
    if chosen == WatchOutcome.AGAIN:
        await actions.start(
            db,
            organisation_id=organisation_id,
            teacher_id=teacher_id,
            pupil_id=watch.pupil_id,
            note_id=watch.note_id,
            case_id=watch.case_id,
            now=now,
        )
    if chosen in (WatchOutcome.SHARE, WatchOutcome.ASK_SOCIAL_WORKER):
        await _share(db, watch, now)
    if chosen == WatchOutcome.ASK_SOCIAL_WORKER and watch.case_id:
        await cases.hand_over(
            db,
            keys,
            organisation_id=organisation_id,
            from_id=teacher_id,
            case_id=watch.case_id,
            to_id=to_id,
            question=question,
            now=now,
        )
    return watch


async def _still_asks(db: AsyncSession, watch: Watch) -> bool:
    """Whether a lesson is still to be answered, unless the teacher let it go."""
    open_rows = [row.id for row in await queries.lessons_of(db, [watch.id]) if row.answer is None]
    about = await queries.reminders_of(db, ReminderKind.WATCH_LESSON, open_rows)
    return any(any(one.done_at is None for one in about.get(row, [])) for row in open_rows)


async def _end(db: AsyncSession, watch: Watch, outcome: WatchOutcome, now: datetime) -> None:
    watch.ended_at, watch.outcome = now, outcome
    db.add(watch)
    await db.flush()
    await reminders.done(db, kind=ReminderKind.WATCH_DECISION, subject_id=watch.id, now=now)
    for row in await queries.lessons_of(db, [watch.id]):
        if row.answer is None:
            await reminders.cancel(db, kind=ReminderKind.WATCH_LESSON, subject_id=row.id, now=now)
            if row.starts_at > now:
                await queries.drop_lesson(db, row.id)
    if watch.case_id and not await queries.runs_for_case(db, watch.organisation_id, watch.case_id):
        await cases.wait_for_next_step(db, watch.organisation_id, watch.case_id, now)


async def _share(db: AsyncSession, watch: Watch, now: datetime) -> None:
    """The note it began with becomes a report; a child who has a case already is brought up again."""
    who: dict[str, Any] = {"organisation_id": watch.organisation_id, "now": now}
    if watch.case_id is None and watch.note_id is not None:
        case = await cases.report(db, reporter_id=watch.teacher_id, note_id=watch.note_id, **who)
        watch.case_id = case.id
        db.add(watch)
        await db.flush()
    elif watch.case_id is not None:
        await cases.bring_up(db, case_id=watch.case_id, person_id=watch.teacher_id, **who)


def _checked(text: str) -> WatchOutcome:
    try:
        return WatchOutcome(text)
    except ValueError:
        raise rules.NotAnOutcome from None
