"""The second wall: whatever code of the web would send, nobody answers or rings in another's name."""

import asyncpg
import pytest

from klankbord.house.database_roles import DatabaseUrls
from tests.security.climbing import SPEAK
from tests.support.alarm_story import send_alarm
from tests.support.story import Story

TAKING = """insert into alarm_takings (id, organisation_id, alarm_id, person_id, at, withdrawn)
            values (gen_random_uuid(), '{org}', '{alarm}', '{person}', now(), {withdrawn})"""
SIGHTING = """insert into alarm_sightings (id, organisation_id, alarm_id, person_id, at)
              values (gen_random_uuid(), '{org}', '{alarm}', '{person}', now())"""
CALL = """insert into alarm_calls
            (id, organisation_id, alarm_id, person_id, rung, channel, made_at, attempts, next_at)
            values (gen_random_uuid(), '{org}', '{alarm}', '{person}', 9, 'push', now(), 0, now())"""
ALARM = """insert into alarms (id, organisation_id, sender_id, location_id, drill, sent_at, next_rung)
           values (gen_random_uuid(), '{org}', '{person}', '{place}', false, now(), 0)"""


async def attempt(database: DatabaseUrls, story: Story, who: str, statement: str, **ids: object) -> str:
    """What PostgreSQL says to this person."""
    connection = await asyncpg.connect(database.web)
    world = story.world
    try:
        async with connection.transaction():
            await connection.execute(SPEAK, str(getattr(world, who)), str(world.organisation_id))
            about = {"org": world.organisation_id, "place": world.wielewaal, **ids}
            return str(await connection.execute(statement.format(**about)))
    except asyncpg.InsufficientPrivilegeError:
        return "refused"
    finally:
        await connection.close()


@pytest.mark.parametrize(
    ("who", "statement", "ids"),
    [
        ("noortje", SIGHTING, {"person": "noortje"}),
        ("noortje", TAKING, {"person": "noortje", "withdrawn": "false"}),
        ("karim", TAKING, {"person": "marjan", "withdrawn": "false"}),
        ("karim", TAKING, {"person": "karim", "withdrawn": "true"}),
        ("iris", TAKING, {"person": "iris", "withdrawn": "false"}),
        ("karim", SIGHTING, {"person": "marjan"}),
        ("karim", CALL, {"person": "karim"}),
        ("noortje", CALL, {"person": "noortje"}),
        ("noortje", ALARM, {"person": "iris"}),
    ],
)
async def test_what_is_not_theirs_to_say_is_refused(
    story: Story, database: DatabaseUrls, who: str, statement: str, ids: dict[str, str]
) -> None:
    alarm = await send_alarm(story)
    named = {name: getattr(story.world, value, value) for name, value in ids.items()}
    assert await attempt(database, story, who, statement, alarm=alarm, **named) == "refused"


async def test_what_is_theirs_to_say_is_taken(story: Story, database: DatabaseUrls) -> None:
    alarm, karim = await send_alarm(story), story.world.karim
    taken = await attempt(database, story, "karim", TAKING, alarm=alarm, person=karim, withdrawn="false")
    assert taken == "INSERT 0 1"


@pytest.mark.parametrize("table", ["alarms", "alarm_calls", "alarm_sightings", "alarm_takings"])
async def test_a_stranger_reads_and_removes_nothing(story: Story, database: DatabaseUrls, table: str) -> None:
    await send_alarm(story)
    assert await attempt(database, story, "noortje", f"select from {table}") == "SELECT 0"
    assert await attempt(database, story, "iris", f"delete from {table}") == "refused"


async def test_a_stranger_stops_no_alarm(story: Story, database: DatabaseUrls) -> None:
    await send_alarm(story)
    assert await attempt(database, story, "noortje", "update alarms set ended_at = now()") == "UPDATE 0"
