"""Every select and insert of this room. Whose it is, is always an argument."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import TextClause, and_, func, or_, text, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from klankbord.house.badges import MY_ORGANISATION, MY_PERSON, count_as
from klankbord.house.once import add_once
from klankbord.rooms.cases import story_queries
from klankbord.rooms.cases.models import Report
from klankbord.rooms.notes.beside import Shared
from klankbord.rooms.outbox.models import ItemState, OutboxItem
from klankbord.rooms.people.models import Person, Role, RoleKind


async def claim(db: AsyncSession, item: OutboxItem) -> bool:
    """Keep a new item; False when the id is taken. A second request with the same id waits here for the first."""
    return await add_once(db, item)


async def own_item(db: AsyncSession, organisation_id: UUID, person_id: UUID, item_id: UUID) -> OutboxItem | None:
    """One item of this person."""
    return (
        await db.exec(select(OutboxItem).where(OutboxItem.id == item_id, *_own(organisation_id, person_id)))
    ).first()


async def item_to_mend(db: AsyncSession, organisation_id: UUID, person_id: UUID, item_id: UUID) -> OutboxItem | None:
    """One item of this person that asks attention; a second mending waits until the first is done."""
    query = select(OutboxItem).where(OutboxItem.id == item_id, *_asking(organisation_id, person_id))
    return (await db.exec(query.with_for_update())).first()


async def asking_attention(db: AsyncSession, organisation_id: UUID, person_id: UUID) -> Sequence[OutboxItem]:
    """What arrived from this person but does not fit, oldest first: a share stands behind the note it shares."""
    query = select(OutboxItem).where(*_asking(organisation_id, person_id))
    return (await db.exec(query.order_by(col(OutboxItem.received_at), col(OutboxItem.id)))).all()


async def attention_count(db: AsyncSession, organisation_id: UUID, person_id: UUID) -> int:
    """How many items of this person ask attention."""
    return (await db.exec(_counting(organisation_id, person_id))).one()


async def file_under_attention(
    db: AsyncSession, organisation_id: UUID, person_id: UUID, item_id: UUID, problem: str, payload_sealed: bytes | None
) -> None:
    """The item did not fit: keep what was written, sealed, with the code of the problem."""
    values = {"state": ItemState.ATTENTION, "problem": problem, "payload_sealed": payload_sealed}
    await _change(db, organisation_id, person_id, item_id, values)


async def settle(
    db: AsyncSession,
    organisation_id: UUID,
    person_id: UUID,
    item_id: UUID,
    state: ItemState,
    now: datetime,
    reason_sealed: bytes | None = None,
) -> None:
    """Mended or discarded: the payload goes, the trace stays."""
    values = {"state": state, "settled_at": now, "payload_sealed": None, "reason_sealed": reason_sealed}
    await _change(db, organisation_id, person_id, item_id, values)


async def _change(
    db: AsyncSession, organisation_id: UUID, person_id: UUID, item_id: UUID, values: dict[str, Any]
) -> None:
    mine = (col(OutboxItem.id) == item_id, *_own(organisation_id, person_id))
    await db.exec(update(OutboxItem).where(*mine).values(**values))


async def states(db: AsyncSession, organisation_id: UUID, person_id: UUID, ids: Collection[UUID]) -> dict[UUID, str]:
    """The state of those among `ids` that are items of this person."""
    query = select(OutboxItem.id, OutboxItem.state).where(
        col(OutboxItem.id).in_(ids), *_own(organisation_id, person_id)
    )
    return dict((await db.exec(query)).all())


async def sharing(db: AsyncSession, organisation_id: UUID, note_ids: Collection[UUID]) -> dict[UUID, Shared]:
    """Which notes were reported, and who opened the case first after that."""
    query = select(Report.note_id, Report.reported_at).where(
        Report.organisation_id == organisation_id, col(Report.note_id).in_(note_ids)
    )
    reported = (await db.exec(query)).all()
    seen = await story_queries.seen_by(db, [note_id for note_id, _at in reported]) if reported else {}
    return {note_id: Shared(at, *seen.get(note_id, ())) for note_id, at in reported}


async def contacts(
    db: AsyncSession, organisation_id: UUID, person_id: UUID, location_ids: Collection[UUID]
) -> Sequence[tuple[str, str, str, str | None]]:
    """First name, kind of role, telephone number and hours of the location managers here (of any location, for who
    has none) and the social workers; never of this person."""
    manages = col(Role.kind) == RoleKind.LOCATION_MANAGER
    here = and_(manages, col(Role.location_id).in_(location_ids)) if location_ids else manages
    query = (
        select(Person.first_name, Role.kind, Person.phone, Person.hours)
        .join(Role, col(Role.person_id) == Person.id)
        .where(Person.organisation_id == organisation_id, col(Person.ended_at).is_(None), col(Role.ended_at).is_(None))
        .where(Person.id != person_id, col(Person.phone).is_not(None))
        .where(or_(here, col(Role.kind) == RoleKind.SOCIAL_WORKER))
        .distinct()
        .order_by(Role.kind, Person.first_name)
    )
    return [tuple(row) for row in (await db.exec(query)).all()]  # type: ignore[misc]


OPEN_SESSION = text("select person_id, organisation_id from kb_open_session(:token, :at)")
OPEN_DEVICE = text("select person_id, organisation_id from kb_open_device(:token, :at)")


async def open_session(db: AsyncSession, token: bytes, now: datetime) -> tuple[UUID, UUID] | None:
    """(person, organisation) of a session that is not over; row-level security knows them from now on."""
    return await _open(db, OPEN_SESSION, token, now)


async def open_device(db: AsyncSession, token: bytes, now: datetime) -> tuple[UUID, UUID] | None:
    """(person, organisation) of an add-only token that is neither revoked nor over; as `open_session`."""
    return await _open(db, OPEN_DEVICE, token, now)


async def _open(db: AsyncSession, door: TextClause, token: bytes, now: datetime) -> tuple[UUID, UUID] | None:
    found = (await (await db.connection()).execute(door, {"token": token, "at": now})).first()
    return (found[0], found[1]) if found else None


def _own(organisation_id: Any, person_id: Any) -> tuple[Any, Any]:
    return col(OutboxItem.organisation_id) == organisation_id, col(OutboxItem.person_id) == person_id


def _asking(organisation_id: Any, person_id: Any) -> tuple[Any, ...]:
    return (*_own(organisation_id, person_id), col(OutboxItem.state) == ItemState.ATTENTION)


def _counting(organisation_id: Any, person_id: Any) -> SelectOfScalar[int]:
    return select(func.count()).select_from(OutboxItem).where(*_asking(organisation_id, person_id))


count_as("logbook", _counting(MY_ORGANISATION, MY_PERSON))
