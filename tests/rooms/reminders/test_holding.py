"""Nothing buzzes outside somebody's hours or while they are away; what can wait comes together; deputies stand in."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest

from klankbord.house.clock import Clock
from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.house.ids import new_id
from klankbord.rooms.duty.models import Absence, WorkingHours
from klankbord.rooms.people.models import Person, Role, RoleKind
from klankbord.rooms.reminders import jobs
from klankbord.rooms.reminders.models import ReminderKind
from tests.factories import World, add
from tests.rooms.reminders.conftest import TUESDAY, Phone, Remind
from tests.support.push_line import PushLine
from tests.support.rows import change, rows
from tests.support.story import Story, at

DAY, K = timedelta(days=1), ReminderKind
LATER = date(2026, 11, 4)  # the Wednesday after TUESDAY


class Worker:
    """The worker's sweep at a moment, and how many messages there were until then."""

    def __init__(self, house: House, line: PushLine, clock: Clock) -> None:
        self.house, self.line, self.clock = house, line, clock

    async def pushed(self, moment: datetime) -> int:
        self.clock.move_to(moment)
        await jobs.send_due(self.line.transport, self.house)
        await jobs.deliver(self.line.transport, self.house)
        return len(self.line.service.got)


@pytest.fixture
def worker(worker_house: House, line: PushLine, clock: Clock) -> Worker:
    return Worker(worker_house, line, clock)


async def hours(owner: Database, world: World, person: UUID, *weekdays: int) -> None:
    """Nine to five on these days."""
    org = world.organisation_id
    for day in weekdays:
        row = WorkingHours(organisation_id=org, person_id=person, weekday=day, starts_at=time(9), ends_at=time(17))
        await add(owner, row)


async def away(owner: Database, world: World, person: UUID, deputy: UUID | None = None) -> None:
    """Tuesday to Thursday."""
    days = {"first_day": date(2026, 11, 3), "last_day": date(2026, 11, 5), "made_at": TUESDAY}
    row = Absence(organisation_id=world.organisation_id, person_id=person, deputy_id=deputy, **days)
    await add(owner, row)


async def test_a_reminder_waits_for_the_first_working_moment(
    owner: Database, world: World, worker: Worker, a_phone: Phone, remind: Remind
) -> None:
    await a_phone(world.karim)
    await hours(owner, world, world.karim, 1, 4)
    await remind(world.karim)
    thursday = date(2026, 11, 5)
    for moment, count in (
        (TUESDAY, 0),
        (at(LATER, 12), 0),
        (at(thursday, 8, 59), 0),
        (at(thursday, 9), 1),
        (at(thursday, 17), 1),
    ):
        assert await worker.pushed(moment) == count, moment


async def test_who_said_nothing_is_left_alone_in_the_weekend(
    world: World, worker: Worker, a_phone: Phone, remind: Remind
) -> None:
    await a_phone(world.karim)
    saturday = at(date(2026, 11, 7), 11)
    await remind(world.karim, moment=saturday, due_at=saturday)
    assert await worker.pushed(saturday) == 0
    assert await worker.pushed(at(date(2026, 11, 9), 7, 30)) == 1


async def test_a_lesson_outside_the_hours_is_asked_about_when_it_was(
    owner: Database, world: World, worker: Worker, a_phone: Phone, remind: Remind
) -> None:
    await a_phone(world.iris)
    await hours(owner, world, world.iris, 1)
    await remind(world.iris, kind=K.WATCH_LESSON)
    assert await worker.pushed(TUESDAY) == 1, "the timetable says that she was there"


async def test_nobody_is_asked_anything_while_away_but_the_test_they_ask_for_themselves(
    owner: Database, world: World, worker: Worker, a_phone: Phone, remind: Remind
) -> None:
    await a_phone(world.iris)
    await away(owner, world, world.iris)
    for kind in (K.WATCH_LESSON, K.REPORT_RECEIVED, K.AGREEMENT):
        await remind(world.iris, kind=kind)
    assert await worker.pushed(TUESDAY) == 0
    await remind(world.iris, kind=K.TEST)
    assert await worker.pushed(TUESDAY) == 1
    assert await worker.pushed(at(date(2026, 11, 5), 20)) == 1
    assert await worker.pushed(at(date(2026, 11, 6), 8)) == 4, "Friday: lesson and report, and one for what could wait"


async def test_what_can_wait_comes_as_one_message_at_the_start_of_the_day(
    owner: Database, world: World, worker: Worker, a_phone: Phone, remind: Remind
) -> None:
    await a_phone(world.karim)
    can_wait = (K.AGREEMENT, K.CASE_IDLE, K.EVALUATION_SOON, K.PLAN_WITHOUT_EVALUATION, K.REFERRAL_FOLLOW_UP)
    for kind in can_wait:
        for _ in range(6):
            await remind(world.karim, kind=kind, subject_id=new_id())
    await remind(world.karim)
    assert await worker.pushed(TUESDAY) == 1, "the report, at its moment"
    assert await worker.pushed(at(LATER, 7, 59)) == 1
    assert await worker.pushed(at(LATER, 8)) == 2, "thirty things, one message"
    assert await worker.pushed(at(LATER, 18)) == 2
    left = await rows(owner, "select id from reminders where state <> 'sent' or pushed_at is null")
    assert left == []


async def test_a_message_that_failed_goes_for_everything_in_it_and_not_after_hours(
    owner: Database, world: World, worker: Worker, line: PushLine, a_phone: Phone, remind: Remind
) -> None:
    phone = await a_phone(world.karim, "500")
    await hours(owner, world, world.karim, 2, 3)
    for kind in (K.AGREEMENT, K.CASE_IDLE):
        await remind(world.karim, kind=kind)
    assert await worker.pushed(at(LATER, 16, 59)) == 0
    line.service.set_mode(phone.endpoint, "201")
    assert await worker.pushed(at(LATER, 17, 1)) == 0
    assert await worker.pushed(at(LATER + 6 * DAY, 9)) == 1
    assert await rows(owner, "select id from reminders where state = 'waiting'") == []


async def test_what_a_deputy_may_see_goes_to_the_deputy_and_stays_there(
    owner: Database, world: World, worker: Worker, clock: Clock, house: House, a_phone: Phone
) -> None:
    els = await another_manager(owner, world)
    await a_phone(world.karim)
    await a_phone(els)
    clock.move_to(at(date(2026, 11, 2), 12))
    case = await Story(house, world).reported()
    await change(owner, "update reminders set state = 'done'")
    clock.move_to(TUESDAY)
    await away(owner, world, world.karim, els)
    await put(owner, world, world.karim, K.CASE_IDLE, case.id)
    await put(owner, world, world.karim, K.CASE_IDLE, new_id())
    await worker.pushed(at(LATER, 8))
    found = await rows(
        owner, "select person_id, stands_in_for_id, state from reminders where kind = 'case_idle' and state <> 'done'"
    )
    mine = {(row.person_id, row.stands_in_for_id, row.state) for row in found}
    assert mine == {(els, world.karim, "sent"), (world.karim, None, "waiting")}
    await worker.pushed(at(date(2026, 11, 6), 8))
    found = await rows(owner, "select person_id from reminders where kind = 'case_idle' and state = 'sent'")
    assert {row.person_id for row in found} == {els, world.karim}


async def test_a_deputy_who_has_it_already_or_may_not_see_it_gets_nothing(
    owner: Database, world: World, worker: Worker, clock: Clock, house: House, a_phone: Phone
) -> None:
    els = await another_manager(owner, world)
    await a_phone(els)
    await away(owner, world, world.karim, els)
    await away(owner, world, world.marjan, els)
    clock.move_to(at(date(2026, 11, 2), 12))
    case = await Story(house, world).reported()
    await Story(house, world).hand_over(case.id)
    await change(owner, "update reminders set state = 'done'")
    for person in (world.karim, world.marjan, els):
        await put(owner, world, person, K.CASE_IDLE, case.id)
    await worker.pushed(at(LATER, 8))
    found = await rows(owner, "select person_id, state from reminders where kind = 'case_idle' and state <> 'done'")
    assert {(row.person_id, row.state) for row in found} == {
        (els, "sent"), (world.karim, "waiting"), (world.marjan, "waiting"),
    }  # fmt: skip


async def another_manager(owner: Database, world: World) -> UUID:
    """Els manages De Wielewaal too."""
    els = Person(first_name="Els", organisation_id=world.organisation_id)
    await add(owner, els)
    role = Role(
        person_id=els.id,
        kind=RoleKind.LOCATION_MANAGER,
        location_id=world.wielewaal,
        organisation_id=world.organisation_id,
    )
    await add(owner, role)
    return els.id


async def put(owner: Database, world: World, person: UUID, kind: ReminderKind, subject: UUID) -> None:
    """A reminder that is due on Wednesday."""
    statement = """
        insert into reminders (id, organisation_id, person_id, kind, subject_id, moment, due_at, state, created_at)
        values (:id, :org, :person, :kind, :subject, :due, :due, 'waiting', :due)"""
    due = datetime(2026, 11, 4, 7, tzinfo=UTC)
    ids = {"id": new_id(), "org": world.organisation_id, "person": person, "subject": subject}
    await change(owner, statement, kind=kind, due=due, **ids)
