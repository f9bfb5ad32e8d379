from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.database import Database
from klankbord.house.errors import NotHere
from klankbord.house.house import House
from klankbord.rooms.lessons import actions, queries
from klankbord.rooms.lessons.rules import Lesson
from klankbord.rooms.places import actions as places
from tests.factories import World, an_organisation

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)  # a Sunday; Strijkers 6B have lessons on Mondays at ten
MONDAY = date(2026, 11, 23)
THURSDAY = datetime(2026, 11, 26, 15, tzinfo=AMSTERDAM)


class Strijkers:
    """The group, as Iris knows it."""

    def __init__(self, house: House, world: World) -> None:
        self.house, self.world = house, world
        self.at = world.organisation_id, world.strijkers

    @asynccontextmanager
    async def db(self) -> AsyncIterator[AsyncSession]:
        async with self.house.database.transaction(self.world.iris, self.world.organisation_id) as db:
            yield db

    async def cancel(self, day: date = MONDAY, now: datetime = NOW) -> None:
        async with self.db() as db:
            await actions.cancel_lesson(db, *self.at, day, self.world.iris, now)

    async def move(self, new_start: datetime = THURSDAY, day: date = MONDAY, now: datetime = NOW) -> None:
        async with self.db() as db:
            await actions.move_lesson(db, *self.at, day, new_start, self.world.iris, now)

    async def restore(self, day: date = MONDAY, now: datetime = NOW) -> None:
        async with self.db() as db:
            await actions.restore_lesson(db, *self.at, day, now)

    async def lessons(self, days: int = 14) -> list[Lesson]:
        async with self.db() as db:
            return await queries.lessons_between(db, *self.at, NOW.date(), NOW.date() + timedelta(days=days))


@pytest.fixture
def strijkers(house: House, small: World) -> Strijkers:
    return Strijkers(house, small)


@pytest.fixture
def heard() -> Iterator[list[UUID]]:
    """The groups of which a later room heard that something changed."""
    groups: list[UUID] = []

    async def hear(db: AsyncSession, group_id: UUID, now: datetime) -> None:
        groups.append(group_id)

    actions.after_change.append(hear)
    yield groups
    actions.after_change.remove(hear)


async def test_a_cancelled_lesson_is_gone_and_comes_back_when_restored(strijkers: Strijkers) -> None:
    before = await strijkers.lessons()
    await strijkers.cancel()
    assert [lesson.day for lesson in await strijkers.lessons()] == [date(2026, 11, 30)]
    await strijkers.restore()
    assert await strijkers.lessons() == before


async def test_cancelling_twice_is_one_change(strijkers: Strijkers, heard: list[UUID]) -> None:
    await strijkers.cancel()
    await strijkers.cancel()
    async with strijkers.db() as db:
        (change,) = await queries.changes_of(db, *strijkers.at[:1], [strijkers.world.strijkers])
    assert (change.kind, change.new_start, change.made_by_id, change.made_at) == (
        "cancelled",
        None,
        strijkers.world.iris,
        NOW,
    )
    assert heard == [strijkers.world.strijkers]


async def test_a_moved_lesson_keeps_its_day(strijkers: Strijkers, heard: list[UUID]) -> None:
    await strijkers.move()
    first, second = await strijkers.lessons()
    assert (first.day, first.starts, first.moved) == (MONDAY, THURSDAY, True)
    assert second.day == date(2026, 11, 30)
    assert heard == [strijkers.world.strijkers]


async def test_the_last_word_about_a_lesson_counts(strijkers: Strijkers) -> None:
    await strijkers.cancel()
    await strijkers.move()
    assert (await strijkers.lessons())[0].starts == THURSDAY
    await strijkers.cancel()
    assert [lesson.day for lesson in await strijkers.lessons()] == [date(2026, 11, 30)]


async def test_moving_a_lesson_to_its_usual_time_leaves_no_change(strijkers: Strijkers) -> None:
    await strijkers.move()
    await strijkers.move(datetime(2026, 11, 23, 10, tzinfo=AMSTERDAM))
    async with strijkers.db() as db:
        assert await queries.changes_of(db, strijkers.at[0], [strijkers.at[1]]) == []


async def test_a_moved_lesson_can_be_changed_until_its_new_end_and_not_go_back_in_time(strijkers: Strijkers) -> None:
    await strijkers.move()
    wednesday = datetime(2026, 11, 25, 12, tzinfo=UTC)
    with pytest.raises(actions.LessonIsOver):
        await strijkers.restore(now=wednesday)
    await strijkers.cancel(now=wednesday)
    assert [lesson.day for lesson in await strijkers.lessons()] == [date(2026, 11, 30)]


async def test_a_lesson_that_goes_on_can_still_be_cancelled_and_one_that_is_over_cannot(strijkers: Strijkers) -> None:
    ends = datetime(2026, 11, 23, 11, tzinfo=AMSTERDAM)
    with pytest.raises(actions.LessonIsOver):
        await strijkers.cancel(now=ends)
    await strijkers.cancel(now=ends - timedelta(seconds=1))


@pytest.mark.parametrize("day", [date(2026, 11, 24), date(2026, 12, 21)], ids=["a tuesday", "in a closure"])
async def test_only_a_lesson_can_be_changed(strijkers: Strijkers, day: date) -> None:
    async with strijkers.db() as db:
        await places.fill_closures(db, strijkers.at[0], strijkers.world.wielewaal, NOW)
    for change in (strijkers.cancel(day), strijkers.move(THURSDAY, day), strijkers.restore(day)):
        with pytest.raises(actions.NoLessonThen):
            await change


async def test_a_lesson_moves_to_the_future_within_a_year(strijkers: Strijkers) -> None:
    with pytest.raises(actions.MovedToThePast):
        await strijkers.move(NOW)
    with pytest.raises(actions.MovedTooFar):
        await strijkers.move(NOW + timedelta(days=367))


async def test_two_lessons_of_a_group_never_overlap(strijkers: Strijkers) -> None:
    for minutes in (-59, 0, 59):
        with pytest.raises(actions.AnotherLessonThen):
            await strijkers.move(datetime(2026, 11, 30, 10, tzinfo=AMSTERDAM) + timedelta(minutes=minutes))
    await strijkers.move(datetime(2026, 11, 30, 11, tzinfo=AMSTERDAM))
    assert [lesson.day for lesson in await strijkers.lessons()] == [date(2026, 11, 30), MONDAY]


async def test_a_lesson_of_another_organisation_is_not_here(house: House, owner: Database) -> None:
    mine, theirs = await an_organisation(owner), await an_organisation(owner)
    async with house.database.transaction(mine.tess, mine.organisation_id) as db:
        with pytest.raises(NotHere):
            await actions.cancel_lesson(db, mine.organisation_id, theirs.strijkers, MONDAY, mine.tess, NOW)
        assert await queries.calendar(db, theirs.organisation_id, theirs.strijkers) is None
        assert await queries.lessons_between(db, mine.organisation_id, theirs.strijkers, MONDAY, MONDAY) == []


async def test_closures_timetable_and_lessons_are_heard_through_one_list(
    strijkers: Strijkers, heard: list[UUID]
) -> None:
    await strijkers.cancel()
    await strijkers.restore()
    async with strijkers.db() as db:
        await places.fill_closures(db, strijkers.at[0], strijkers.world.wielewaal, NOW)
        await places.close_group(db, *strijkers.at, NOW)
    assert heard == [strijkers.world.strijkers] * 4
