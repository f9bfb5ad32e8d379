"""Alarms in the demo, so that there is something to look at: one that waits, one that was an exercise."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.house import House
from klankbord.house.ids import new_id
from klankbord.rooms.alarms import actions, queries
from klankbord.rooms.alarms.models import Channel
from klankbord.rooms.people.models import Person, Role
from tests.browser.running import Running

SENT = "Er is ruzie op de gang en ik sta er alleen voor"


async def alarms(running: Running) -> None:
    """Iris did an exercise that Karim took up; Hanna waits for an answer, and Marjan has read it."""
    house = House.for_web(running.settings)
    now = house.clock.now()
    people = await _people(running)
    try:
        await _exercise(house, people["Iris"], people["Karim"], now - timedelta(days=20))
        await _waits(house, people["Hanna"], people["Marjan"], now)
    finally:
        await house.database.close()


async def _people(running: Running) -> dict[str, Person]:
    async with running.owner.transaction() as db:
        return {one.first_name: one for one in (await db.exec(select(Person))).all()}


async def _exercise(house: House, sender: Person, taker: Person, at: datetime) -> None:
    async with house.database.transaction(sender.id, sender.organisation_id) as db:
        alarm_id = await _send(db, house, sender, at, drill=True)
    async with house.database.transaction(taker.id, taker.organisation_id) as db:
        found = await queries.alarm_of(db, taker.organisation_id, alarm_id)
        assert found is not None
        await actions.take(db, alarm=found[0], person_id=taker.id, now=at + timedelta(seconds=95))


async def _waits(house: House, sender: Person, reader: Person, now: datetime) -> None:
    async with house.database.transaction(sender.id, sender.organisation_id) as db:
        alarm_id = await _send(db, house, sender, now - timedelta(minutes=3), drill=False)
    async with house.database.transaction(reader.id, reader.organisation_id) as db:
        found = await queries.alarm_of(db, reader.organisation_id, alarm_id)
        assert found is not None
        await actions.see(db, alarm=found[0], person_id=reader.id, now=now - timedelta(minutes=1))


async def _send(db: AsyncSession, house: House, sender: Person, at: datetime, *, drill: bool) -> UUID:
    (place, *_) = (await db.exec(select(Role.location_id).where(Role.person_id == sender.id))).all()
    alarm_id = new_id()
    await actions.send(
        db,
        house.keys,
        organisation_id=sender.organisation_id,
        alarm_id=alarm_id,
        sender_id=sender.id,
        location_id=place,
        words=SENT,
        drill=drill,
        channels=(Channel.PUSH, Channel.MAIL),
        now=at,
    )
    return alarm_id
