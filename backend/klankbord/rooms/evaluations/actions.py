"""Setting a date to look back, and keeping what was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.crypto import KeyRing
from klankbord.house.ids import new_id
from klankbord.house.once import add_once, row_id
from klankbord.house.written import written
from klankbord.rooms.cases import moving, path
from klankbord.rooms.cases import queries as cases
from klankbord.rooms.cases.models import Case
from klankbord.rooms.cases.path_models import StepReason
from klankbord.rooms.evaluations import queries, reminding, rules
from klankbord.rooms.evaluations.models import Evaluation, EvaluationResult, GoalOutcome, NextMove
from klankbord.rooms.plans import actions as plans
from klankbord.rooms.plans.rules import checked_day

REASON, FOUND, FOR_TEACHER, WORDS = "reason_sealed", "found_sealed", "for_teacher_sealed", "words_sealed"


async def plan_day(
    db: AsyncSession,
    keys: KeyRing,
    *,
    case: Case,
    by_id: UUID,
    planned_on: date,
    reason: str,
    today: date,
    now: datetime,
    once: UUID | None = None,
) -> Evaluation:
    """Look back on this day; when there is a date already it moves, with a reason.

    Raises CaseIsClosed, DayBehindUs, TooFarAway, WhyOtherDay, TooManyWords.
    """
    await path.opened(db, case)
    checked_day(planned_on, today, "planned_on")
    there = await queries.planned(db, case.organisation_id, case.id)
    words = written(reason, "reason")
    identity = row_id(once, case.id, by_id, planned_on, words)
    if there is not None and (there.id == identity or there.planned_on == planned_on):
        return there
    if there is not None and not words:
        raise rules.WhyOtherDay
    row = dated(case, by_id, planned_on, now, identity)
    row.instead_of_id = there.id if there else None
    row.reason_sealed = keys.seal(words, table="evaluations", row=row.id, column=REASON) if words else None
    await add_once(db, row)
    await reminding.settle(db, case, now)
    await path.touched(db, case, now)
    return row


@dataclass(frozen=True)
class Result:
    """What was found, as it was typed. `next_on` when it goes on; `closing_reason` and `closing_words` when it ends."""

    held_on: date
    found: str
    for_teacher: str
    goals: Sequence[rules.Found]
    next_move: str
    next_on: date | None = None
    closing_reason: str = ""
    closing_words: str = ""


async def hold(
    db: AsyncSession,
    keys: KeyRing,
    *,
    case: Case,
    by_id: UUID,
    result: Result,
    today: date,
    now: datetime,
    once: UUID | None = None,
) -> EvaluationResult:
    """Keep what the evaluation found, enter step 5, and go on (with a next date) or close (with a reason).

    Raises CaseIsClosed, WordsMissing, TooManyWords, what `checked_result` and `checked_day` say, and what closing says.
    """
    await cases.case_of(db, case.organisation_id, case.id)
    before = await queries.results_of(db, case.organisation_id, case.id)
    identity = row_id(once, case.id, by_id, result)
    if (same := next((one for one in before if one.id == identity), None)) is not None:
        return same
    path.must_be_open(case)
    found = written(result.found, "found", needed=True)
    for_teacher = written(result.for_teacher, "for_teacher", needed=True)
    version = await plans.newest(db, keys, case.organisation_id, case.id)
    goals = [goal.id for goal in version.goals] if version else []
    rules.checked_result(result.held_on, today, result.goals, goals, result.next_move)
    if result.next_move == NextMove.GO_ON:
        checked_day(result.next_on or date.min, today, "next_on")
    async with db.begin_nested():  # whatever does not fit further on, leaves nothing behind
        return await _keep(db, keys, case, by_id, result, found, for_teacher, goals, now, identity)


async def _keep(
    db: AsyncSession,
    keys: KeyRing,
    case: Case,
    by_id: UUID,
    result: Result,
    found: str,
    for_teacher: str,
    goals: Sequence[UUID],
    now: datetime,
    identity: UUID,
) -> EvaluationResult:
    planned = await queries.planned(db, case.organisation_id, case.id) or await _unplanned(db, case, by_id, result, now)
    row = EvaluationResult(
        id=identity,
        organisation_id=case.organisation_id,
        case_id=case.id,
        by_id=by_id,
        at=now,
        evaluation_id=planned.id,
        held_on=result.held_on,
        found_sealed=b"",
        for_teacher_sealed=b"",
        next_move=result.next_move,
    )
    row.found_sealed = keys.seal(found, table="evaluation_results", row=row.id, column=FOUND) or b""
    row.for_teacher_sealed = keys.seal(for_teacher, table="evaluation_results", row=row.id, column=FOR_TEACHER) or b""
    await add_once(db, row)
    for one in result.goals:
        if one.goal_id in goals:
            await add_once(db, _outcome(keys, row, one))
    await path.advance(db, case, 5, StepReason.EVALUATING, by_id, now)
    await _next(db, keys, case, by_id, result, now)
    return row


async def _next(db: AsyncSession, keys: KeyRing, case: Case, by_id: UUID, result: Result, now: datetime) -> None:
    if result.next_move == NextMove.GO_ON and result.next_on:
        await add_once(db, dated(case, by_id, result.next_on, now, None))
        await reminding.settle(db, case, now)
        return
    await moving.close(
        db,
        keys,
        organisation_id=case.organisation_id,
        case_id=case.id,
        by_id=by_id,
        reason=result.closing_reason,
        words=result.closing_words,
        now=now,
    )


async def _unplanned(db: AsyncSession, case: Case, by_id: UUID, result: Result, now: datetime) -> Evaluation:
    """People looked back without a date for it: the day itself is the date."""
    row = dated(case, by_id, result.held_on, now, None)
    await add_once(db, row)
    return row


def dated(case: Case, by_id: UUID, day: date, now: datetime, once: UUID | None = None) -> Evaluation:
    """A row that says: look back on this day."""
    org = case.organisation_id
    return Evaluation(id=once or new_id(), organisation_id=org, case_id=case.id, by_id=by_id, at=now, planned_on=day)


def _outcome(keys: KeyRing, result: EvaluationResult, found: rules.Found) -> GoalOutcome:
    words = written(found.words, f"words_{found.goal_id}")
    row = GoalOutcome(
        organisation_id=result.organisation_id, result_id=result.id, goal_id=found.goal_id, outcome=found.outcome
    )
    row.words_sealed = keys.seal(words, table="goal_outcomes", row=row.id, column=WORDS) if words else None
    return row
