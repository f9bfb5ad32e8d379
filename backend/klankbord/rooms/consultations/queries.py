"""Every select and insert of questions, replies and contacts. Whose it is, is always an argument."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.who import Who
from klankbord.rooms.cases import queries as cases
from klankbord.rooms.consultations.models import Consultation, ConsultationRead, ConsultationReply, Contact
from klankbord.rooms.people.models import Person, Role, RoleKind
from klankbord.rooms.places.models import Group, Location, Pupil

MANY = 100


@dataclass(frozen=True)
class Colleague:
    """Somebody who can be asked: social workers first."""

    person: Person
    kind: str
    places: str


async def colleagues(db: AsyncSession, organisation_id: UUID, but: UUID) -> list[Colleague]:
    """Social workers and location managers, but not who asks; with the locations they answer for."""
    kinds = (RoleKind.SOCIAL_WORKER, RoleKind.LOCATION_MANAGER)
    names = func.string_agg(Location.name, ", ").filter(col(Role.kind) == RoleKind.LOCATION_MANAGER)
    query = (
        select(Person, func.max(Role.kind), func.coalesce(names, ""))
        .join(Role, (col(Role.person_id) == Person.id) & col(Role.ended_at).is_(None) & col(Role.kind).in_(kinds))
        .join(Location, col(Location.id) == Role.location_id, isouter=True)
        .where(Person.organisation_id == organisation_id, Person.id != but, col(Person.ended_at).is_(None))
        .group_by(col(Person.id))
        .order_by(func.max(Role.kind).desc(), Person.first_name)
    )
    return [Colleague(*row) for row in (await db.exec(query)).all()]


async def names_around(db: AsyncSession, organisation_id: UUID, group_ids: Collection[UUID]) -> list[str]:
    """First names of the children, and the names, of these groups."""
    children = select(Pupil.first_name).where(
        Pupil.organisation_id == organisation_id, col(Pupil.group_id).in_(group_ids)
    )
    groups = select(Group.name).where(Group.organisation_id == organisation_id, col(Group.id).in_(group_ids))
    return [*(await db.exec(children)).all(), *(await db.exec(groups)).all()]


async def names_in_cases(db: AsyncSession, who: Who) -> list[str]:
    """First names of the children whose case this person may see, and the names of their groups."""
    visible = cases.may_see(who).subquery()
    query = select(Pupil.first_name, Group.name).join(visible, visible.c.pupil_id == Pupil.id)
    found = (await db.exec(query.join(Group, col(Group.id) == visible.c.group_id))).all()
    return [name for row in found for name in row]


async def consultation_of(
    db: AsyncSession, organisation_id: UUID, person_id: UUID, wanted: UUID
) -> Consultation | None:
    """A question this person asked or was asked, and, when it is about a case, still may."""
    query = select(Consultation).where(Consultation.organisation_id == organisation_id, Consultation.id == wanted)
    return (await db.exec(query.where(_party(person_id)))).first()


async def consultations_of(db: AsyncSession, organisation_id: UUID, person_id: UUID) -> Sequence[Consultation]:
    """What this person asked or was asked, newest first."""
    query = select(Consultation).where(Consultation.organisation_id == organisation_id, _party(person_id))
    return (await db.exec(query.order_by(col(Consultation.asked_at).desc()).limit(MANY))).all()


def _party(person_id: UUID) -> ColumnElement[bool]:
    return or_(col(Consultation.asker_id) == person_id, col(Consultation.to_id) == person_id)


async def of_case(db: AsyncSession, organisation_id: UUID, case_id: UUID) -> Sequence[Consultation]:
    """The questions that were asked about a case, oldest first."""
    query = select(Consultation).where(Consultation.organisation_id == organisation_id, Consultation.case_id == case_id)
    return (await db.exec(query.order_by(col(Consultation.asked_at), col(Consultation.id)))).all()


async def replies_of(db: AsyncSession, ids: Collection[UUID]) -> Sequence[ConsultationReply]:
    """What was said in these consultations, oldest first."""
    query = select(ConsultationReply).where(col(ConsultationReply.consultation_id).in_(ids))
    return (await db.exec(query.order_by(col(ConsultationReply.at), col(ConsultationReply.id)))).all()


async def reads_of(db: AsyncSession, ids: Collection[UUID]) -> dict[tuple[UUID, UUID], datetime]:
    """When each person last opened each of these consultations."""
    query = (
        select(ConsultationRead.consultation_id, ConsultationRead.person_id, func.max(ConsultationRead.at))
        .where(col(ConsultationRead.consultation_id).in_(ids))
        .group_by(col(ConsultationRead.consultation_id), col(ConsultationRead.person_id))
    )
    return {(row[0], row[1]): row[2] for row in (await db.exec(query)).all()}


async def contacts_of(db: AsyncSession, organisation_id: UUID, case_id: UUID) -> Sequence[Contact]:
    """Who spoke with whom about a case, oldest first."""
    query = select(Contact).where(Contact.organisation_id == organisation_id, Contact.case_id == case_id)
    return (await db.exec(query.order_by(col(Contact.held_at), col(Contact.id)))).all()


async def by_ids(db: AsyncSession, ids: Collection[UUID]) -> Sequence[Consultation]:
    """These questions, as far as row-level security shows them."""
    return (await db.exec(select(Consultation).where(col(Consultation.id).in_(ids)))).all()
