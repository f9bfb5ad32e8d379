"""Writing a version of the plan, and reading it back in words."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.crypto import KeyRing
from klankbord.house.ids import new_id
from klankbord.house.who import Who
from klankbord.house.written import written
from klankbord.rooms.cases import path
from klankbord.rooms.cases import queries as cases
from klankbord.rooms.cases.models import Case
from klankbord.rooms.cases.path_models import StepReason
from klankbord.rooms.plans import queries, rules
from klankbord.rooms.plans.models import Goal, Plan

# Rooms to our right hear of a new version, and of the evaluation date that was typed with it (None: none).
after_plan: list[Callable[[AsyncSession, Case, Plan, date | None, datetime], Awaitable[None]]] = []


@dataclass(frozen=True)
class Aimed:
    """A goal in words."""

    id: UUID
    what: str
    measure: str
    by_when: date | None
    same_as_id: UUID | None


@dataclass(frozen=True)
class Version:
    """A version in words, with its goals."""

    plan: Plan
    situation: str
    needs: str
    approach: str
    goals: Sequence[Aimed]


def may_plan(who: Who, case: Case) -> bool:
    """Location manager, social worker, or whoever holds direction (manual 4.2a)."""
    return case.location_id in who.managed_location_ids or who.is_social_worker or case.lead_id == who.person_id


async def write(
    db: AsyncSession,
    keys: KeyRing,
    *,
    case: Case,
    by_id: UUID,
    situation: str,
    needs: str,
    approach: str,
    aims: Sequence[rules.Aim | None],
    based_on_id: UUID | None,
    evaluation_on: date | None,
    today: date,
    now: datetime,
    once: UUID | None = None,
) -> tuple[Plan, list[UUID]]:
    """Keep a version, and the versions its writer had not seen: written at the same time, all of them kept.

    Raises CaseIsClosed, WordsMissing, TooManyWords and what `rules.checked` says. Enters step 4.
    """
    path.must_be_open(case)
    words = {"situation": written(situation, "situation", needed=True)}
    words |= {"needs": written(needs, "needs"), "approach": written(approach, "approach")}
    goals = rules.checked(aims, today)
    await cases.case_of(db, case.organisation_id, case.id)  # one after the other: numbers count up
    there = await queries.versions_of(db, case.organisation_id, case.id)
    if (before := next((one for one in there if one.id == once), None)) is not None:
        return before, []
    ids = [one.id for one in there]
    row = Plan(
        id=once or new_id(),
        organisation_id=case.organisation_id,
        case_id=case.id,
        by_id=by_id,
        at=now,
        number=len(there) + 1,
        based_on_id=based_on_id if based_on_id in ids else None,
        situation_sealed=b"",
    )
    for column, text in words.items():
        name = f"{column}_sealed"
        setattr(row, name, keys.seal(text, table="plans", row=row.id, column=name) if text else None)
    made = [_goal(keys, row, position, aim) for position, aim in enumerate(goals, 1)]
    for each in (row, *made):
        await queries.add(db, each)
    await path.advance(db, case, 4, StepReason.PLANNED, by_id, now)
    for hear in after_plan:
        await hear(db, case, row, evaluation_on, now)
    return row, rules.missed(based_on_id, ids)


def _goal(keys: KeyRing, plan: Plan, position: int, aim: rules.Aim) -> Goal:
    row = Goal(
        organisation_id=plan.organisation_id,
        plan_id=plan.id,
        position=position,
        what_sealed=b"",
        by_when=aim.by_when,
        same_as_id=aim.same_as_id,
    )
    what, measure = written(aim.what, f"what_{position}"), written(aim.measure, f"measure_{position}")
    row.what_sealed = keys.seal(what, table="goals", row=row.id, column="what_sealed") or b""
    row.measure_sealed = keys.seal(measure, table="goals", row=row.id, column="measure_sealed") if measure else None
    return row


async def opened(db: AsyncSession, keys: KeyRing, plans: Sequence[Plan]) -> list[Version]:
    """Versions in words."""
    if not plans:
        return []
    goals = await queries.goals_of(db, plans[0].organisation_id, [plan.id for plan in plans])
    return [_version(keys, plan, [one for one in goals if one.plan_id == plan.id]) for plan in plans]


def _version(keys: KeyRing, plan: Plan, goals: Sequence[Goal]) -> Version:
    def read(column: str) -> str:
        return keys.open(getattr(plan, column), table="plans", row=plan.id, column=column) or ""

    def aimed(goal: Goal, column: str) -> str:
        return keys.open(getattr(goal, column), table="goals", row=goal.id, column=column) or ""

    found = [
        Aimed(one.id, aimed(one, "what_sealed"), aimed(one, "measure_sealed"), one.by_when, one.same_as_id)
        for one in goals
    ]
    return Version(plan, read("situation_sealed"), read("needs_sealed"), read("approach_sealed"), found)


async def newest(db: AsyncSession, keys: KeyRing, organisation_id: UUID, case_id: UUID) -> Version | None:
    """The version that counts, in words."""
    versions = await queries.versions_of(db, organisation_id, case_id)
    return next(iter(await opened(db, keys, versions[-1:])), None)
