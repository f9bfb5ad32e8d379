"""Every select and insert of agreements and their endings. Whose it is, is always an argument."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.rooms.agreements.models import Agreement, AgreementEnding
from klankbord.rooms.cases.models import Case
from klankbord.rooms.conversations.models import Conversation, SmallPlanEnding
from klankbord.rooms.places.models import Group, Pupil
from klankbord.rooms.reminders.models import Reminder, ReminderKind, ReminderState


@dataclass(frozen=True)
class About:
    """An agreement, the case it belongs to, the child and the group."""

    agreement: Agreement
    case: Case
    pupil: Pupil
    group: Group


@dataclass(frozen=True)
class Plain:
    """What the worker may know of an agreement with a child: no words. `group_id`: whose lessons it follows."""

    id: UUID
    organisation_id: UUID
    person_id: UUID
    group_id: UUID


@dataclass(frozen=True)
class Due:
    """What the worker may know of an agreement with a day: no words."""

    id: UUID
    organisation_id: UUID
    owner_id: UUID
    due_on: date


async def agreement_of(db: AsyncSession, organisation_id: UUID, case_id: UUID, agreement_id: UUID) -> Agreement | None:
    """One agreement of this case."""
    query = select(Agreement).where(
        Agreement.organisation_id == organisation_id, Agreement.case_id == case_id, Agreement.id == agreement_id
    )
    return (await db.exec(query)).first()


async def ending_of(db: AsyncSession, organisation_id: UUID, agreement_id: UUID) -> AgreementEnding | None:
    """How it ended, if it did."""
    query = select(AgreementEnding).where(
        AgreementEnding.organisation_id == organisation_id, AgreementEnding.agreement_id == agreement_id
    )
    return (await db.exec(query)).first()


async def instead_of(db: AsyncSession, organisation_id: UUID, agreement_id: UUID) -> Agreement | None:
    """The agreement that took the place of this one, if any."""
    query = select(Agreement).where(
        Agreement.organisation_id == organisation_id, Agreement.instead_of_id == agreement_id
    )
    return (await db.exec(query)).first()


async def of_case(
    db: AsyncSession, organisation_id: UUID, case_id: UUID
) -> list[tuple[Agreement, AgreementEnding | None]]:
    """The agreements of a case with their endings, the first due first."""
    query = (
        select(Agreement, AgreementEnding)
        .join(AgreementEnding, col(AgreementEnding.agreement_id) == Agreement.id, isouter=True)
        .where(Agreement.organisation_id == organisation_id, Agreement.case_id == case_id)
        .order_by(col(Agreement.due_on), col(Agreement.at), col(Agreement.id))
    )
    return [(row[0], row[1]) for row in (await db.exec(query)).all()]


async def open_of_case(db: AsyncSession, organisation_id: UUID, case_id: UUID) -> list[Agreement]:
    """What has not ended in this case."""
    return [row for row, ending in await of_case(db, organisation_id, case_id) if ending is None]


async def visible(db: AsyncSession, ids: Collection[UUID]) -> list[About]:
    """These agreements, as far as row-level security shows them to the asker."""
    query = (
        select(Agreement, Case, Pupil, Group)
        .join(Case, col(Case.id) == Agreement.case_id)
        .join(Pupil, col(Pupil.id) == Case.pupil_id)
        .join(Group, col(Group.id) == Case.group_id)
        .where(col(Agreement.id).in_(ids))
    )
    return [About(*row) for row in (await db.exec(query)).all()]


async def sources(db: AsyncSession, organisation_id: UUID, ids: Collection[UUID]) -> dict[UUID, Conversation]:
    """The conversations in which these were made, by id."""
    query = select(Conversation).where(Conversation.organisation_id == organisation_id, col(Conversation.id).in_(ids))
    return {row.id: row for row in (await db.exec(query)).all()}


async def asked(db: AsyncSession, subject_id: UUID) -> Sequence[Reminder]:
    """The reminders to come back to something one to one: on the web the asker's own, in the worker all."""
    query = select(Reminder).where(Reminder.kind == ReminderKind.ONE_TO_ONE, Reminder.subject_id == subject_id)
    return (await db.exec(query.execution_options(populate_existing=True))).all()


async def open_of_group(db: AsyncSession, group_id: UUID) -> list[Plain]:
    """For the worker: what was agreed with a child of this group and has not ended, in cases that are open."""
    ended = select(AgreementEnding.agreement_id).where(col(AgreementEnding.agreement_id) == Agreement.id).exists()
    query = (
        select(Agreement.id, Agreement.organisation_id, Agreement.owner_id, Case.group_id)
        .join(Case, col(Case.id) == Agreement.case_id)
        .where(Case.group_id == group_id, col(Case.closed_at).is_(None))
        .where(col(Agreement.with_child).is_(True), ~ended)
    )
    return [Plain(*row) for row in (await db.exec(query)).all()]


async def loose_plans_of_group(db: AsyncSession, group_id: UUID) -> list[Plain]:
    """For the worker: small plans with a child of this group that has no case, which have not ended."""
    plan: Any = (Conversation.id, Conversation.organisation_id, Conversation.writer_id, Conversation.group_id)
    query = select(*plan).where(Conversation.group_id == group_id, *_loose_plan())
    return [Plain(*row) for row in (await db.exec(query)).all()]


def _loose_plan() -> tuple[ColumnElement[bool], ...]:
    """A conversation in no case with a small plan that has not ended. The worker sees no words: that there is a small
    plan, it knows by what was asked about it."""
    asked = (
        select(Reminder.id)
        .where(Reminder.subject_id == Conversation.id, Reminder.kind == ReminderKind.ONE_TO_ONE)
        .exists()
    )
    ended = select(SmallPlanEnding.id).where(SmallPlanEnding.conversation_id == Conversation.id).exists()
    return col(Conversation.case_id).is_(None), asked, ~ended


async def asked_twice(db: AsyncSession, now: datetime) -> list[Due]:
    """For the worker: agreements of which more than one reminder is due and open; the last one says it."""
    is_open = col(Reminder.state).in_((ReminderState.WAITING, ReminderState.SENT))
    twice = (
        select(Reminder.subject_id)
        .where(Reminder.kind == ReminderKind.AGREEMENT, is_open, Reminder.due_at <= now)
        .group_by(col(Reminder.subject_id))
        .having(func.count() > 1)
    )
    about: Any = (Agreement.id, Agreement.organisation_id, Agreement.owner_id, Agreement.due_on)
    return [Due(*row) for row in (await db.exec(select(*about).where(col(Agreement.id).in_(twice)))).all()]


async def groups_to_follow(db: AsyncSession) -> set[UUID]:
    """For the worker: the groups in which something was agreed with a child and has not ended."""
    in_cases = select(Case.group_id).join(Agreement, col(Agreement.case_id) == Case.id)
    agreed = in_cases.where(col(Agreement.with_child).is_(True), col(Case.closed_at).is_(None)).distinct()
    planned = select(Conversation.group_id).where(*_loose_plan()).distinct()
    return {*(await db.exec(agreed)).all(), *(await db.exec(planned)).all()}
