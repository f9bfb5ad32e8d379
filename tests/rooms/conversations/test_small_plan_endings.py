"""A small plan of a child without a case comes back one to one until its writer says what became of it."""

import asyncio
from datetime import date

import pytest
from asyncpg.exceptions import InsufficientPrivilegeError
from httpx2 import AsyncClient
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import select

from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.house.ids import new_id
from klankbord.house.written import WordsMissing
from klankbord.rooms.agreements import jobs
from klankbord.rooms.agreements.models import Agreement
from klankbord.rooms.cases import actions as cases
from klankbord.rooms.cases import timeline
from klankbord.rooms.cases.timeline import Entry
from klankbord.rooms.conversations import rules
from klankbord.rooms.conversations.ending import end_plan
from klankbord.rooms.conversations.models import SmallPlanEnding
from klankbord.rooms.reminders.lines import LINES
from klankbord.rooms.reminders.models import ReminderKind
from tests.conftest import SignIn
from tests.support.agreements_story import PLAN, SAID, Talks, kept
from tests.support.rows import change, rows
from tests.support.story import Story, at

FIRST, SECOND, THIRD = date(2026, 10, 5), date(2026, 10, 19), date(2026, 10, 26)
NEW_PLAN, WHY = "Ze kiest zelf wie er naast haar zit", "Het eerste plan was te groot"


@pytest.fixture
def talks(story: Story) -> Talks:
    return Talks(story)


@pytest.fixture
def enter(story: Story, sign_in: SignIn):
    async def as_person(name: str) -> None:
        await sign_in(story.world.organisation_id, getattr(story.world, name))

    return as_person


async def endings(owner: Database) -> list[SmallPlanEnding]:
    async with owner.transaction() as db:
        return list((await db.exec(select(SmallPlanEnding))).all())


async def agreements(owner: Database) -> list[Agreement]:
    async with owner.transaction() as db:
        return list((await db.exec(select(Agreement))).all())


async def told(story: Story, case) -> list[Entry]:
    async with story.house.database.transaction(story.world.karim, story.world.organisation_id) as db:
        return await timeline.tell(timeline.Story(db, story.house.keys, case, "nl"))


async def test_it_goes_on_coming_back_before_every_lesson_until_it_ended(
    story: Story, talks: Talks, owner: Database, worker_house: House
) -> None:
    talk = await talks.hold(small_plan=PLAN)
    for day, following in ((FIRST, SECOND), (SECOND, THIRD)):
        story.move_to(at(day, 12))
        # it was said, and she only ticked the reminder off: that ends a reminder, not a plan
        await change(owner, "update reminders set state = 'done', done_at = now() where due_at < :now", now=story.now)
        await jobs.mend(worker_house)
        assert [one.due_at for one in await kept(owner, talk.id)][:1] == [at(following, 8)]
    await talks.end_plan(talk, "kept")
    assert await kept(owner, talk.id) == []
    assert await jobs.mend(worker_house) == 0
    assert await kept(owner, talk.id) == [], "and the worker does not bring it back"


@pytest.mark.parametrize(("kind", "more"), [("kept", {}), ("dropped", {"reason": WHY})])
async def test_it_ends_once_and_saying_the_same_again_changes_nothing(
    story: Story, talks: Talks, owner: Database, kind: str, more: dict[str, str]
) -> None:
    talk = await talks.hold(small_plan=PLAN)
    for _ in range(2):
        await talks.end_plan(talk, kind, **more)
    (row,) = await endings(owner)
    assert (row.conversation_id, row.by_id, row.kind) == (talk.id, story.world.iris, kind)
    assert WHY.encode() not in (row.reason_sealed or b"")
    assert await kept(owner, talk.id) == []
    with pytest.raises(rules.PlanEndedBefore):
        await talks.end_plan(talk, "dropped", reason="Iets anders")
    assert len(await endings(owner)) == 1


async def test_a_changed_one_goes_on_as_a_talk_of_today_and_that_one_comes_back(
    story: Story, talks: Talks, owner: Database
) -> None:
    talk = await talks.hold(small_plan=PLAN, talked_with="parent")
    story.move_to(at(FIRST, 12))
    for _ in range(2):
        await talks.end_plan(talk, "changed", reason=WHY, small_plan=NEW_PLAN)
    with pytest.raises(rules.PlanEndedBefore):
        await talks.end_plan(talk, "changed", reason=WHY, small_plan="Nog iets anders")
    (new,) = await rows(owner, "select * from conversations where id <> :id", id=talk.id)
    assert (new.held_on, new.pupil_id, new.talked_with, new.case_id) == (FIRST, talk.pupil_id, "parent", None)
    assert await kept(owner, talk.id) == []
    assert [one.due_at for one in await kept(owner, new.id)] == [at(SECOND, 8), at(THIRD, 8)]
    async with story.house.database.transaction(story.world.iris, story.world.organisation_id) as db:
        lines = await LINES[ReminderKind.ONE_TO_ONE](db, story.house.keys, [new.id], "nl")
    assert lines[new.id].text.endswith(NEW_PLAN)


@pytest.mark.parametrize(
    ("kind", "more", "problem"),
    [
        ("", {}, rules.NotAnEnding),
        ("forgotten", {}, rules.NotAnEnding),
        ("dropped", {"reason": " \n"}, rules.ReasonMissing),
        ("changed", {"small_plan": NEW_PLAN}, rules.ReasonMissing),
        ("changed", {"reason": WHY, "small_plan": " "}, WordsMissing),
    ],
)
async def test_what_does_not_fit_ends_nothing(
    talks: Talks, owner: Database, kind: str, more: dict[str, str], problem: type[Exception]
) -> None:
    talk = await talks.hold(small_plan=PLAN)
    with pytest.raises(problem):
        await talks.end_plan(talk, kind, **more)
    assert await endings(owner) == []
    assert len(await kept(owner, talk.id)) == 2


@pytest.mark.parametrize("who", ["karim", "marjan", "tess", "noortje"])
async def test_only_its_writer_ends_it(story: Story, talks: Talks, owner: Database, who: str) -> None:
    talk = await talks.hold(small_plan=PLAN)
    with pytest.raises(rules.ConversationNotYours):
        await talks.end_plan(talk, "kept", by=getattr(story.world, who))
    assert await endings(owner) == []


async def test_the_database_takes_no_ending_of_another_and_none_once_there_is_a_case(
    story: Story, talks: Talks, owner: Database
) -> None:
    talk, world = await talks.hold(small_plan=PLAN), story.world
    said = text("insert into small_plan_endings values (:id, :o, :c, :by, now(), 'kept', null)")
    values = {"id": new_id(), "o": world.organisation_id, "c": talk.id, "by": world.karim}
    with pytest.raises(ProgrammingError, match="row-level security"):
        async with story.house.database.transaction(world.karim, world.organisation_id) as db:
            await (await db.connection()).execute(said, values)
    await story.reported()
    with pytest.raises(ProgrammingError, match="row-level security"):
        async with story.house.database.transaction(world.iris, world.organisation_id) as db:
            await (await db.connection()).execute(said, values | {"by": world.iris})
    with pytest.raises(rules.ConversationNotYours):
        await talks.end_plan(talk, "kept")
    for statement in ("update small_plan_endings set kind = 'kept'", "delete from small_plan_endings"):
        with pytest.raises(ProgrammingError) as refused:
            async with story.house.database.transaction(world.iris, world.organisation_id) as db:
                await (await db.connection()).execute(text(statement))
        assert isinstance(refused.value.orig.__cause__, InsufficientPrivilegeError)


async def test_what_ended_before_does_not_become_an_agreement_and_its_end_stands_in_the_story(
    story: Story, talks: Talks, owner: Database
) -> None:
    talk = await talks.hold(said=SAID, small_plan=PLAN)
    await talks.end_plan(talk, "dropped", reason=WHY)
    other = await talks.hold(small_plan=NEW_PLAN)
    case = await story.reported()
    assert [one.source_id for one in await agreements(owner)] == [other.id]
    (entry,) = [one for one in await told(story, case) if one.title == "Klein plan losgelaten"]
    assert (entry.by, entry.facts) == ("Iris", (PLAN, WHY))


async def test_while_a_report_is_on_its_way_an_ending_waits_and_is_then_told_that_there_is_a_case(
    story: Story, talks: Talks, owner: Database
) -> None:
    talk, note, world = await talks.hold(small_plan=PLAN), await story.note(), story.world
    about = {"organisation_id": world.organisation_id, "reporter_id": world.iris, "note_id": note, "now": story.now}
    async with story.house.database.transaction(world.iris, world.organisation_id) as db:
        await cases.report(db, **about)
        ending = asyncio.create_task(talks.end_plan(talk, "kept"))
        assert not (await asyncio.wait([ending], timeout=0.3))[0]
    with pytest.raises(rules.ConversationNotYours):
        await ending
    assert (len(await endings(owner)), len(await agreements(owner))) == (0, 1)


async def test_while_an_ending_is_on_its_way_a_report_waits_and_then_makes_no_agreement_of_it(
    story: Story, talks: Talks, owner: Database
) -> None:
    talk, note, world = await talks.hold(small_plan=PLAN), await story.note(), story.world
    about = {"organisation_id": world.organisation_id, "by_id": world.iris, "conversation_id": talk.id}
    async with story.house.database.transaction(world.iris, world.organisation_id) as db:
        await end_plan(db, story.house.keys, kind="kept", now=story.now, **about)
        report = asyncio.create_task(story.report(note))
        assert not (await asyncio.wait([report], timeout=0.3))[0]
    await report
    assert (len(await endings(owner)), len(await agreements(owner))) == (1, 0)


async def test_its_page_offers_the_three_endings_and_keeps_what_was_typed(
    story: Story, client: AsyncClient, enter, owner: Database
) -> None:
    talk = await Talks(story).hold(small_plan=PLAN)
    await enter("iris")
    address = f"/conversations/{talk.id}"
    assert 'value="kept"' in (await client.get(address)).text
    wrong = await client.post(f"{address}/ending", data={"kind": "changed", "small_plan": NEW_PLAN, "reason": ""})
    assert wrong.status_code == 422
    assert "Zeg in een paar woorden waarom." in wrong.text
    assert NEW_PLAN in wrong.text
    right = await client.post(f"{address}/ending", data={"kind": "changed", "small_plan": NEW_PLAN, "reason": WHY})
    assert right.status_code == 303
    page = (await client.get(address)).text
    assert "Klein plan veranderd" in page
    assert WHY in page
    assert 'value="kept"' not in page
    new = (await client.get(right.headers["location"])).text
    assert NEW_PLAN in new
    assert 'value="kept"' in new
    late = await client.post(f"{address}/ending", data={"kind": "dropped", "reason": "Toch maar niet"})
    assert late.status_code == 409
    assert "Toch maar niet" in late.text


async def test_a_talk_without_a_small_plan_has_nothing_to_end(story: Story, client: AsyncClient, enter) -> None:
    talk = await Talks(story).hold(said=SAID)
    await enter("iris")
    assert 'value="kept"' not in (await client.get(f"/conversations/{talk.id}")).text
    assert (await client.post(f"/conversations/{talk.id}/ending", data={"kind": "kept"})).status_code == 404
    await enter("karim")
    assert (await client.post(f"/conversations/{talk.id}/ending", data={"kind": "kept"})).status_code == 404


async def test_on_the_day_it_can_be_put_off(story: Story, client: AsyncClient, enter, owner: Database) -> None:
    talk = await Talks(story).hold(small_plan=PLAN)
    (first, *_) = await kept(owner, talk.id)
    story.move_to(first.due_at)
    await change(owner, "update reminders set state = 'sent' where id = :id", id=first.id)
    await enter("iris")
    assert f"/reminders/{first.id}/later" in (await client.get(f"/conversations/{talk.id}")).text
    line = (await client.get("/today")).text
    assert f"/conversations/{talk.id}" in line
