"""How long a push service may keep a reminder for a phone that is off: not longer than its person can be asked."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from klankbord.house.clock import AMSTERDAM, Clock
from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.rooms.duty.models import WorkingHours
from klankbord.rooms.duty.rules import Duty, Hours
from klankbord.rooms.reminders import jobs, rules
from klankbord.rooms.reminders.models import ReminderKind
from tests.factories import World, add
from tests.rooms.reminders.conftest import TUESDAY, Phone, Remind
from tests.support.push_line import PushLine
from tests.support.rows import rows
from tests.support.story import at

K = ReminderKind
DAY = date(2026, 11, 3)  # TUESDAY
SPANS = ((7, 9), (8, 12), (9, 13), (12, 14), (12, 17), (13, 18), (18, 23), (0, 6))
WEEK = [Hours(day, time(begins), time(ends, 30)) for day in range(1, 8) for begins, ends in SPANS]
STRETCHES = some.lists(some.sampled_from(WEEK), max_size=8)


async def hours(owner: Database, world: World, person: UUID, *stretches: tuple[time, time]) -> None:
    """On Tuesdays."""
    for begins, ends in stretches:
        row = WorkingHours(
            organisation_id=world.organisation_id, person_id=person, weekday=2, starts_at=begins, ends_at=ends
        )
        await add(owner, row)


async def sent(clock: Clock, worker: House, line: PushLine, moment: datetime) -> list[int]:
    """The lifetimes of everything pushed until then."""
    clock.move_to(moment)
    await jobs.send_due(line.transport, worker)
    return [got["ttl"] for got in line.service.got]


@pytest.mark.parametrize(
    ("stretches", "minutes"),
    [
        ([(time(9), time(13))], 115),
        ([(time(9), time(11, 5, 30))], 1),
        ([(time(9), time(12)), (time(12), time(14))], 175),
        ([(time(9), time(12)), (time(12, 30), time(17))], 55),
        ([(time(9), time(17))], 240),
        ([], 240),
    ],
)
async def test_it_ends_with_the_hours_in_which_it_was_sent(
    owner: Database, worker_house: House, clock: Clock, world: World, line: PushLine, a_phone: Phone, remind: Remind,
    stretches: list[tuple[time, time]], minutes: int,
) -> None:  # fmt: skip
    await hours(owner, world, world.karim, *stretches)
    await a_phone(world.karim)
    await remind(world.karim)
    (seconds,) = await sent(clock, worker_house, line, TUESDAY)
    assert minutes * 60 - 5 <= seconds <= max(60, minutes * 60)


async def test_what_belongs_to_a_lesson_and_a_test_keep_their_own(
    owner: Database, worker_house: House, clock: Clock, world: World, line: PushLine, a_phone: Phone, remind: Remind
) -> None:
    await hours(owner, world, world.karim, (time(9), time(11, 30)))
    await a_phone(world.karim)
    await remind(world.karim, kind=K.WATCH_LESSON)
    await remind(world.karim, kind=K.TEST)
    assert sorted(await sent(clock, worker_house, line, TUESDAY)) == [300, pytest.approx(4 * 3600, abs=5)]


async def test_a_second_phone_that_is_tried_again_gets_it_within_the_hours_too(
    owner: Database, worker_house: House, clock: Clock, world: World, line: PushLine, a_phone: Phone, remind: Remind
) -> None:
    await hours(owner, world, world.karim, (time(9), time(12)))
    await a_phone(world.karim)
    busy = await a_phone(world.karim, "503")
    await remind(world.karim)
    assert len(await sent(clock, worker_house, line, TUESDAY)) == 1
    assert [row.state for row in await rows(owner, "select state from reminders")] == ["sent"]
    line.service.set_mode(busy.endpoint, "201")
    await jobs.deliver(line.transport, worker_house)
    clock.move_to(at(DAY, 11, 50))
    await jobs.deliver(line.transport, worker_house)
    first, second = (got["ttl"] for got in line.service.got)
    assert (first > 50 * 60, second <= 10 * 60) == (True, True)


async def test_after_the_hours_a_second_phone_does_not_buzz_either(
    owner: Database, worker_house: House, clock: Clock, world: World, line: PushLine, a_phone: Phone, remind: Remind
) -> None:
    await hours(owner, world, world.karim, (time(9), time(12)))
    await a_phone(world.karim)
    busy = await a_phone(world.karim, "503")
    await remind(world.karim)
    await sent(clock, worker_house, line, TUESDAY)
    line.service.set_mode(busy.endpoint, "201")
    clock.move_to(at(DAY, 12, 30))
    await jobs.deliver(line.transport, worker_house)
    assert len(line.service.got) == 1


MOMENTS = some.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=some.just(UTC))  # noqa: DTZ001


@given(STRETCHES, MOMENTS)
def test_until_then_the_person_can_be_asked_and_not_a_moment_longer(stretches: list[Hours], moment: datetime) -> None:
    duty = Duty(stretches)
    end = duty.until(moment)
    if not duty.can_be_asked(moment):
        assert end == moment
        return
    assert moment < end
    assert duty.can_be_asked(end - timedelta(microseconds=1))
    assert not duty.can_be_asked(end)
    assert end.astimezone(AMSTERDAM).date() == moment.astimezone(AMSTERDAM).date()


@given(STRETCHES, MOMENTS)
def test_a_phone_that_was_off_never_buzzes_after_the_hours(stretches: list[Hours], moment: datetime) -> None:
    duty = Duty(stretches)
    moment = duty.moment(moment)
    seconds = rules.lifetime(K.REPORT_RECEIVED, moment, duty.until(moment))
    assert 60 <= seconds <= 4 * 3600
    assert seconds == 60 or duty.can_be_asked(moment + timedelta(seconds=seconds - 1))
