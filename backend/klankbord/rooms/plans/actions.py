"""Writing a version of the plan, and reading it back in words."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.crypto import KeyRing
from klankbord.house.grouped import grouped
from klankbord.house.once import add_once, row_id
from klankbord.house.who import Who
from klankbord.house.written import written
from klankbord.rooms.cases import path
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
    """Location manager, social worker, or whoever holds direction (manual 4.2a). They may see the case."""
    works_here = who.is_social_worker and case.group_id not in who.group_ids
    return case.location_id in who.managed_location_ids or works_here or case.lead_id == who.person_id


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
    await path.opened(db, case)
    words = {"situation": written(situation, "situation", needed=True)}
    words |= {"needs": written(needs, "needs"), "approach": written(approach, "approach")}
    goals = rules.checked(aims, today)
    there = await queries.versions_of(db, case.organisation_id, case.id)
    identity = row_id(once, case.id, by_id, *words.values(), *goals, evaluation_on)
    if (before := next((one for one in there if one.id == identity), None)) is not None:
        return before, []
    ids = [one.id for one in there]
    row = Plan(
        id=identity,
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
    older = {goal.id for goal in await queries.goals_of(db, case.organisation_id, ids)}
    made = [_goal(keys, row, position, aim, older) for position, aim in enumerate(goals, 1)]
    for each in (row, *made):
        await add_once(db, each)
    await path.advance(db, case, 4, StepReason.PLANNED, by_id, now)
    for hear in after_plan:
        await hear(db, case, row, evaluation_on, now)
    return row, rules.missed(based_on_id, ids)


def _goal(keys: KeyRing, plan: Plan, position: int, aim: rules.Aim, older: Collection[UUID]) -> Goal:
    row = Goal(
        organisation_id=plan.organisation_id,
        plan_id=plan.id,
        position=position,
        what_sealed=b"",
        by_when=aim.by_when,
        same_as_id=aim.same_as_id if aim.same_as_id in older else None,
    )
    what, measure = written(aim.what, f"what_{position}"), written(aim.measure, f"measure_{position}")
    row.what_sealed = keys.seal(what, table="goals", row=row.id, column="what_sealed") or b""
    row.measure_sealed = keys.seal(measure, table="goals", row=row.id, column="measure_sealed") if measure else None
    return row


async def opened(db: AsyncSession, keys: KeyRing, plans: Sequence[Plan]) -> list[Version]:
    """Versions in words."""
    if not plans:
        return []
    rows = await queries.goals_of(db, plans[0].organisation_id, [plan.id for plan in plans])
    goals = grouped(rows, lambda one: one.plan_id)
    return [_version(keys, plan, goals[plan.id]) for plan in plans]


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
