"""Agreements through row-level security: who may make and end one, and that it ends once."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlmodel import select

from klankbord.house.database import Database
from klankbord.house.errors import NotHere
from klankbord.house.ids import new_id
from klankbord.house.written import TooManyWords, WordsMissing
from klankbord.rooms.agreements import rules
from klankbord.rooms.agreements.models import Agreement, AgreementEnding
from klankbord.rooms.cases import timeline
from klankbord.rooms.cases.models import Case
from tests.support.agreements_story import WHAT, Talks, kept
from tests.support.rows import change
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
