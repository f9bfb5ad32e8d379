"""The list of alarms and exercises: how long it took until somebody read and took each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.rooms.alarms.models import Alarm, AlarmSighting, AlarmTaking
from klankbord.rooms.alarms.rules import median, waited
from klankbord.rooms.people.models import Person
from klankbord.rooms.places.models import Location

MOST = 50


@dataclass(frozen=True)
class Past:
    """One alarm: `seen` and `taken` after so long, if at all; `by` who took it up."""

    id: UUID
    drill: bool
    open: bool
    location: str
    sent_at: datetime
    seen: timedelta | None
    taken: timedelta | None
    by: str | None
    withdrawn: bool


@dataclass(frozen=True)
class Measured:
    """The middle of the exercises on the list; `of` how many were there."""

    of: int
    seen: timedelta | None
    taken: timedelta | None


async def past_alarms(db: AsyncSession, organisation_id: UUID) -> list[Past]:
    """The newest alarms this person may see, newest first."""
    seen = (
        select(AlarmSighting.alarm_id, func.min(AlarmSighting.at).label("at"))
        .group_by(col(AlarmSighting.alarm_id))
        .subquery()
    )
    query = (
        select(Alarm, Location.name, seen.c.at, AlarmTaking, Person.first_name)  # type: ignore[call-overload]
        .join(Location, col(Location.id) == Alarm.location_id)
        .join(seen, seen.c.alarm_id == Alarm.id, isouter=True)
        .join(AlarmTaking, col(AlarmTaking.alarm_id) == Alarm.id, isouter=True)
        .join(Person, col(Person.id) == AlarmTaking.person_id, isouter=True)
        .where(Alarm.organisation_id == organisation_id)
        .order_by(col(Alarm.sent_at).desc())
        .limit(MOST)
    )
    return [_past(*row) for row in (await db.exec(query)).all()]


def _past(alarm: Alarm, location: str, seen_at: datetime | None, taking: AlarmTaking | None, name: str | None) -> Past:
    taken = taking if taking and not taking.withdrawn else None
    return Past(
        id=alarm.id,
        drill=alarm.drill,
        open=alarm.ended_at is None,
        location=location,
        sent_at=alarm.sent_at,
        seen=waited(alarm.sent_at, seen_at),
        taken=waited(alarm.sent_at, taken.at if taken else None),
        by=name if taken else None,
        withdrawn=bool(taking and taking.withdrawn),
    )


def measured(alarms: Sequence[Past]) -> Measured:
    """Of the exercises among these; one that nobody answered has no time, and counts in `of`."""
    drills = [one for one in alarms if one.drill and not one.withdrawn]
    return Measured(
        len(drills),
        median([one.seen for one in drills if one.seen is not None]),
        median([one.taken for one in drills if one.taken is not None]),
    )
