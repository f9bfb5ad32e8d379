"""An alarm that waits: the demo greets nobody with one, but the screen is there to be looked at."""

from datetime import datetime, timedelta

from sqlmodel import select

from klankbord.house.house import House
from klankbord.house.ids import new_id
from klankbord.rooms.alarms import actions, queries
from klankbord.rooms.alarms.models import Channel
from klankbord.rooms.people.models import Person, Role
from tests.browser.running import Running

SENT = "Er is ruzie op de gang en ik sta er alleen voor"


async def an_alarm_that_waits(running: Running) -> None:
    """Hanna waits for an answer, and Marjan has read it."""
    house = House.for_web(running.settings)
    people = await _people(running)
    try:
        await _waits(house, people["Hanna"], people["Marjan"], house.clock.now())
    finally:
        await house.database.close()


async def _people(running: Running) -> dict[str, Person]:
    async with running.owner.transaction() as db:
        return {one.first_name: one for one in (await db.exec(select(Person))).all()}


async def _waits(house: House, sender: Person, reader: Person, now: datetime) -> None:
    async with house.database.transaction(sender.id, sender.organisation_id) as db:
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
            drill=False,
            channels=(Channel.PUSH, Channel.MAIL),
            now=now - timedelta(minutes=3),
        )
    async with house.database.transaction(reader.id, reader.organisation_id) as db:
        found = await queries.alarm_of(db, reader.organisation_id, alarm_id)
        assert found is not None
        await actions.see(db, alarm=found[0], person_id=reader.id, now=now - timedelta(minutes=1))
