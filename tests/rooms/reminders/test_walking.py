"""What is due is walked a page at a time: nobody waits for those who may not be asked, and nothing is split."""

from datetime import timedelta
from uuid import UUID

import pytest

from klankbord.house.clock import Clock
from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.rooms.duty.models import WorkingHours
from klankbord.rooms.reminders import jobs, walking
from klankbord.rooms.reminders.holding import AT_ONCE, AT_THE_START
from klankbord.rooms.reminders.models import ReminderKind
from tests.factories import World, add
from tests.rooms.reminders.conftest import (
    EIGHT,
    TUESDAY,
    Colleague,
    Due,
    Phone,
    a_case,
    buzzed,
    every_phone_works,
    go_away,
    hand_over,
)
from tests.support.push_line import PushLine
from tests.support.rows import rows

K, PAGE, MINUTE = ReminderKind, 4, timedelta(minutes=1)


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "MANY", PAGE)


@pytest.mark.parametrize("kind", [K.REPORT_RECEIVED, K.WATCH_LESSON, K.AGREEMENT])
async def test_more_who_are_away_than_fit_on_a_page_keep_nobody_from_being_reminded(
    worker_house: House, owner: Database, line: PushLine, colleague: Colleague, due: Due, kind: ReminderKind
) -> None:
    for _ in range(2 * PAGE + 1):
        await due(await colleague(away=True), kind)
    mine = await due(await colleague(), kind)
    assert await jobs.send_due(line.transport, worker_house) == 1
    assert len(line.service.got) == 1
    assert [row.id for row in await rows(owner, "select id from reminders where state = 'sent'")] == [mine]


async def test_somebody_with_more_than_a_page_after_hours_keeps_nobody_from_being_reminded(
    worker_house: House, owner: Database, world: World, line: PushLine, colleague: Colleague, due: Due
) -> None:
    monday = {"weekday": 1, "starts_at": EIGHT.time(), "ends_at": TUESDAY.time()}
    await add(owner, WorkingHours(organisation_id=world.organisation_id, person_id=world.karim, **monday))  # type: ignore[arg-type]
    for _ in range(2 * PAGE + 1):
        await due(world.karim)
    await due(await colleague(), K.EVALUATION_TODAY)
    assert await jobs.send_due(line.transport, worker_house) == 1


async def test_more_retries_of_people_who_went_away_than_fit_on_a_page_keep_no_other_retry_waiting(
    worker_house: House, owner: Database, world: World, clock: Clock, line: PushLine, colleague: Colleague, due: Due
) -> None:
    others = [await colleague("500") for _ in range(2 * PAGE + 1)]
    mine = await colleague("500")
    for person in (*others, mine):
        await due(person)
    await jobs.send_due(line.transport, worker_house)
    for person in others:
        await go_away(owner, world, person)
    await every_phone_works(owner, line)
    clock.move_to(TUESDAY + MINUTE)
    assert await jobs.deliver(line.transport, worker_house) == 1
    sent = await rows(owner, "select person_id from reminders where state = 'sent'")
    assert [row.person_id for row in sent] == [mine]


async def test_what_is_first_due_is_handed_over_first_whatever_its_kind(
    worker_house: House, owner: Database, colleague: Colleague, due: Due
) -> None:
    mine, kinds = await colleague(), (K.WATCH_LESSON, K.REPORT_RECEIVED, K.EVALUATION_TODAY)
    order = [await due(mine, kinds[n % 3]) for n in range(3 * PAGE)]
    assert await hand_over(worker_house) == len(order)
    found = await rows(owner, "select reminder_id, handed_at from deliveries")
    handed = {row.reminder_id: row.handed_at for row in found}
    assert [handed[id] for id in order] == sorted(handed.values())
    assert len(set(handed.values())) == 3, "a page at a time"


async def test_what_can_wait_is_one_message_for_each_however_many_people_and_things_there_are(
    worker_house: House, owner: Database, line: PushLine, colleague: Colleague, due: Due
) -> None:
    people = [await colleague() for _ in range(2 * PAGE + 1)]
    for kind in (K.AGREEMENT, K.CASE_IDLE, K.EVALUATION_SOON):
        for person in people:
            await due(person, kind)
    assert await jobs.send_due(line.transport, worker_house) == 3 * len(people)
    assert len(set(buzzed(line))) == len(line.service.got) == len(people)
    assert await rows(owner, "select id from reminders where state <> 'sent' or pushed_at is null") == []


async def test_what_failed_together_is_tried_again_together(
    worker_house: House, owner: Database, clock: Clock, line: PushLine, colleague: Colleague, due: Due
) -> None:
    people = [await colleague("500") for _ in range(2 * PAGE + 1)]
    for kind in (K.AGREEMENT, K.CASE_IDLE, K.EVALUATION_SOON):
        for person in people:
            await due(person, kind)
    await jobs.send_due(line.transport, worker_house)
    assert line.service.got == []
    await every_phone_works(owner, line)
    clock.move_to(TUESDAY + MINUTE)
    await jobs.deliver(line.transport, worker_house)
    assert len(line.service.got) == len(people)


async def test_what_can_wait_reaches_a_deputy_as_one_message_from_everybody_they_stand_in_for(
    worker_house: House, owner: Database, world: World, line: PushLine, a_phone: Phone, colleague: Colleague, due: Due
) -> None:
    """What the policy says of who may see a case is asked elsewhere: here Karim opened these himself."""
    await a_phone(world.karim)
    for _ in range(2 * PAGE + 1):
        subject = await a_case(owner, world)
        await due(await colleague(away=True, deputy=world.karim), K.CASE_IDLE, subject)
    await due(world.karim, K.AGREEMENT)
    assert await jobs.send_due(line.transport, worker_house) == 2 * PAGE + 2
    assert len(line.service.got) == 1


async def test_what_moved_to_a_deputy_is_handed_over_at_once_to_them_and_not_to_who_is_away(
    worker_house: House, owner: Database, world: World, line: PushLine, a_phone: Phone, colleague: Colleague, due: Due
) -> None:
    await a_phone(world.karim)
    for _ in range(PAGE + 1):
        await due(await colleague(away=True, deputy=world.karim), K.REPORT_RECEIVED, await a_case(owner, world))
    assert await jobs.send_due(line.transport, worker_house) == PAGE + 1
    statement = """
        select r.person_id, s.person_id from deliveries d join reminders r on r.id = d.reminder_id
          join push_subscriptions s on s.id = d.subscription_id"""
    assert {tuple(row) for row in await rows(owner, statement)} == {(world.karim, world.karim)}


async def test_what_was_on_its_way_to_somebody_who_then_goes_away_goes_to_the_deputys_phone(
    worker_house: House, owner: Database, world: World, clock: Clock, line: PushLine, colleague: Colleague, due: Due
) -> None:
    iris = await colleague("500")
    await due(iris, K.REPORT_RECEIVED, await a_case(owner, world))
    await jobs.send_due(line.transport, worker_house)
    await go_away(owner, world, iris, world.karim)
    await jobs.send_due(line.transport, worker_house)
    await every_phone_works(owner, line)
    clock.move_to(TUESDAY + MINUTE)
    await jobs.deliver(line.transport, worker_house)
    assert line.service.got == [], "she is away"
    assert await jobs.send_due(line.transport, worker_house) == 1
    assert [row.state for row in await rows(owner, "select state from reminders")] == ["sent"]


@pytest.mark.parametrize("kinds", [AT_ONCE, AT_THE_START], ids=["at once", "can wait"])
async def test_a_page_asks_the_hours_of_the_people_on_it_and_of_nobody_else(
    worker_house: House, colleague: Colleague, due: Due, kinds: list[str]
) -> None:
    order = [await due(await colleague(), K(kinds[n % 3])) for n in range(2 * PAGE + 1)]
    direct, place, seen, sizes = worker_house.database.direct, walking.START, list[UUID](), list[int]()
    while (page := await walking.due(direct, TUESDAY, kinds, place, PAGE)).ids:
        place, seen = page.after, seen + page.ids
        sizes.append(len(page.people))
    assert sorted(seen) == sorted(order), "each once"
    assert sizes == [PAGE, PAGE, 1]


async def test_a_page_of_what_is_on_its_way_asks_the_hours_of_the_people_on_it_and_of_nobody_else(
    worker_house: House, colleague: Colleague, due: Due
) -> None:
    for _ in range(2 * PAGE + 1):
        await due(await colleague())
    await hand_over(worker_house)
    direct, place, sizes = worker_house.database.direct, walking.START, list[int]()
    while (page := await walking.on_their_way(direct, worker_house.clock.now(), place, PAGE)).ids:
        place = page.after
        sizes.append(len(page.people))
    assert sizes == [PAGE, PAGE, 1]


async def test_what_can_wait_is_left_to_the_sweep_by_the_job_of_one_reminder(
    worker_house: House, line: PushLine, colleague: Colleague, due: Due
) -> None:
    mine = await colleague()
    waits = [await due(mine, kind) for kind in (K.AGREEMENT, K.CASE_IDLE)]
    for one in (*waits, await due(mine)):
        await jobs.send_reminder(line.transport, worker_house, {"reminder": str(one)})
    assert len(line.service.got) == 1, "only what is said at once"
    await jobs.send_due(line.transport, worker_house)
    assert len(line.service.got) == 2, "and the others together"
