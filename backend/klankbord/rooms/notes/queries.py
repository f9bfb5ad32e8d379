"""Every select and insert of this room. Whose it is, is always an argument."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.once import add_once
from klankbord.rooms.notes.models import Correction, Note
from klankbord.rooms.people.models import Role, RoleKind
from klankbord.rooms.places.models import Group, Location, Pupil

PAGE = 50


@dataclass(frozen=True)
class PupilPlace:
    """A child, its group (also a closed one), and whether `teacher_id` teaches there now."""

    pupil: Pupil
    group: Group
    taught: bool


@dataclass(frozen=True)
class NoteRow:
    """A note with the child, the group and the location it is about."""

    note: Note
    pupil: Pupil
    group: Group
    location: Location
    corrections: int


async def pupil_place(db: AsyncSession, organisation_id: UUID, teacher_id: UUID, pupil_id: UUID) -> PupilPlace | None:
    """Where a child is now, also one who left or whose group is closed."""
    teaches = (
        select(Role.id)
        .where(Role.person_id == teacher_id, Role.kind == RoleKind.TEACHER, Role.group_id == Group.id)
        .where(col(Role.ended_at).is_(None))
        .exists()
    )
    query = (
        select(Pupil, Group, teaches)
        .join(Group, col(Group.id) == Pupil.group_id)
        .where(Pupil.organisation_id == organisation_id, Pupil.id == pupil_id)
    )
    found = (await db.exec(query)).first()
    return PupilPlace(*found) if found else None


async def add_note(db: AsyncSession, note: Note) -> bool:
    """Keep a note; False when its id is taken."""
    return await add_once(db, note)


async def add_correction(db: AsyncSession, correction: Correction) -> bool:
    """Keep a correction; False when its id is taken."""
    return await add_once(db, correction)


async def own_note(db: AsyncSession, organisation_id: UUID, writer_id: UUID, note_id: UUID) -> NoteRow | None:
    """One note of this writer."""
    found = (await db.exec(_own(organisation_id, writer_id).where(Note.id == note_id))).first()
    return NoteRow(*found) if found else None


async def own_notes(
    db: AsyncSession,
    organisation_id: UUID,
    writer_id: UUID,
    *,
    pupil_id: UUID | None = None,
    before: UUID | None = None,
) -> list[NoteRow]:
    """A page of this writer's notes, newest first: about one child, and older than the note `before`, when given.

    One row more than a page, when there is one, says that there is a next page.
    """
    query = _own(organisation_id, writer_id)
    if pupil_id is not None:
        query = query.where(Note.pupil_id == pupil_id)
    if before is not None:
        place = select(Note.received_at, Note.id).where(Note.id == before, Note.writer_id == writer_id)
        query = query.where(tuple_(col(Note.received_at), col(Note.id)) < place.scalar_subquery())
    query = query.order_by(col(Note.received_at).desc(), col(Note.id).desc()).limit(PAGE + 1)
    return [NoteRow(*row) for row in (await db.exec(query)).all()]


def _own(organisation_id: UUID, writer_id: UUID) -> Any:
    corrections = select(func.count()).where(Correction.note_id == Note.id).scalar_subquery()
    about: Any = (Note, Pupil, Group, Location, corrections)
    return (
        select(*about)
        .join(Pupil, col(Pupil.id) == Note.pupil_id)
        .join(Group, col(Group.id) == Note.group_id)
        .join(Location, col(Location.id) == Note.location_id)
        .where(Note.organisation_id == organisation_id, Note.writer_id == writer_id)
    )


async def corrections_of(db: AsyncSession, organisation_id: UUID, note_id: UUID) -> Sequence[Correction]:
    """What was added to a note later, oldest first."""
    query = select(Correction).where(Correction.organisation_id == organisation_id, Correction.note_id == note_id)
    return (await db.exec(query.order_by(col(Correction.received_at), col(Correction.id)))).all()


async def noted_pupils(db: AsyncSession, organisation_id: UUID, writer_id: UUID) -> Sequence[Pupil]:
    """The children this writer wrote about, by first name."""
    about = select(Note.pupil_id).where(Note.organisation_id == organisation_id, Note.writer_id == writer_id)
    query = select(Pupil).where(col(Pupil.id).in_(about))
    return (await db.exec(query.order_by(Pupil.first_name, col(Pupil.hint).nulls_first()))).all()


async def most_used_signals(
    db: AsyncSession, organisation_id: UUID, writer_id: UUID, since: datetime
) -> dict[str, int]:
    """How often this writer chose each signal since `since`."""
    return await _counted(db, organisation_id, writer_id, since)


async def signals_of_pupil(
    db: AsyncSession, organisation_id: UUID, writer_id: UUID, pupil_id: UUID, since: datetime, until: datetime
) -> dict[str, int]:
    """How often this writer chose each signal for this child from `since` to `until`, both included."""
    about = (Note.pupil_id == pupil_id, Note.received_at <= until)
    return await _counted(db, organisation_id, writer_id, since, *about)


async def _counted(
    db: AsyncSession, organisation_id: UUID, writer_id: UUID, since: datetime, *more: bool
) -> dict[str, int]:
    signal = func.unnest(Note.signal_ids).label("signal")
    chosen = select(signal).where(
        Note.organisation_id == organisation_id, Note.writer_id == writer_id, Note.received_at >= since, *more
    )
    each = chosen.subquery()
    return dict((await db.exec(select(each.c.signal, func.count()).group_by(each.c.signal))).all())


async def own_ids(db: AsyncSession, organisation_id: UUID, writer_id: UUID, ids: Collection[UUID]) -> set[UUID]:
    """Those among `ids` that are notes of this writer."""
    query = select(Note.id).where(
        Note.organisation_id == organisation_id, Note.writer_id == writer_id, col(Note.id).in_(ids)
    )
    return set((await db.exec(query)).all())
