"""Every select and insert of alarms. Row-level security shows them to who sent them, answers for the location, or was
called; the queries name the organisation too."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.badges import MY_ORGANISATION, MY_PERSON, count_as
from klankbord.rooms.alarms.models import Alarm, AlarmCall, AlarmSighting, AlarmTaking, Channel
from klankbord.rooms.alarms.rules import Ladder
from klankbord.rooms.people.models import Person
from klankbord.rooms.places.models import Location

CHANNEL = "klankbord_alarms"  # on which PostgreSQL says that something about an alarm changed
TELL = text("select pg_notify(:channel, :alarm)")
# Open alarms (and exercises) that somebody sent or was called for: the banner on all their pages.
OPEN_ALARMS, OPEN_DRILLS = "alarms", "drills"
_CALLED = select(AlarmCall.id).where(AlarmCall.alarm_id == Alarm.id, AlarmCall.person_id == MY_PERSON).exists()
_MINE = (
    select(func.count())
    .select_from(Alarm)
    .where(col(Alarm.ended_at).is_(None), col(Alarm.organisation_id) == MY_ORGANISATION)
    .where(_CALLED | (col(Alarm.sender_id) == MY_PERSON))
)
count_as(OPEN_ALARMS, _MINE.where(~col(Alarm.drill)), everywhere=True)
count_as(OPEN_DRILLS, _MINE.where(col(Alarm.drill)), everywhere=True)


async def tell(db: AsyncSession, alarm_id: UUID) -> None:
    """Whoever looks at this alarm hears that it changed, when this transaction commits."""
    await (await db.connection()).execute(TELL, {"channel": CHANNEL, "alarm": str(alarm_id)})


async def add_once(db: AsyncSession, row: SQLModel) -> bool:
    """Whether it is new; a second one of the same is left out."""
    statement = insert(type(row)).values(row.model_dump()).on_conflict_do_nothing()
    return (await (await db.connection()).execute(statement)).rowcount == 1


async def add_calls(
    db: AsyncSession,
    organisation_id: UUID,
    alarm_id: UUID,
    rung: int,
    people: Collection[UUID],
    channels: Sequence[Channel],
    now: datetime,
) -> None:
    """These people are to be told on this rung, over each channel."""
    rows = [
        AlarmCall(
            organisation_id=organisation_id,
            alarm_id=alarm_id,
            person_id=person,
            rung=rung,
            channel=channel,
            made_at=now,
            next_at=now,
        ).model_dump()
        for person in sorted(people)
        for channel in channels
    ]
    if rows:
        await (await db.connection()).execute(insert(AlarmCall).on_conflict_do_nothing(), rows)


async def set_ladder(db: AsyncSession, alarm_id: UUID, ladder: Ladder) -> None:
    """Where the alarm stands from now on."""
    values = {"next_rung": ladder.next_rung, "next_at": ladder.next_at}
    await db.exec(update(Alarm).where(col(Alarm.id) == alarm_id).values(**values))


async def end(db: AsyncSession, alarm_id: UUID, at: datetime) -> None:
    """Nobody is called for it any more."""
    await db.exec(update(Alarm).where(col(Alarm.id) == alarm_id).values(next_at=None, ended_at=at))


async def alarm_of(db: AsyncSession, organisation_id: UUID, alarm_id: UUID) -> tuple[Alarm, Location] | None:
    """An alarm this person may see, and where it is."""
    query = select(Alarm, Location).join(Location, col(Location.id) == Alarm.location_id)
    return (await db.exec(query.where(Alarm.id == alarm_id, Alarm.organisation_id == organisation_id))).first()


class Called(NamedTuple):
    """One call, and whom."""

    call: AlarmCall
    name: str


async def calls_of(db: AsyncSession, alarm_id: UUID) -> list[Called]:
    """Who was called when over what, in that order."""
    query = select(AlarmCall, Person.first_name).join(Person, col(Person.id) == AlarmCall.person_id)
    query = query.where(AlarmCall.alarm_id == alarm_id).order_by(col(AlarmCall.rung), Person.first_name)
    return [Called(*row) for row in (await db.exec(query)).all()]


async def sightings_of(db: AsyncSession, alarm_id: UUID) -> dict[UUID, datetime]:
    """Who has seen it, and when first."""
    query = select(AlarmSighting.person_id, AlarmSighting.at).where(AlarmSighting.alarm_id == alarm_id)
    return dict((await db.exec(query.order_by(col(AlarmSighting.at)))).all())


async def taking_of(db: AsyncSession, alarm_id: UUID) -> AlarmTaking | None:
    """What stopped it, if anything did."""
    return (await db.exec(select(AlarmTaking).where(AlarmTaking.alarm_id == alarm_id))).first()


async def newest_open(db: AsyncSession, organisation_id: UUID, person_id: UUID) -> UUID | None:
    """The newest open alarm this person sent or was called for."""
    called = select(AlarmCall.alarm_id).where(AlarmCall.person_id == person_id)
    query = select(Alarm.id).where(
        Alarm.organisation_id == organisation_id,
        col(Alarm.ended_at).is_(None),
        (col(Alarm.sender_id) == person_id) | col(Alarm.id).in_(called),
    )
    return (await db.exec(query.order_by(col(Alarm.drill), col(Alarm.sent_at).desc()))).first()
