"""When an agreement is asked about, and of whom: hours, lessons, what was said before, and cases that close."""

from datetime import date, time

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import select

from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.rooms.agreements import jobs
from klankbord.rooms.cases import path
from klankbord.rooms.cases.models import Case
from klankbord.rooms.cases.refusals import CaseIsClosed
from klankbord.rooms.duty.models import Absence, WorkingHours
from klankbord.rooms.lessons import actions as lessons
from klankbord.rooms.places import actions as places
from klankbord.rooms.reminders import actions as reminders
from klankbord.rooms.reminders.lines import LINES
from klankbord.rooms.reminders.models import ReminderKind
from tests.factories import add
from tests.support.agreements_story import PLAN, WHAT, Talks, kept
from tests.support.rows import change, rows
from tests.support.story import Story, at

TUESDAY = date(2026, 10, 6)


@pytest.fixture
def talks(story: Story) -> Talks:
    return Talks(story)


async def a_case(story: Story) -> Case:
    """Passed on to Marjan, and Karim leads."""
    case = await story.reported()
    await story.hand_over(case.id)
    return case


async def test_it_waits_for_the_working_hours_and_the_holiday_of_who_does_it(
    story: Story, talks: Talks, owner: Database
) -> None:
    world = story.world
    org = {"organisation_id": world.organisation_id, "person_id": world.marjan}
    await add(
        owner,
        WorkingHours(weekday=1, starts_at=time(9), ends_at=time(17), **org),
        Absence(first_day=TUESDAY, last_day=date(2026, 10, 16), made_at=story.now, **org),
    )
    row = await talks.agree(await a_case(story), world.marjan, TUESDAY)
    assert (await kept(owner, row.id))[0].due_at == at(date(2026, 10, 19), 9)


async def test_what_was_agreed_with_the_child_follows_timetable_and_closures(
    story: Story, talks: Talks, owner: Database, worker_house: House
) -> None:
    world = story.world
    row = await talks.agree(await a_case(story), world.iris, None, with_child=True, what=PLAN)
    assert row.due_on == date(2026, 10, 5)
    waiting = "select payload from pgqueuer where entrypoint = 'realign_agreements'"
    assert await rows(owner, waiting) == []
    async with story.house.database.transaction(world.karim, world.organisation_id) as db:
        await places.add_closure(
            db, world.organisation_id, world.wielewaal, "Studiedag", date(2026, 10, 5), date(2026, 10, 5), story.now
        )
    async with story.house.database.transaction(world.karim, world.organisation_id) as db:
        await places.change_timetable(db, world.organisation_id, world.strijkers, 3, time(9), 45, story.now)
    assert str(world.strijkers).encode() in (await rows(owner, waiting))[0].payload
    await jobs.realign_agreements(worker_house, {"group": str(world.strijkers)})
    assert [one.due_at for one in await kept(owner, row.id)] == [
        at(date(2026, 9, 30), 8),
        at(date(2026, 10, 7), 8),
        at(date(2026, 10, 21), 8),
        at(date(2026, 10, 28), 8),
    ]
    assert await jobs.mend(worker_house) == 0


async def test_what_was_said_before_a_change_is_not_said_twice(
    story: Story, talks: Talks, owner: Database, worker_house: House
) -> None:
    world = story.world
    row = await talks.agree(await a_case(story), world.iris, None, with_child=True, what=PLAN)
    first = (await kept(owner, row.id))[0]
    story.move_to(at(date(2026, 10, 5), 9))
    await change(owner, "update reminders set state = 'sent', pushed_at = now() where id = :id", id=first.id)
    async with story.house.database.transaction(world.karim, world.organisation_id) as db:
        await lessons.move_lesson(
            db, world.organisation_id, world.strijkers, date(2026, 10, 5), at(TUESDAY, 14), world.karim, story.now
        )
    await jobs.mend(worker_house)
    now = {one.id: (one.state, one.due_at) for one in await kept(owner, row.id)}
    assert now[first.id] == ("sent", first.due_at)
    assert sorted(due for _state, due in now.values())[:2] == [first.due_at, at(date(2026, 10, 19), 8)]


async def test_a_reminder_the_owner_needs_not_does_not_come_back(
    story: Story, talks: Talks, owner: Database, worker_house: House
) -> None:
    world = story.world
    row = await talks.agree(await a_case(story), world.iris, None, with_child=True, what=PLAN)
    first = (await kept(owner, row.id))[0]
    story.move_to(at(date(2026, 10, 5), 9))
    async with story.house.database.transaction(world.iris, world.organisation_id) as db:
        await reminders.cancel_mine(
            db, story.house.keys, person_id=world.iris, reminder_id=first.id, reason="Ze was ziek", now=story.now
        )
    await jobs.mend(worker_house)
    assert (await kept(owner, row.id))[0].due_at == at(date(2026, 10, 19), 8)
    assert await jobs.mend(worker_house) == 0


async def test_what_is_asked_again_takes_the_place_of_what_was_asked_before(
    story: Story, talks: Talks, owner: Database, worker_house: House
) -> None:
    row = await talks.agree(await a_case(story), story.world.iris, TUESDAY)
    for day in (TUESDAY, date(2026, 10, 7)):
        story.move_to(at(day, 9))
        sent = "update reminders set state = 'sent', pushed_at = :now where due_at <= :now and state = 'waiting'"
        await change(owner, sent, now=story.now)
        await jobs.mend(worker_house)
        due = [one for one in await kept(owner, row.id) if one.due_at <= story.now]
        assert [(one.state, one.due_at) for one in due] == [("sent", at(day, 8))]
    assert await jobs.mend(worker_house) == 0


async def test_a_closed_case_asks_nothing_and_asks_again_when_it_is_opened(
    story: Story, talks: Talks, owner: Database, worker_house: House
) -> None:
    case, world = await a_case(story), story.world
    plain = await talks.agree(case, world.iris, TUESDAY)
    with_child = await talks.agree(case, world.iris, None, with_child=True, what=PLAN)
    before = [(one.subject_id, one.due_at) for one in await kept(owner)]
    for closed_at in (story.now, None):
        async with story.house.database.transaction(world.karim, world.organisation_id) as db:
            row = (await db.exec(select(Case).where(Case.id == case.id))).one()
            row.closed_at = closed_at
            db.add(row)
            await db.flush()
            await path.moved(db, row, story.now)
        if closed_at:
            assert await kept(owner, plain.id) == await kept(owner, with_child.id) == []
            with pytest.raises(CaseIsClosed):
                await talks.agree(row, world.iris, TUESDAY)
            with pytest.raises(CaseIsClosed):
                await talks.end(plain, "kept", world.iris)
    await jobs.mend(worker_house)
    assert [(one.subject_id, one.due_at) for one in await kept(owner)] == before


async def test_under_vandaag_stands_what_was_agreed_and_where_to_answer(
    story: Story, talks: Talks, owner: Database
) -> None:
    case, world = await a_case(story), story.world
    row = await talks.agree(case, world.iris, TUESDAY)
    loose = await talks.hold(pupil=world.milan, small_plan=PLAN)
    sources = LINES[ReminderKind.AGREEMENT], LINES[ReminderKind.ONE_TO_ONE]
    async with story.house.database.transaction(world.iris, world.organisation_id) as db:
        plain = await sources[0](db, story.house.keys, [row.id], "nl")
        back = await sources[1](db, story.house.keys, [row.id, loose.id], "nl")
    assert (plain[row.id].who, plain[row.id].text) == ("Sara", WHAT)
    assert plain[row.id].url == f"/cases/{case.id}/agreements/{row.id}"
    assert (back[loose.id].who, back[loose.id].text) == ("Milan", f"Klein plan: {PLAN}")
    async with story.house.database.transaction(world.noortje, world.organisation_id) as db:
        assert await sources[0](db, story.house.keys, [row.id], "nl") == {}
        assert await sources[1](db, story.house.keys, [loose.id], "nl") == {}


@pytest.mark.parametrize(
    "words",
    [
        "what_sealed from agreements",
        "reason_sealed from agreement_endings",
        *(f"{column} from conversations" for column in ("said_sealed", "thought_sealed", "small_plan_sealed")),
    ],
)
async def test_the_worker_follows_the_lessons_without_reading_a_word(worker_house: House, words: str) -> None:
    async with worker_house.database.transaction() as db:
        with pytest.raises(ProgrammingError, match="permission denied"):
            await (await db.connection()).execute(text(f"select {words}"))
