"""Agreements through row-level security: who may make and end one, who is asked when, and that it ends once."""

import asyncio
from datetime import date, time, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import select

from klankbord.house.database import Database
from klankbord.house.errors import NotHere
from klankbord.house.house import House
from klankbord.house.ids import new_id
from klankbord.house.written import TooManyWords, WordsMissing
from klankbord.rooms.agreements import jobs, rules
from klankbord.rooms.agreements.models import Agreement, AgreementEnding
from klankbord.rooms.cases import path, timeline
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


async def all_of(owner: Database, kind: type[Agreement] | type[AgreementEnding]) -> list[Agreement | AgreementEnding]:
    async with owner.transaction() as db:
        return list((await db.exec(select(kind).order_by(kind.at))).all())


async def a_case(story: Story) -> Case:
    """Passed on to Marjan, and Karim leads."""
    case = await story.reported()
    await story.hand_over(case.id)
    return case


async def lead(owner: Database, story: Story, case: Case) -> None:
    await change(owner, "update cases set lead_id = :lead where id = :id", lead=story.world.karim, id=case.id)


@pytest.mark.parametrize("by", ["iris", "karim", "marjan"])
async def test_teacher_manager_and_social_worker_may_write_down_who_does_what(
    story: Story, talks: Talks, owner: Database, by: str
) -> None:
    case = await a_case(story)
    row = await talks.agree(case, story.world.marjan, TUESDAY, getattr(story.world, by))
    reminders_made = await kept(owner, row.id)
    assert {(one.person_id, one.kind) for one in reminders_made} == {(story.world.marjan, "agreement")}
    assert [one.due_at for one in reminders_made][:3] == [
        at(TUESDAY, 8),
        at(date(2026, 10, 7), 8),
        at(date(2026, 10, 14), 8),
    ]


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


@pytest.mark.parametrize("who", ["noortje", "tess"])
async def test_only_somebody_who_sees_the_case_can_be_its_owner(story: Story, talks: Talks, who: str) -> None:
    with pytest.raises(rules.OwnerMissing):
        await talks.agree(await a_case(story), getattr(story.world, who), TUESDAY)


async def test_what_cannot_be_an_agreement_is_told(story: Story, talks: Talks) -> None:
    case, iris = await a_case(story), story.world.iris
    for error, owner, day, what in (
        (WordsMissing, iris, TUESDAY, " "),
        (TooManyWords, iris, TUESDAY, "x" * 4001),
        (rules.OwnerMissing, None, TUESDAY, WHAT),
        (rules.DayMissing, iris, None, WHAT),
        (rules.DayPassed, iris, date(2026, 9, 28), WHAT),
        (rules.DayTooFar, iris, date(2030, 1, 1), WHAT),
    ):
        with pytest.raises(error):
            await talks.agree(case, owner, day, what=what)


async def test_the_same_form_twice_makes_one_agreement(story: Story, talks: Talks, owner: Database) -> None:
    case, once = await a_case(story), new_id()
    for _ in range(2):
        await talks.agree(case, story.world.iris, TUESDAY, agreement_id=once)
    assert len(await all_of(owner, Agreement)) == 1
    assert len(await kept(owner)) == 2 + rules.WEEKS_LATE


async def test_it_is_kept_once_and_then_nobody_is_asked(story: Story, talks: Talks, owner: Database) -> None:
    row = await talks.agree(await a_case(story), story.world.iris, TUESDAY)
    for _ in range(2):
        await talks.end(row, "kept", story.world.iris)
    assert len(await all_of(owner, AgreementEnding)) == 1
    assert await kept(owner) == []


async def test_two_who_end_it_at_once_do_not_both_win(story: Story, talks: Talks, owner: Database) -> None:
    case = await a_case(story)
    await lead(owner, story, case)
    row = await talks.agree(case, story.world.iris, TUESDAY)
    done = await asyncio.gather(
        talks.end(row, "kept", story.world.iris),
        talks.end(row, "dropped", story.world.karim, reason="Niet meer nodig"),
        return_exceptions=True,
    )
    assert sorted(isinstance(one, rules.EndedOtherwise) for one in done) == [False, True]
    assert len(await all_of(owner, AgreementEnding)) == 1


async def test_changed_and_dropped_need_a_reason_and_changed_makes_the_new_one(
    story: Story, talks: Talks, owner: Database
) -> None:
    case = await a_case(story)
    row = await talks.agree(case, story.world.iris, TUESDAY)
    for kind in ("changed", "dropped"):
        with pytest.raises(rules.ReasonMissing):
            await talks.end(row, kind, story.world.iris, what=WHAT, owner_id=story.world.iris, due_on=TUESDAY)
    with pytest.raises(rules.NotAnEnding):
        await talks.end(row, "forgotten", story.world.iris)
    later = TUESDAY + timedelta(weeks=1)
    new = {"what": "Belt nog eens", "owner_id": story.world.marjan, "due_on": later}
    await talks.end(row, "changed", story.world.iris, reason="Geen gehoor", **new)
    (fresh,) = [one for one in await all_of(owner, Agreement) if one.id != row.id]
    assert (fresh.instead_of_id, fresh.owner_id, fresh.due_on) == (row.id, story.world.marjan, later)
    assert {one.subject_id for one in await kept(owner)} == {fresh.id}


async def test_a_change_that_does_not_fit_ends_nothing(story: Story, talks: Talks, owner: Database) -> None:
    row = await talks.agree(await a_case(story), story.world.iris, TUESDAY)
    with pytest.raises(rules.OwnerMissing):
        await talks.end(row, "changed", story.world.iris, reason="Ander", what=WHAT, due_on=TUESDAY)
    assert await all_of(owner, AgreementEnding) == []
    assert len(await kept(owner, row.id)) == 2 + rules.WEEKS_LATE


async def test_who_neither_does_it_nor_leads_cannot_end_it(story: Story, talks: Talks, owner: Database) -> None:
    case = await a_case(story)
    await lead(owner, story, case)
    row = await talks.agree(case, story.world.iris, TUESDAY)
    with pytest.raises(rules.NotYoursToEnd):
        await talks.end(row, "kept", story.world.marjan)
    await talks.end(row, "kept", story.world.karim)
    with pytest.raises(NotHere):
        await talks.end(row, "kept", story.world.noortje)


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


async def test_the_story_tells_what_was_agreed_and_what_became_of_it(
    story: Story, talks: Talks, owner: Database
) -> None:
    case, world = await a_case(story), story.world
    row = await talks.agree(case, world.iris, TUESDAY)
    story.move_to(at(TUESDAY, 12))
    await talks.end(row, "dropped", world.iris, reason="Moeder belde zelf")
    async with story.house.database.transaction(world.marjan, world.organisation_id) as db:
        told = await timeline.tell(timeline.Story(db, story.house.keys, case, "nl"))
    assert told[0].title == "Afspraak losgelaten"
    assert told[0].facts == (WHAT, "Moeder belde zelf")
    assert "Afspraak: Iris, uiterlijk di 6 okt" in {one.title for one in told}
