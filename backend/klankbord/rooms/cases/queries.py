"""Every select and insert of cases, reports, handovers, tellings and views. Whose it is, is always an argument."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Uuid, and_, any_, literal, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select, SelectOfScalar

from klankbord.house.who import Who
from klankbord.rooms.cases.models import Case, ClassTeacherTelling, Handover, Report, WaitsFor
from klankbord.rooms.people.models import Person, Role, RoleKind
from klankbord.rooms.places.models import Group, Location, Pupil
from klankbord.rooms.reminders import queries as reminders
from klankbord.rooms.reminders.models import Reminder, ReminderKind, ReminderState


@dataclass(frozen=True)
class CasePlace:
    """A case with the child, the group and the location it is about."""

    case: Case
    pupil: Pupil
    group: Group
    location: Location


@dataclass(frozen=True)
class Reader:
    """Somebody who may see a case, and as what."""

    person: Person
    kind: str


def among(column: UUID, ids: Collection[UUID]) -> ColumnElement[bool]:
    """`column in ids` as one parameter: PostgreSQL takes no more than 32,767 of them."""
    return col(column) == any_(literal(list(ids), ARRAY(Uuid())))


async def open_case(db: AsyncSession, organisation_id: UUID, pupil_id: UUID, *, lock: bool = False) -> Case | None:
    """The case of this child that is not closed, as far as row-level security shows it."""
    query = select(Case).where(
        Case.organisation_id == organisation_id, Case.pupil_id == pupil_id, col(Case.closed_at).is_(None)
    )
    if lock:
        query = query.with_for_update()
    return (await db.exec(query.execution_options(populate_existing=True))).first()


def may_see(who: Who) -> SelectOfScalar[Case]:
    """Need to know (rule 3): managers of the location, teachers of the group, the social worker it was passed on to."""
    to_me = literal(who.person_id) == any_(col(Case.handed_to))
    return select(Case).where(
        Case.organisation_id == who.organisation_id,
        or_(
            col(Case.location_id).in_(who.managed_location_ids),
            col(Case.group_id).in_(who.group_ids),
            and_(literal(who.is_social_worker), to_me),
        ),
    )


def placed() -> Select[Case, Pupil, Group, Location]:
    """Cases, each with its child and place."""
    return (
        select(Case, Pupil, Group, Location)
        .join(Pupil, col(Pupil.id) == Case.pupil_id)
        .join(Group, col(Group.id) == Case.group_id)
        .join(Location, col(Location.id) == Case.location_id)
    )


async def case_for(db: AsyncSession, who: Who, case_id: UUID) -> CasePlace | None:
    """One case, when this person may see it."""
    mine = may_see(who).where(Case.id == case_id).subquery()
    query = placed().join(mine, mine.c.id == Case.id)
    found = (await db.exec(query.execution_options(populate_existing=True))).first()
    return CasePlace(*found) if found else None


async def closed_for(db: AsyncSession, who: Who, limit: int = 50) -> list[CasePlace]:
    """The closed cases this person may see, the last closed first."""
    mine = may_see(who).where(col(Case.closed_at).is_not(None)).subquery()
    query = placed().join(mine, mine.c.id == Case.id).order_by(col(Case.closed_at).desc(), col(Case.id)).limit(limit)
    return [CasePlace(*row) for row in (await db.exec(query)).all()]


async def case_of(db: AsyncSession, organisation_id: UUID, case_id: UUID) -> Case | None:
    """One case as row-level security shows it to the asker, locked until the end of the transaction."""
    query = select(Case).where(Case.organisation_id == organisation_id, Case.id == case_id).with_for_update()
    return (await db.exec(query.execution_options(populate_existing=True))).first()


async def report_of(db: AsyncSession, organisation_id: UUID, note_id: UUID) -> Report | None:
    """The report of a note, if it was shared."""
    query = select(Report).where(Report.organisation_id == organisation_id, Report.note_id == note_id)
    return (await db.exec(query)).first()


async def reports_of(db: AsyncSession, organisation_id: UUID, case_id: UUID) -> Sequence[Report]:
    """The reports of a case, oldest first."""
    query = select(Report).where(Report.organisation_id == organisation_id, Report.case_id == case_id)
    return (await db.exec(query.order_by(col(Report.reported_at)))).all()


async def handovers_of(db: AsyncSession, organisation_id: UUID, case_id: UUID) -> Sequence[Handover]:
    """To whom a case was passed on, oldest first."""
    query = select(Handover).where(Handover.organisation_id == organisation_id, Handover.case_id == case_id)
    return (await db.exec(query.order_by(col(Handover.handed_at), col(Handover.id)))).all()


async def tellings_of(db: AsyncSession, organisation_id: UUID, case_id: UUID) -> Sequence[ClassTeacherTelling]:
    """Who was asked to tell the class teacher, and who did."""
    query = select(ClassTeacherTelling).where(
        ClassTeacherTelling.organisation_id == organisation_id, ClassTeacherTelling.case_id == case_id
    )
    return (await db.exec(query.order_by(col(ClassTeacherTelling.asked_at), col(ClassTeacherTelling.id)))).all()


async def telling_of(
    db: AsyncSession, organisation_id: UUID, case_id: UUID, teacher_id: UUID
) -> ClassTeacherTelling | None:
    """What this teacher has to tell about this case."""
    query = select(ClassTeacherTelling).where(
        ClassTeacherTelling.organisation_id == organisation_id,
        ClassTeacherTelling.case_id == case_id,
        ClassTeacherTelling.teacher_id == teacher_id,
    )
    return (await db.exec(query)).first()


async def readers(db: AsyncSession, case: Case) -> list[Reader]:
    """Who may see this case now: teachers of the group, managers of the location, whom it was passed on to."""
    passed_on = select(Handover.to_id).where(Handover.case_id == case.id)
    query = (
        select(Person, col(Role.kind))
        .join(Role, col(Role.person_id) == Person.id)
        .where(Person.organisation_id == case.organisation_id, col(Person.ended_at).is_(None))
        .where(col(Role.ended_at).is_(None))
        .where(
            or_(
                (col(Role.kind) == RoleKind.TEACHER) & (col(Role.group_id) == case.group_id),
                (col(Role.kind) == RoleKind.LOCATION_MANAGER) & (col(Role.location_id) == case.location_id),
                (col(Role.kind) == RoleKind.SOCIAL_WORKER) & col(Person.id).in_(passed_on),
            )
        )
        .distinct()
    )
    order = [RoleKind.TEACHER, RoleKind.LOCATION_MANAGER, RoleKind.SOCIAL_WORKER]
    found = [Reader(person, kind) for person, kind in (await db.exec(query)).all()]
    return sorted(found, key=lambda reader: (order.index(RoleKind(reader.kind)), reader.person.first_name))


async def by_reports(db: AsyncSession, organisation_id: UUID, report_ids: Collection[UUID]) -> dict[UUID, CasePlace]:
    """Cases by the id of a report in them."""
    return await _by(db, organisation_id, Report, report_ids)


async def by_handovers(db: AsyncSession, organisation_id: UUID, ids: Collection[UUID]) -> dict[UUID, CasePlace]:
    """Cases by the id of a handover."""
    return await _by(db, organisation_id, Handover, ids)


async def by_tellings(db: AsyncSession, organisation_id: UUID, ids: Collection[UUID]) -> dict[UUID, CasePlace]:
    """Cases by the id of what a teacher has to tell."""
    return await _by(db, organisation_id, ClassTeacherTelling, ids)


async def _by(
    db: AsyncSession,
    organisation_id: UUID,
    through: type[Report] | type[Handover] | type[ClassTeacherTelling],
    ids: Collection[UUID],
) -> dict[UUID, CasePlace]:
    if not ids:
        return {}
    about = select(through.id, through.case_id).where(
        through.organisation_id == organisation_id, among(through.id, ids)
    )
    case_of = dict((await db.exec(about)).all())
    query = placed().where(Case.organisation_id == organisation_id, among(Case.id, case_of.values()))
    places = {row[0].id: CasePlace(*row) for row in (await db.exec(query)).all()}
    return {key: places[case_id] for key, case_id in case_of.items() if case_id in places}


async def wait(
    db: AsyncSession,
    organisation_id: UUID,
    case_id: UUID,
    waits_for: WaitsFor,
    now: datetime,
    *,
    instead_of: WaitsFor,
    on_lead: bool = False,
) -> bool:
    """The case waits for something else from now on, if it waited for `instead_of`; whether it did."""
    new = {"waits_for": waits_for, "waits_on_id": col(Case.lead_id) if on_lead else literal(None), "waits_since": now}
    where = (col(Case.organisation_id) == organisation_id, col(Case.id) == case_id, col(Case.waits_for) == instead_of)
    statement = update(Case).where(*where).values(**new)
    return (await (await db.connection()).execute(statement)).rowcount == 1


async def told(db: AsyncSession, person_id: UUID, subject_ids: Collection[UUID], now: datetime) -> None:
    """This person's reminders about these reports and handovers are done."""
    kinds = (ReminderKind.REPORT_RECEIVED, ReminderKind.HANDOVER_RECEIVED)
    about = (col(Reminder.kind).in_(kinds), among(Reminder.subject_id, subject_ids))
    mine = (col(Reminder.person_id) == person_id, reminders.still_open())
    await reminders.change(db, *about, *mine, state=ReminderState.DONE, done_at=now)
