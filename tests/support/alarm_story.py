"""Sentences about a noodmelding, through the room's own actions and row-level security."""

from uuid import UUID

from klankbord.house.ids import new_id
from klankbord.rooms.alarms import actions, queries
from klankbord.rooms.alarms.models import Alarm, Channel
from tests.support.story import Story

BOTH = (Channel.PUSH, Channel.MAIL)
WORDS = "Er is ruzie op de gang en ik kom er niet uit"


async def send_alarm(
    story: Story,
    by: UUID | None = None,
    *,
    location: UUID | None = None,
    drill: bool = False,
    words: str = WORDS,
    alarm_id: UUID | None = None,
    channels: tuple[Channel, ...] = BOTH,
) -> UUID:
    """Iris (or another) sends an alarm from De Wielewaal; its id."""
    world, by, alarm_id = story.world, by or story.world.iris, alarm_id or new_id()
    async with story.house.database.transaction(by, world.organisation_id) as db:
        await actions.send(
            db,
            story.house.keys,
            organisation_id=world.organisation_id,
            alarm_id=alarm_id,
            sender_id=by,
            location_id=location or world.wielewaal,
            words=words,
            drill=drill,
            channels=channels,
            now=story.now,
        )
    return alarm_id


async def see_alarm(story: Story, alarm_id: UUID, by: UUID) -> None:
    """Somebody opens it."""
    async with story.house.database.transaction(by, story.world.organisation_id) as db:
        alarm = await _found(story, db, alarm_id)
        await actions.see(db, alarm=alarm, person_id=by, now=story.now)


async def take_alarm(story: Story, alarm_id: UUID, by: UUID) -> None:
    """Somebody takes it up. Raises AlarmTaken when another was first."""
    async with story.house.database.transaction(by, story.world.organisation_id) as db:
        alarm = await _found(story, db, alarm_id)
        await actions.take(db, alarm=alarm, person_id=by, now=story.now)


async def withdraw_alarm(story: Story, alarm_id: UUID, by: UUID | None = None, reason: str = "Het is opgelost") -> None:
    """The sender takes it back."""
    by = by or story.world.iris
    async with story.house.database.transaction(by, story.world.organisation_id) as db:
        alarm = await _found(story, db, alarm_id)
        await actions.withdraw(db, story.house.keys, alarm=alarm, person_id=by, reason=reason, now=story.now)


async def _found(story: Story, db: object, alarm_id: UUID) -> Alarm:
    found = await queries.alarm_of(db, story.world.organisation_id, alarm_id)  # type: ignore[arg-type]
    assert found is not None, "this person may not see that alarm"
    return found[0]
