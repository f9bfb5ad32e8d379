from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, date, datetime, time
from uuid import UUID

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.database import Database
from klankbord.house.errors import NotHere
from klankbord.house.house import House
from klankbord.rooms.places import actions, queries, rules
from klankbord.rooms.places.models import HolidayRegion, LocationKind
from tests.factories import World, an_organisation

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
As = Callable[[UUID], AbstractAsyncContextManager[AsyncSession]]


@pytest.fixture
def world(small: World) -> World:
    return small


@pytest.fixture
def as_person(house: House, world: World) -> As:
    """A transaction of one person through the web role, as in a request."""

    @asynccontextmanager
    async def enter(person_id: UUID) -> AsyncIterator[AsyncSession]:
        async with house.database.transaction(person_id, world.organisation_id) as db:
            yield db

    return enter


@pytest.fixture
def heard() -> list[UUID]:
    """The groups of which a later room heard that something changed."""
    groups: list[UUID] = []

    async def hear(db: AsyncSession, group_id: UUID, now: datetime) -> None:
        groups.append(group_id)

    actions.after_change.append(hear)
    yield groups  # type: ignore[misc]
    actions.after_change.remove(hear)


async def test_a_new_location_has_the_holidays_of_its_region(as_person: As, world: World) -> None:
    async with as_person(world.tess) as db:
        place = await actions.add_location(
            db, world.organisation_id, " De Lijster ", LocationKind.LEERORKEST, HolidayRegion.ZUID, NOW
        )
        there = await queries.closures(db, world.organisation_id, [place.id])
    assert place.name == "De Lijster"
    free = rules.free_days(HolidayRegion.ZUID, NOW.date(), rules.filled_until(NOW.date()))
    assert [(row.name, row.first_day, row.last_day) for row in there] == [
        (f.name, f.first_day, f.last_day) for f in free
    ]


async def test_holidays_are_filled_in_once_and_a_removed_one_does_not_come_back(as_person: As, world: World) -> None:
    at = world.organisation_id, world.wielewaal
    async with as_person(world.tess) as db:
        assert await actions.fill_closures(db, *at, NOW) > 20
        first = (await queries.closures(db, at[0], [at[1]]))[0]
        await actions.remove_closure(db, *at, first.id, NOW)
        assert await actions.fill_closures(db, *at, NOW) == 0
        assert first.id not in [row.id for row in await queries.closures(db, at[0], [at[1]])]
        await actions.bring_closure_back(db, *at, first.id, NOW)
        assert first.id in [row.id for row in await queries.closures(db, at[0], [at[1]])]


async def test_a_year_later_the_next_school_year_is_added(as_person: As, world: World) -> None:
    at = world.organisation_id, world.wielewaal
    async with as_person(world.tess) as db:
        await actions.fill_closures(db, *at, NOW)
        assert await actions.fill_closures(db, *at, NOW.replace(year=2027)) > 5
        rows = await queries.closures(db, at[0], [at[1]])
    assert len({(row.name, row.first_day) for row in rows}) == len(rows)


async def test_days_without_lessons_are_added_once(as_person: As, world: World, heard: list[UUID]) -> None:
    days = date(2026, 12, 4), date(2026, 12, 5)
    async with as_person(world.karim) as db:
        one = await actions.add_closure(db, world.organisation_id, world.wielewaal, " Studiedag ", *days, NOW)
        two = await actions.add_closure(db, world.organisation_id, world.wielewaal, "Studiedag", *days, NOW)
    assert one.id == two.id
    assert (one.name, one.source, one.removed_at) == ("Studiedag", "own", None)
    assert heard == [world.strijkers]


async def test_a_removal_says_when_and_is_heard_once(as_person: As, world: World, heard: list[UUID]) -> None:
    at = world.organisation_id, world.wielewaal
    async with as_person(world.karim) as db:
        closure = await actions.add_closure(db, *at, "Studiedag", date(2026, 12, 4), date(2026, 12, 4), NOW)
        heard.clear()
        for _ in range(2):
            await actions.remove_closure(db, *at, closure.id, NOW)
    assert closure.removed_at == NOW
    assert heard == [world.strijkers]


async def test_a_closure_of_another_location_is_not_here(as_person: As, world: World) -> None:
    org = world.organisation_id
    async with as_person(world.tess) as db:
        elsewhere = await actions.add_closure(
            db, org, world.klinker, "Studiedag", date(2026, 12, 4), date(2026, 12, 4), NOW
        )
        with pytest.raises(NotHere):
            await actions.remove_closure(db, org, world.wielewaal, elsewhere.id, NOW)


async def test_a_change_of_timetable_is_heard_and_the_same_timetable_is_not(
    as_person: As, world: World, heard: list[UUID]
) -> None:
    async with as_person(world.karim) as db:
        for _ in range(2):
            await actions.change_timetable(db, world.organisation_id, world.strijkers, 3, time(14, 15), 45, NOW)
        group = await queries.group(db, world.organisation_id, world.strijkers)
    assert group is not None
    assert (group.weekday, group.starts_at, group.minutes) == (3, time(14, 15), 45)
    assert heard == [world.strijkers]


async def test_a_closed_group_is_not_here_any_more(as_person: As, world: World, heard: list[UUID]) -> None:
    org = world.organisation_id
    async with as_person(world.tess) as db:
        await actions.close_group(db, org, world.strijkers, NOW)
        assert await queries.group(db, org, world.strijkers) is None
        assert await queries.groups_of_location(db, org, world.wielewaal) == []
        assert await queries.groups_of_teacher(db, org, world.iris) == []
        with pytest.raises(NotHere):
            await actions.add_pupil(db, org, world.strijkers, "Fenna")
    assert heard == [world.strijkers]


async def test_a_new_group_stands_in_the_week_between_the_others(as_person: As, world: World) -> None:
    org = world.organisation_id
    async with as_person(world.tess) as db:
        await actions.add_group(db, org, world.wielewaal, "Koper 5", 1, time(9), 45)
        await actions.add_group(db, org, world.wielewaal, "Slagwerk", 5, time(9), 45)
        found = await queries.groups_of_location(db, org, world.wielewaal)
    assert [group.name for group in found] == ["Koper 5", "Strijkers 6B", "Slagwerk"]


async def test_the_roster_holds_the_children_who_have_not_left(as_person: As, world: World) -> None:
    org = world.organisation_id
    async with as_person(world.iris) as db:
        await actions.add_pupil(db, org, world.strijkers, " Fenna ")
        await actions.let_pupil_leave(db, org, world.milan, NOW)
        found = await queries.roster(db, org, [world.strijkers])
    assert [(pupil.first_name, pupil.hint) for pupil in found] == [
        ("Fenna", None),
        ("Noor", "cello"),
        ("Noor", "viool"),
        ("Sara", None),
    ]


async def test_a_second_child_with_the_same_name_needs_a_hint(as_person: As, world: World) -> None:
    org = world.organisation_id
    async with as_person(world.tess) as db:
        with pytest.raises(actions.HintNeeded):
            await actions.add_pupil(db, org, world.strijkers, "sara")
        with pytest.raises(actions.HintNeeded):
            await actions.add_pupil(db, org, world.strijkers, "Noor", "viool")
        added = await actions.add_pupil(db, org, world.strijkers, "Sara", "fluit")
    assert (added.first_name, added.hint) == ("Sara", "fluit")


async def test_groups_of_a_teacher_are_the_own_ones(as_person: As, world: World) -> None:
    async with as_person(world.iris) as db:
        found = await queries.groups_of_teacher(db, world.organisation_id, world.iris)
    assert [group.id for group in found] == [world.strijkers]


async def test_another_organisation_finds_nothing(house: House, owner: Database, world: World) -> None:
    other = await an_organisation(owner)
    async with house.database.transaction(other.tess, other.organisation_id) as db:
        for organisation_id in (other.organisation_id, world.organisation_id):
            assert await queries.location(db, organisation_id, world.wielewaal) is None
            assert await queries.group(db, organisation_id, world.strijkers) is None
            assert await queries.roster(db, organisation_id, [world.strijkers]) == []
        with pytest.raises(NotHere):
            await actions.close_group(db, other.organisation_id, world.strijkers, NOW)
        with pytest.raises(NotHere):
            await actions.let_pupil_leave(db, other.organisation_id, world.sara, NOW)
        with pytest.raises(NotHere):
            await actions.add_closure(
                db, other.organisation_id, world.wielewaal, "x", date(2026, 12, 4), date(2026, 12, 4), NOW
            )
