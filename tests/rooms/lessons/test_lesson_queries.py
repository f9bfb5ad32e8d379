from datetime import UTC, date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.rooms.lessons import queries
from klankbord.rooms.lessons.models import ChangeKind, LessonChange
from klankbord.rooms.places.models import Closure, Group
from tests.factories import World, add

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=AMSTERDAM)  # type: ignore[misc, arg-type]


@pytest.fixture
def world(small: World) -> World:
    return small


@pytest.fixture
async def late_group(owner: Database, world: World) -> UUID:
    """A second group of De Wielewaal, on the same Monday: 10:30 to 10:45."""
    group = Group(
        organisation_id=world.organisation_id,
        location_id=world.wielewaal,
        name="Fluit",
        weekday=1,
        starts_at=time(10, 30),
        minutes=15,
    )
    await add(owner, group)
    return group.id


async def now_or_last(house: House, world: World, groups: list[UUID], now: datetime) -> UUID | None:
    async with house.database.transaction(world.iris, world.organisation_id) as db:
        found = await queries.group_now_or_last(db, world.organisation_id, groups, now)
    return found and found.group.id


async def test_the_group_of_now_comes_before_the_one_that_ended_last(
    house: House, world: World, late_group: UUID
) -> None:
    groups = [world.strijkers, late_group, world.koper]
    assert await now_or_last(house, world, groups, local(2026, 11, 23, 10, 15)) == world.strijkers
    assert await now_or_last(house, world, groups, local(2026, 11, 23, 10, 35)) == late_group, "the one that began last"
    assert await now_or_last(house, world, groups, local(2026, 11, 23, 10, 50)) == world.strijkers, "still going on"
    assert await now_or_last(house, world, groups, local(2026, 11, 26, 13, 30)) == world.koper
    assert await now_or_last(house, world, groups, local(2026, 11, 29, 12)) == world.koper
    assert await now_or_last(house, world, [], local(2026, 11, 29, 12)) is None


async def test_the_lesson_day_is_today_until_two_hours_after_its_last_lesson(
    house: House, world: World, late_group: UUID
) -> None:
    groups = [world.strijkers, late_group, world.koper]
    for now, day, names in (
        (local(2026, 11, 22, 9), date(2026, 11, 23), ["Strijkers 6B", "Fluit"]),
        (local(2026, 11, 23, 12, 59), date(2026, 11, 23), ["Strijkers 6B", "Fluit"]),
        (local(2026, 11, 23, 13), date(2026, 11, 26), ["Koper 7A"]),
    ):
        async with house.database.transaction(world.iris, world.organisation_id) as db:
            found = await queries.next_lesson_day(db, world.organisation_id, groups, now)
        assert found is not None
        assert found.day == day
        assert [each.group.name for each in found.lessons] == names


async def test_whoever_teaches_nothing_has_no_lesson_day(house: House, world: World) -> None:
    async with house.database.transaction(world.marjan, world.organisation_id) as db:
        assert await queries.next_lesson_day(db, world.organisation_id, [], local(2026, 11, 22)) is None


async def test_a_calendar_holds_the_closures_of_its_location_that_were_not_removed(
    house: House, owner: Database, world: World
) -> None:
    monday = date(2026, 11, 23)
    o = {"organisation_id": world.organisation_id, "source": "own", "first_day": monday, "last_day": monday}
    removed_at = datetime(2026, 11, 20, tzinfo=UTC)
    await add(
        owner,
        Closure(location_id=world.klinker, name="elders", **o),
        Closure(location_id=world.wielewaal, name="weg", removed_at=removed_at, **o),
    )
    async with house.database.transaction(world.iris, world.organisation_id) as db:
        found = await queries.lessons_between(db, world.organisation_id, world.strijkers, monday, monday)
        assert [lesson.day for lesson in found] == [monday]
    await add(owner, Closure(location_id=world.wielewaal, name="hier", **o))
    async with house.database.transaction(world.iris, world.organisation_id) as db:
        assert await queries.lessons_between(db, world.organisation_id, world.strijkers, monday, monday) == []
        calendar = await queries.calendar(db, world.organisation_id, world.strijkers)
    assert calendar is not None
    assert [closure.name for closure in calendar.closures] == ["hier"]


async def test_a_lesson_moved_to_another_day_makes_that_the_lesson_day(
    house: House, owner: Database, world: World
) -> None:
    moved = LessonChange(
        organisation_id=world.organisation_id,
        group_id=world.strijkers,
        lesson_day=date(2026, 11, 23),
        kind=ChangeKind.MOVED,
        new_start=local(2026, 11, 24, 15),
        made_by_id=world.iris,
        made_at=local(2026, 11, 20),
    )
    await add(owner, moved)
    async with house.database.transaction(world.iris, world.organisation_id) as db:
        found = await queries.next_lesson_day(db, world.organisation_id, [world.strijkers], local(2026, 11, 23, 8))
    assert found is not None
    assert (found.day, found.lessons[0].lesson.day) == (date(2026, 11, 24), date(2026, 11, 23))


async def test_the_worker_reads_the_same_calendar(worker_house: House, world: World) -> None:
    async with worker_house.database.transaction() as db:
        found = await queries.calendar(db, world.organisation_id, world.strijkers)
    assert found is not None
    (lesson,) = found.calendar.next(local(2026, 11, 22), 1)
    assert lesson.starts == local(2026, 11, 23, 10)
    assert found.calendar.moment_after(lesson) == local(2026, 11, 23, 11, 10)
