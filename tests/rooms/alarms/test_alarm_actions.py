"""Sending, seeing, taking and taking back, through row-level security."""

import asyncio
from datetime import date, timedelta
from uuid import UUID

import pytest

from klankbord.house.database import Database
from klankbord.house.errors import NotHere
from klankbord.house.ids import new_id
from klankbord.rooms.alarms import queries
from klankbord.rooms.alarms.actions import AlarmReasonMissing, AlarmTaken, AlarmWordsTooLong
from klankbord.rooms.alarms.team import team_at
from klankbord.rooms.duty.models import Absence
from klankbord.rooms.people.models import Person, Role, RoleKind
from tests.factories import add
from tests.support.alarm_story import WORDS, see_alarm, send_alarm, take_alarm, withdraw_alarm
from tests.support.rows import rows
from tests.support.story import Story, at

SUNDAY = at(date(2026, 9, 27), 12)


async def called(owner: Database, alarm_id: UUID, rung: int = 0) -> set[tuple[UUID, str]]:
    found = await rows(
        owner, "select person_id, channel from alarm_calls where alarm_id = :a and rung = :r", a=alarm_id, r=rung
    )
    return {(row.person_id, row.channel) for row in found}


async def test_an_alarm_calls_the_manager_and_the_social_worker_at_once_over_every_channel(
    story: Story, owner: Database
) -> None:
    alarm = await send_alarm(story)
    world = story.world
    assert await called(owner, alarm) == {
        (person, channel) for person in (world.karim, world.marjan) for channel in ("push", "mail")
    }
    (row,) = await rows(owner, "select * from alarms")
    assert (row.next_rung, row.next_at - row.sent_at, row.ended_at) == (1, timedelta(minutes=2), None)
    assert WORDS.encode() not in row.words_sealed
    assert [job.entrypoint for job in await rows(owner, "select entrypoint from pgqueuer")] == ["call_for_alarm"]


async def test_the_same_alarm_sent_twice_is_one(story: Story, owner: Database) -> None:
    alarm = await send_alarm(story)
    await send_alarm(story, alarm_id=alarm)
    assert len(await rows(owner, "select id from alarms")) == 1
    assert len(await rows(owner, "select id from alarm_calls")) == 4


async def test_when_nobody_works_everybody_of_these_roles_is_called_all_the_same(story: Story, owner: Database) -> None:
    story.move_to(SUNDAY)
    alarm = await send_alarm(story)
    assert {person for person, _ in await called(owner, alarm)} == {story.world.karim, story.world.marjan}


async def test_who_stands_in_is_called_instead_of_who_is_away(story: Story, owner: Database) -> None:
    world = story.world
    fatima = await _manager_elsewhere(story, owner)
    await _away(story, owner, world.karim, fatima)
    alarm = await send_alarm(story)
    assert {person for person, _ in await called(owner, alarm)} == {fatima, world.marjan}


async def test_who_left_is_no_part_of_the_team(story: Story, owner: Database) -> None:
    world, now = story.world, story.now
    gone = Person(organisation_id=world.organisation_id, first_name="Weg", ended_at=now)
    await add(owner, gone)
    await add(owner, Role(organisation_id=world.organisation_id, person_id=gone.id, kind=RoleKind.SOCIAL_WORKER))
    async with story.house.database.transaction(world.iris, world.organisation_id) as db:
        about = {"organisation_id": world.organisation_id, "location_id": world.wielewaal, "sender_id": world.iris}
        team = await team_at(db, now=now, **about)
    assert team.everybody == {world.karim, world.marjan, world.tess}


async def test_only_who_it_is_for_sees_it(story: Story) -> None:
    world = story.world
    alarm, drill = await send_alarm(story), await send_alarm(story, drill=True)
    seen = {}
    for name in ("iris", "karim", "marjan", "tess", "noortje"):
        async with story.house.database.transaction(getattr(world, name), world.organisation_id) as db:
            found = [await queries.alarm_of(db, world.organisation_id, each) is not None for each in (alarm, drill)]
        seen[name] = tuple(found)
    assert seen == {
        "iris": (True, True),
        "karim": (True, True),
        "marjan": (True, True),
        "tess": (False, True),
        "noortje": (False, False),
    }


async def test_of_all_who_take_it_up_at_the_same_moment_one_has_it(story: Story, owner: Database) -> None:
    alarm, world = await send_alarm(story), story.world
    tries = [take_alarm(story, alarm, person) for person in (world.karim, world.marjan) * 4]
    said = await asyncio.gather(*tries, return_exceptions=True)
    (winner,) = await rows(owner, "select person_id, withdrawn from alarm_takings")
    assert winner.withdrawn is False
    assert [type(one) for one in said if one is not None] == [AlarmTaken] * 4
    (row,) = await rows(owner, "select ended_at, next_at from alarms")
    assert (row.ended_at is not None, row.next_at) == (True, None)


async def test_taking_it_up_again_is_fine_and_counts_as_having_read_it(story: Story, owner: Database) -> None:
    alarm = await send_alarm(story)
    await take_alarm(story, alarm, story.world.karim)
    await take_alarm(story, alarm, story.world.karim)
    assert len(await rows(owner, "select id from alarm_sightings")) == 1


async def test_the_first_look_counts_and_the_senders_own_is_none(story: Story, owner: Database) -> None:
    alarm, first = await send_alarm(story), story.now
    await see_alarm(story, alarm, story.world.iris)
    await see_alarm(story, alarm, story.world.karim)
    story.move_to(story.now + timedelta(minutes=1))
    await see_alarm(story, alarm, story.world.karim)
    (row,) = await rows(owner, "select person_id, at from alarm_sightings")
    assert (row.person_id, row.at - first < timedelta(seconds=30)) == (story.world.karim, True)


async def test_the_sender_takes_it_back_with_a_reason_and_nobody_else_does(story: Story, owner: Database) -> None:
    alarm = await send_alarm(story)
    with pytest.raises(AlarmReasonMissing):
        await withdraw_alarm(story, alarm, reason="  ")
    with pytest.raises(NotHere):
        await withdraw_alarm(story, alarm, by=story.world.karim)
    with pytest.raises(NotHere):
        await take_alarm(story, alarm, story.world.iris)
    await withdraw_alarm(story, alarm)
    (row,) = await rows(owner, "select withdrawn, words_sealed from alarm_takings")
    assert row.withdrawn
    assert b"opgelost" not in row.words_sealed
    with pytest.raises(AlarmTaken):
        await take_alarm(story, alarm, story.world.karim)


async def test_taken_up_it_cannot_be_taken_back(story: Story) -> None:
    alarm = await send_alarm(story)
    await take_alarm(story, alarm, story.world.karim)
    with pytest.raises(AlarmTaken):
        await withdraw_alarm(story, alarm)


async def test_too_many_words_are_refused_and_nothing_is_sent(story: Story, owner: Database) -> None:
    with pytest.raises(AlarmWordsTooLong):
        await send_alarm(story, words="a" * 501)
    assert await rows(owner, "select id from alarms") == []


async def _manager_elsewhere(story: Story, owner: Database) -> UUID:
    world, person = story.world, Person(organisation_id=story.world.organisation_id, first_name="Fatima", id=new_id())
    await add(owner, person)
    role = Role(
        organisation_id=world.organisation_id,
        person_id=person.id,
        kind=RoleKind.LOCATION_MANAGER,
        location_id=world.klinker,
    )
    await add(owner, role)
    return person.id


async def _away(story: Story, owner: Database, person: UUID, deputy: UUID) -> None:
    today = story.now.date()
    row = Absence(
        organisation_id=story.world.organisation_id,
        person_id=person,
        deputy_id=deputy,
        first_day=today,
        last_day=today,
        made_at=story.now,
    )
    await add(owner, row)
