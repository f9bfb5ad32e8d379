"""Every select of decisions, objections, withdrawals and disclosures. Whose they are, is always an argument."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.who import Who
from klankbord.rooms.agreements.models import Agreement, AgreementEnding
from klankbord.rooms.cases import queries as cases
from klankbord.rooms.cases.models import Case, CaseView
from klankbord.rooms.people import queries as people
from klankbord.rooms.people.models import Person, RoleKind
from klankbord.rooms.places.models import Group, Location, Pupil
from klankbord.rooms.sharing.models import Disclosure, Objection, SharingDecision, Withdrawal
from klankbord.rooms.sharing.rules import Verdict, holds

NAMES_AROUND = text("select * from kb_names_around(:case)")


@dataclass(frozen=True)
class Decided:
    """A decision with everything that was done about it since."""

    decision: SharingDecision
    objections: list[Objection]
    withdrawals: list[Withdrawal]
    disclosures: list[Disclosure]

    def verdict(self, now: datetime) -> Verdict:
        """Whether it holds at `now`."""
        return holds(self.decision, self.objections, self.withdrawals, now)


async def decisions_of(db: AsyncSession, organisation_id: UUID, case_id: UUID) -> list[Decided]:
    """The decisions of a case, newest first."""
    of_case = (SharingDecision.organisation_id == organisation_id, SharingDecision.case_id == case_id)
    query = (
        select(SharingDecision).where(*of_case).order_by(col(SharingDecision.at).desc(), col(SharingDecision.id).desc())
    )
    return await _with_the_rest(db, (await db.exec(query)).all())


async def decision_of(db: AsyncSession, organisation_id: UUID, case_id: UUID, decision_id: UUID) -> Decided | None:
    """One decision of this case."""
    query = select(SharingDecision).where(
        SharingDecision.organisation_id == organisation_id,
        SharingDecision.case_id == case_id,
        SharingDecision.id == decision_id,
    )
    return next(iter(await _with_the_rest(db, (await db.exec(query)).all())), None)


async def decisions_by_ids(db: AsyncSession, ids: Collection[UUID]) -> Sequence[SharingDecision]:
    """These decisions, as far as row-level security shows them."""
    return (await db.exec(select(SharingDecision).where(col(SharingDecision.id).in_(ids)))).all()


async def _with_the_rest(db: AsyncSession, found: Sequence[SharingDecision]) -> list[Decided]:
    ids = [one.id for one in found]
    if not ids:
        return []
    objections = (
        await db.exec(select(Objection).where(col(Objection.decision_id).in_(ids)).order_by(col(Objection.id)))
    ).all()
    withdrawals = (
        await db.exec(select(Withdrawal).where(col(Withdrawal.decision_id).in_(ids)).order_by(col(Withdrawal.id)))
    ).all()
    disclosures = (
        await db.exec(select(Disclosure).where(col(Disclosure.decision_id).in_(ids)).order_by(col(Disclosure.id)))
    ).all()
    about = {one.id: Decided(one, [], [], []) for one in found}
    for objection in objections:
        about[objection.decision_id].objections.append(objection)
    for withdrawal in withdrawals:
        about[withdrawal.decision_id].withdrawals.append(withdrawal)
    for disclosure in disclosures:
        about[disclosure.decision_id].disclosures.append(disclosure)
    return list(about.values())


async def carries(db: AsyncSession, who: Who, case: Case) -> bool:
    """Whether this person decides for this case: its location managers, and a social worker it was passed on to."""
    if case.location_id in who.managed_location_ids:
        return True
    handed = await cases.handovers_of(db, case.organisation_id, case.id)
    return who.is_social_worker and any(one.to_id == who.person_id for one in handed)


async def saw(db: AsyncSession, case: Case, person_id: UUID, now: datetime) -> None:
    """Somebody read a part of the case on a page of this room: that is written down too."""
    db.add(CaseView(organisation_id=case.organisation_id, case_id=case.id, person_id=person_id, viewed_at=now))
    await db.flush()


async def colleagues(db: AsyncSession, case: Case, but: UUID) -> list[Person]:
    """Whom one can consult: who sees the case, every social worker and location manager; not oneself."""
    found = {reader.person.id: reader.person for reader in await cases.readers(db, case)}
    for kind in (RoleKind.SOCIAL_WORKER, RoleKind.LOCATION_MANAGER):
        found |= {one.id: one for one in await people.with_role(db, case.organisation_id, kind)}
    return sorted((one for one in found.values() if one.id != but), key=lambda one: one.first_name)


async def child_of(db: AsyncSession, case: Case) -> tuple[str, tuple[str, str]]:
    """First name of the child of this case; name of its group and of its location."""
    query = (
        select(Pupil.first_name, Group.name, Location.name)
        .select_from(Pupil)
        .join(Group, col(Group.id) == case.group_id)
        .join(Location, col(Location.id) == case.location_id)
        .where(Pupil.id == case.pupil_id, Pupil.organisation_id == case.organisation_id)
    )
    name, group, location = (await db.exec(query)).one()
    return name, (group, location)


async def names_around(db: AsyncSession, case_id: UUID) -> frozenset[str]:
    """First names of the children at the location of this case; to take them out of a text, never to show."""
    return frozenset((await (await db.connection()).execute(NAMES_AROUND, {"case": case_id})).scalars())


async def open_agreements(db: AsyncSession, organisation_id: UUID, case_id: UUID) -> Sequence[Agreement]:
    """What was agreed in this case and has not ended, first day first."""
    ended = select(AgreementEnding.agreement_id).where(AgreementEnding.case_id == case_id)
    query = select(Agreement).where(
        Agreement.organisation_id == organisation_id, Agreement.case_id == case_id, col(Agreement.id).not_in(ended)
    )
    return (await db.exec(query.order_by(col(Agreement.due_on)))).all()
