"""Sharing a note with the location manager, and what follows from it by itself."""

import asyncio
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel, select

from klankbord.house.database import Database
from klankbord.house.errors import NotHere
from klankbord.house.ids import new_id
from klankbord.rooms.cases import telling
from klankbord.rooms.cases.models import Case, ClassTeacherTelling, Handover, Report, WaitsFor
from klankbord.rooms.cases.rules import NobodyToAsk, NotYourGroupAnyMore, QuestionTooLong
from klankbord.rooms.people.models import Person, Role, RoleKind
from klankbord.rooms.reminders.models import Reminder
from klankbord.rooms.watches.models import Watch
from tests.factories import add
from tests.support.story import Story, at

MONDAY = date(2026, 10, 5)


async def rows(owner: Database, model: type[SQLModel]) -> list[SQLModel]:
    async with owner.transaction() as db:
        return list((await db.exec(select(model))).all())


async def reminders(owner: Database, kind: str) -> list[Reminder]:
    return [row for row in await rows(owner, Reminder) if row.kind == kind]


async def test_a_report_opens_the_case_of_the_child_and_reminds_the_manager_now(story: Story, owner: Database):
    case = await story.reported()
    assert (case.step, case.waits_for, case.lead_id) == (2, WaitsFor.FIRST_LOOK, None)
    assert (case.pupil_id, case.location_id) == (story.world.sara, story.world.wielewaal)
    (reminder,) = await reminders(owner, "report_received")
    (report,) = await rows(owner, Report)
    assert (reminder.person_id, reminder.subject_id) == (story.world.karim, report.id)
    assert reminder.due_at <= story.now


async def test_sharing_the_same_note_again_gives_the_same_answer_and_doubles_nothing(story: Story, owner: Database):
    note_id = await story.note()
    first = await story.report(note_id)
    story.move_to(story.now + timedelta(hours=1))
    assert (await story.report(note_id)).id == first.id
    for model in (Case, Report, ClassTeacherTelling):
        assert len(await rows(owner, model)) == 1
    assert len(await reminders(owner, "report_received")) == 1


async def test_a_second_note_feeds_the_same_case(story: Story, owner: Database):
    case = await story.reported()
    assert (await story.reported()).id == case.id
    assert len(await rows(owner, Report)) == 2
    assert len(await reminders(owner, "report_received")) == 2


async def test_two_notes_shared_at_once_make_one_case(story: Story, owner: Database):
    notes = [await story.note() for _ in range(6)]
    cases = await asyncio.gather(*(story.report(note_id) for note_id in notes * 2))
    assert len({case.id for case in cases}) == len(await rows(owner, Case)) == 1
    assert len(await rows(owner, Report)) == 6


async def test_a_note_shared_before_its_case_was_closed_stays_there(story: Story, owner: Database):
    note_id = await story.note()
    case = await story.report(note_id)
    async with owner.transaction() as db:
        await db.exec(text("update cases set closed_at = opened_at"))
    assert (await story.report(note_id)).id == case.id
    assert (await story.reported()).id != case.id


async def test_only_the_writer_shares_a_note(story: Story):
    note_id = await story.note()
    for stranger in (story.world.noortje, story.world.karim, story.world.marjan, story.world.tess):
        with pytest.raises(NotHere):
            await story.report(note_id, stranger)
    with pytest.raises(NotHere):
        await story.report(new_id())


async def test_who_no_longer_teaches_the_child_is_told_whom_to_call(story: Story, owner: Database):
    note_id = await story.note()
    async with owner.transaction() as db:
        await db.exec(text("update roles set ended_at = now() where kind = 'teacher'"))
    with pytest.raises(NotYourGroupAnyMore):
        await story.report(note_id)


async def test_at_night_the_manager_is_reminded_in_the_morning(story: Story, owner: Database):
    story.move_to(at(MONDAY, 23))
    await story.reported()
    (reminder,) = await reminders(owner, "report_received")
    assert reminder.due_at == at(MONDAY + timedelta(days=1), 7, 30)


async def test_every_manager_of_the_location_is_reminded_and_no_other(story: Story, owner: Database):
    world = story.world
    els, jan = (Person(first_name=name, organisation_id=world.organisation_id) for name in ("Els", "Jan"))
    await add(owner, els, jan)
    manages = {"kind": RoleKind.LOCATION_MANAGER, "organisation_id": world.organisation_id}
    await add(owner, Role(person_id=els.id, location_id=world.wielewaal, **manages))
    await add(owner, Role(person_id=jan.id, location_id=world.klinker, **manages))
    await story.reported()
    assert {row.person_id for row in await reminders(owner, "report_received")} == {world.karim, els.id}


async def test_without_a_manager_the_report_is_kept(story: Story, owner: Database):
    case = await story.report(await story.note(story.world.noortje, story.world.bram), story.world.noortje)
    assert case.location_id == story.world.klinker
    assert len(await rows(owner, Report)) == 1
    assert not await reminders(owner, "report_received")


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (at(MONDAY, 9), at(MONDAY, 11, 10)),  # before the lesson: after it
        (at(MONDAY, 10, 40), at(MONDAY, 11, 10)),  # during the lesson
        (at(MONDAY, 14), at(MONDAY, 14, 10)),  # the lesson is over
        (at(MONDAY, 22), at(date(2026, 10, 6), 8, 30)),  # at night
        (at(date(2026, 10, 9), 21), at(date(2026, 10, 12), 8, 30)),  # Friday evening: Monday
        (at(date(2026, 10, 10), 11), at(date(2026, 10, 12), 8, 30)),  # Saturday
    ],
)
async def test_at_leerorkest_the_reporter_is_reminded_once_to_tell_the_class_teacher(
    story: Story, owner: Database, now, due
):
    story.move_to(now)
    await story.reported()
    await story.reported()
    (reminder,) = await reminders(owner, "tell_class_teacher")
    (asked,) = await rows(owner, ClassTeacherTelling)
    assert (reminder.person_id, reminder.subject_id) == (story.world.iris, asked.id)
    assert abs(reminder.due_at - due) < timedelta(minutes=1)


async def test_in_the_neighbourhood_there_is_no_class_teacher_to_tell(story: Story, owner: Database):
    await story.report(await story.note(story.world.noortje, story.world.bram), story.world.noortje)
    assert not await rows(owner, ClassTeacherTelling)


async def tick_off(story: Story, case_id: UUID, teacher_id: UUID) -> None:
    org = story.world.organisation_id
    async with story.house.database.transaction(teacher_id, org) as db:
        await telling.tick_off(db, organisation_id=org, teacher_id=teacher_id, case_id=case_id, now=story.now)


async def test_ticking_off_the_class_teacher_twice_keeps_the_first_moment(story: Story, owner: Database):
    case = await story.reported()
    await tick_off(story, case.id, story.world.iris)
    (first,) = await rows(owner, ClassTeacherTelling)
    story.move_to(story.now + timedelta(days=1))
    await tick_off(story, case.id, story.world.iris)
    assert await rows(owner, ClassTeacherTelling) == [first]
    assert [row.state for row in await reminders(owner, "tell_class_teacher")] == ["done"]
    for other in (story.world.karim, story.world.noortje):
        with pytest.raises(NotHere):
            await tick_off(story, case.id, other)


async def test_a_running_watch_of_the_reporter_joins_the_case(story: Story, owner: Database):
    await story.watch(note_id=await story.note())
    await story.watch(story.world.milan)
    case = await story.reported()
    joined = {watch.pupil_id: watch.case_id for watch in await rows(owner, Watch)}
    assert joined == {story.world.sara: case.id, story.world.milan: None}


async def test_passing_on_moves_the_case_to_step_three_and_reminds_the_social_worker(story: Story, owner: Database):
    case = await story.reported()
    case = await story.hand_over(case.id, "Wat kan ik doen?")
    assert (case.step, case.waits_for, case.waits_on_id) == (3, WaitsFor.SOCIAL_WORKER, story.world.marjan)
    (reminder,) = await reminders(owner, "handover_received")
    (handed,) = await rows(owner, Handover)
    assert (reminder.person_id, reminder.subject_id) == (story.world.marjan, handed.id)
    assert b"Wat kan ik doen" not in handed.question_sealed


async def test_passing_on_twice_is_harmless_and_another_question_is_not_lost(story: Story, owner: Database):
    case = await story.reported()
    for question in ("", "", "Wat kan ik doen?", "Wat kan ik doen?", ""):
        await story.hand_over(case.id, question)
    assert len(await rows(owner, Handover)) == 2


async def test_a_case_goes_to_a_social_worker_only_and_with_a_question_of_a_length(story: Story):
    case = await story.reported()
    with pytest.raises(QuestionTooLong):
        await story.hand_over(case.id, "x" * 4001)
    story.world = type(story.world)(**{**vars(story.world), "marjan": story.world.tess})
    with pytest.raises(NobodyToAsk):
        await story.hand_over(case.id)


async def test_who_cannot_see_a_case_cannot_pass_it_on(story: Story):
    case = await story.reported()
    for stranger in (story.world.noortje, story.world.marjan, story.world.tess):
        with pytest.raises(NotHere):
            await story.hand_over(case.id, by=stranger)
