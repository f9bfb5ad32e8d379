"""A page of what is due, or on its way, costs as much when thousands more wait behind it."""

from datetime import timedelta

import pytest

from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.rooms.reminders import deliveries, handing_over, walking
from klankbord.rooms.reminders.holding import ANY_TIME, AT_ONCE, AT_THE_START, WITHOUT_HOURS, columns
from klankbord.rooms.reminders.models import ReminderKind
from klankbord.rooms.reminders.rules import LEASE
from tests.factories import World
from tests.rooms.reminders.conftest import TUESDAY
from tests.support.rows import change
from tests.support.rows_read import rows_read

K, PAGE, MANY = ReminderKind, 4, 50
READ = {"reminders", "deliveries"}
A_LOT = 5_000


@pytest.mark.parametrize("kinds", [AT_ONCE, AT_THE_START], ids=["at once", "can wait"])
async def test_a_page_of_what_is_due_reads_no_more_when_there_is_much_more(
    owner: Database, worker_house: House, world: World, kinds: list[str]
) -> None:
    others = [kind for kind in (*AT_ONCE, *AT_THE_START) if kind not in kinds]
    await many_due(owner, world, [kinds[0], kinds[1], others[0], others[1]])
    read = await rows_read(
        worker_house.database.direct, walking.due_page(PAGE), TUESDAY, kinds, *walking.START, of=READ
    )
    assert read <= 2 * PAGE + PAGE, "of each kind a page"


async def test_a_page_of_what_is_on_its_way_reads_no_more_when_there_is_much_more(
    owner: Database, worker_house: House, world: World
) -> None:
    await many_due(owner, world, [K.WATCH_LESSON])
    ways = """
        insert into deliveries (id, organisation_id, reminder_id, subscription_id, state, attempts, next_at)
        select gen_random_uuid(), organisation_id, id, gen_random_uuid(), 'waiting', 0, :now from reminders"""
    await change(owner, ways, now=TUESDAY - LEASE)
    await change(owner, "analyze deliveries")
    read = await rows_read(worker_house.database.direct, walking.ON_THEIR_WAY, TUESDAY, *walking.START, PAGE, of=READ)
    assert read <= 2 * PAGE + 1, "deliveries, one more to see that it is another browser's, and their reminders"


async def test_a_page_of_what_may_be_unwanted_reads_no_more_when_there_is_much_more(
    owner: Database, worker_house: House, world: World
) -> None:
    await many_due(owner, world, [K.WATCH_LESSON])
    ways = """
        insert into deliveries (id, organisation_id, reminder_id, subscription_id, state, attempts, next_at)
        select gen_random_uuid(), organisation_id, id, gen_random_uuid(), 'sent', 0, :now from reminders"""
    await change(owner, ways, now=TUESDAY - LEASE)
    await change(owner, "update deliveries set state = 'waiting' where ctid < '(30,0)'")
    await change(owner, "analyze deliveries")
    page = deliveries.DROPPED
    read = await rows_read(
        worker_house.database.direct, deliveries.DROP, TUESDAY, TUESDAY - LEASE, *walking.START, page, of=READ
    )
    assert read <= 4 * page + 1, "deliveries, once more each to be locked and to be changed, and their reminders"


async def test_a_claim_reads_no_more_when_much_waits_that_postgresql_does_not_know_of(
    owner: Database, worker_house: House, world: World
) -> None:
    """It counts now and then, mostly while nothing waits; then a Monday afternoon comes."""
    await many_due(owner, world, [K.WATCH_LESSON])
    await everybody_has_one(owner, world)
    ways = """
        insert into deliveries (id, organisation_id, reminder_id, subscription_id, state, attempts, next_at)
        select gen_random_uuid(), r.organisation_id, r.id, s.id, 'sent', 0, :now
          from reminders r join push_subscriptions s on s.person_id = r.person_id"""
    await change(owner, ways, now=TUESDAY - LEASE)
    await change(owner, "analyze deliveries")
    await change(owner, "update deliveries set state = 'waiting'")
    direct = worker_house.database.direct
    page = await walking.on_their_way(direct, TUESDAY, walking.START, MANY)
    may = (ANY_TIME, WITHOUT_HOURS, TUESDAY - LEASE, [K.WATCH_LESSON])
    given = (TUESDAY, *columns(page.whose), *may)
    on_the_page = len(page.whose)
    assert MANY <= on_the_page < 2 * MANY
    read = await rows_read(direct, deliveries.CLAIM, *given, of={"deliveries"})
    assert 2 * on_the_page <= read <= 3 * on_the_page, "once to be locked, and once to be changed"


async def test_a_claim_counts_what_is_open_without_what_was_done_before(
    owner: Database, worker_house: House, world: World
) -> None:
    await many_due(owner, world, [K.WATCH_LESSON])
    await change(owner, "update reminders set state = 'done' where due_at < :at", at=TUESDAY - timedelta(seconds=MANY))
    await change(owner, "analyze reminders")
    browser = """
        insert into push_subscriptions (id, organisation_id, person_id, endpoint, p256dh, auth, language, created_at)
        values (gen_random_uuid(), :org, :karim, 'https://push.example.org/k', 'k', 'a', 'nl', :now)"""
    await change(owner, browser, org=world.organisation_id, karim=world.karim, now=TUESDAY)
    direct = worker_house.database.direct
    due = await walking.due(direct, TUESDAY, AT_ONCE, walking.START, MANY)
    assert await handing_over.hand_over(direct, TUESDAY, due) == MANY
    page = await walking.on_their_way(direct, TUESDAY, walking.START, MANY)
    may = (ANY_TIME, WITHOUT_HOURS, TUESDAY - LEASE, [K.WATCH_LESSON])
    read = await rows_read(direct, deliveries.CLAIM, TUESDAY, *columns(page.whose), *may, of={"reminders"})
    assert 0 < read <= 4 * MANY, "with its delivery, for its words, and for the number on the app"


async def test_a_page_of_what_is_due_asks_the_hours_and_browsers_of_its_own_people_only(
    owner: Database, worker_house: House, world: World
) -> None:
    await many_due(owner, world, [K.WATCH_LESSON])
    await everybody_has_one(owner, world)
    asked = (TUESDAY, AT_ONCE, *walking.START)
    assert await rows_read(worker_house.database.direct, walking.due_page(MANY), *asked, of={"people"}) <= MANY
    page = await walking.due(worker_house.database.direct, TUESDAY, AT_ONCE, walking.START, MANY)
    assert len(page.people) == MANY
    handed = (TUESDAY, *columns(page.whose), ANY_TIME, WITHOUT_HOURS)
    read = await rows_read(
        worker_house.database.direct, handing_over.AT_ITS_MOMENT, *handed, of={"people", "push_subscriptions"}
    )
    assert read <= 2 * MANY


async def many_due(owner: Database, world: World, kinds: list[str]) -> None:
    """Karim has thousands of these."""
    statement = """
        insert into reminders (id, organisation_id, person_id, kind, subject_id, moment, due_at, state, created_at)
        select gen_random_uuid(), :org, :karim, (cast(:kinds as text[]))[1 + n % :many], gen_random_uuid(), at, at,
               'waiting', at
          from generate_series(1, :lot) as n
         cross join lateral (select cast(:now as timestamptz) - n * interval '1 s') as t (at)"""
    about = {"org": world.organisation_id, "karim": world.karim, "kinds": list(kinds), "many": len(kinds)}
    await change(owner, statement, lot=A_LOT, now=TUESDAY, **about)
    await change(owner, "analyze reminders")


async def everybody_has_one(owner: Database, world: World) -> None:
    """What Karim had becomes of as many colleagues, who have a browser each."""
    people = """
        insert into people (id, organisation_id, first_name, language)
        select gen_random_uuid(), :org, 'Collega', 'nl' from generate_series(1, :lot)"""
    await change(owner, people, org=world.organisation_id, lot=A_LOT)
    theirs = """
        update reminders r set person_id = one.person
          from (select id as reminder, row_number() over () as n from reminders) as mine
          join (select id as person, row_number() over () as n from people where first_name = 'Collega') as one
               using (n)
         where r.id = mine.reminder"""
    await change(owner, theirs)
    browsers = """
        insert into push_subscriptions (id, organisation_id, person_id, endpoint, p256dh, auth, language, created_at)
        select gen_random_uuid(), :org, id, 'https://push.example.org/' || id, 'k', 'a', 'nl', :now from people"""
    await change(owner, browsers, org=world.organisation_id, now=TUESDAY)
    for table in ("people", "reminders", "push_subscriptions"):
        await change(owner, f"analyze {table}")
