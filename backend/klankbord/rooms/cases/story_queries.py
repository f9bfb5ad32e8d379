"""What was written in a case, and who read it when."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import literal
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.rooms.cases.models import CaseView, Report
from klankbord.rooms.cases.queries import among
from klankbord.rooms.notes.models import Correction, Note
from klankbord.rooms.people.models import Person


async def views_of(
    db: AsyncSession, organisation_id: UUID, case_id: UUID, limit: int, offset: int = 0
) -> list[tuple[str, datetime]]:
    """Who read a case and when, newest first."""
    query = (
        select(Person.first_name, CaseView.viewed_at)
        .join(CaseView, col(CaseView.person_id) == Person.id)
        .where(CaseView.organisation_id == organisation_id, CaseView.case_id == case_id)
        .order_by(col(CaseView.viewed_at).desc(), col(CaseView.id).desc())
    )
    return [(name, at) for name, at in (await db.exec(query.limit(limit).offset(offset))).all()]


async def seen_by(db: AsyncSession, note_ids: Collection[UUID]) -> dict[UUID, tuple[str, datetime]]:
    """By note: who opened its case first after it was reported (first name, moment); not the reporter."""
    looks = (
        select(CaseView.person_id, CaseView.viewed_at)
        .where(CaseView.case_id == Report.case_id, CaseView.person_id != Report.reporter_id)
        .where(CaseView.viewed_at >= Report.reported_at)
        .order_by(col(CaseView.viewed_at), col(CaseView.id))
        .limit(1)
        .lateral()
    )
    query = (
        select(Report.note_id, Person.first_name, looks.c.viewed_at)
        .select_from(Report)
        .join(looks, literal(True))
        .join(Person, col(Person.id) == looks.c.person_id)
        .where(among(Report.note_id, note_ids))
    )
    return {note_id: (name, at) for note_id, name, at in (await db.exec(query)).all()}


async def reported_notes(db: AsyncSession, organisation_id: UUID, case_id: UUID) -> list[tuple[Note, str]]:
    """The notes of a case with the first names of who wrote them."""
    query = (
        select(Note, Person.first_name)
        .join(Report, col(Report.note_id) == Note.id)
        .join(Person, col(Person.id) == Note.writer_id)
        .where(Report.organisation_id == organisation_id, Report.case_id == case_id)
        .order_by(col(Note.id))
    )
    return [(note, name) for note, name in (await db.exec(query)).all()]


async def corrections(db: AsyncSession, organisation_id: UUID, case_id: UUID) -> list[tuple[Correction, str]]:
    """What was added later to the notes of a case, and by whom."""
    query = (
        select(Correction, Person.first_name)
        .join(Report, col(Report.note_id) == Correction.note_id)
        .join(Person, col(Person.id) == Correction.writer_id)
        .where(Report.organisation_id == organisation_id, Report.case_id == case_id)
        .order_by(col(Correction.id))
    )
    return [(correction, name) for correction, name in (await db.exec(query)).all()]
