"""Deciding, objecting and withdrawing, through the actions and row-level security."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from klankbord.house.database import Database
from klankbord.house.errors import NotHere, Unfit
from klankbord.house.ids import new_id
from klankbord.house.written import WordsMissing
from klankbord.rooms.cases.models import Case
from klankbord.rooms.cases.refusals import CaseIsClosed
from klankbord.rooms.places.models import Closure, ClosureSource
from klankbord.rooms.sharing import actions, gate, reminding, rules, ways_out
from klankbord.rooms.sharing.models import DisclosureKind
from klankbord.rooms.sharing.nameless import LeadsToTheChild
from tests.factories import add
from tests.support.rows import change, rows
from tests.support.sharing_story import REASON, WHAT, decide, let_out, object_to, today, withdraw
from tests.support.story import Story, at

REMINDERS = "select * from reminders where kind = 'objection_term_over' order by due_at"


async def test_under_consent_something_may_leave_at_once_and_that_is_written_down(
    story: Story, case: Case, owner: Database
) -> None:
    decision = await decide(story, case)
    await let_out(story, case, decision)
    (left,) = await rows(owner, "select * from disclosures")
    assert (left.decision_id, left.by_id, left.kind) == (decision.id, story.world.karim, "page")


async def test_what_is_written_about_it_is_sealed(story: Story, case: Case, owner: Database) -> None:
    await decide(story, case, "d")
    (row,) = await rows(owner, "select what_sealed, reason_sealed from sharing_decisions")
    assert WHAT.encode() not in row.what_sealed
    assert REASON.encode() not in row.reason_sealed


@pytest.mark.parametrize(
    ("option", "wrong", "error"),
    [
        ("", {}, rules.OptionMissing),
        ("a", {"recipient": "the neighbours"}, rules.RecipientMissing),
        ("a", {"age": ""}, rules.AgeMissing),
        ("a", {"parents_asked": False}, rules.ParentsNotAsked),
        ("a", {"age": "from_12"}, rules.ChildNotAsked),
        ("b", {"age": "from_16"}, rules.ChildNotAsked),
        ("a", {"asked_how": ""}, rules.HowMissing),
        ("a", {"asked_on": date(2026, 11, 3)}, rules.AskedInFuture),
        ("a", {"asked_on": date(2026, 8, 3)}, rules.AskedTooLongAgo),
        ("a", {"what": "  "}, WordsMissing),
        ("b", {"weeks": 0}, rules.TermMissing),
        ("b", {"weeks": 9}, rules.TermMissing),
        ("c", {"what": "Sara is vaak moe"}, LeadsToTheChild),
        ("c", {"what": "Een kind van de Wielewaal"}, LeadsToTheChild),
        ("c", {"what": "Een kind uit strijkers  6b"}, LeadsToTheChild),
        ("c", {"what": "Bel 06 12 34 56 78"}, LeadsToTheChild),
        ("d", {"reason": ""}, WordsMissing),
        ("d", {"consulted_id": None}, rules.ColleagueNotConsulted),
    ],
)
async def test_a_decision_that_misses_something_is_not_kept(
    story: Story, case: Case, owner: Database, option: str, wrong: dict[str, Any], error: type[Unfit]
) -> None:
    with pytest.raises(error):
        await decide(story, case, option, **wrong)
    assert not await rows(owner, "select 1 from sharing_decisions")


async def test_nobody_consults_themselves(story: Story, case: Case) -> None:
    for nobody in (story.world.karim, new_id()):
        with pytest.raises(rules.ColleagueNotConsulted):
            await decide(story, case, "d", consulted_id=nobody)


async def test_the_database_too_refuses_who_consulted_themselves(story: Story, case: Case, owner: Database) -> None:
    await decide(story, case, "d")
    with pytest.raises(IntegrityError, match="consults_another"):
        await change(owner, "update sharing_decisions set consulted_id = by_id")


async def test_the_term_ends_on_a_day_on_which_somebody_can_object(story: Story, case: Case, owner: Database) -> None:
    week = await decide(story, case, "b")
    assert week.term_ends_on == date(2026, 11, 9)
    shut = {"first_day": date(2026, 11, 9), "last_day": date(2026, 11, 13), "name": "Studieweek"}
    world, source = story.world, ClosureSource.OWN
    await add(
        owner,
        Closure(organisation_id=world.organisation_id, location_id=world.wielewaal, source=source, **shut),
    )
    assert (await decide(story, case, "b")).term_ends_on == date(2026, 11, 16)


async def test_nothing_leaves_while_they_can_still_object_and_something_may_on_the_day_after(
    story: Story, case: Case
) -> None:
    decision = await decide(story, case, "b")
    for moment in (story.now, at(date(2026, 11, 9), 23, 59)):
        story.move_to(moment)
        with pytest.raises(ways_out.TermStillRuns):
            await let_out(story, case, decision)
    story.move_to(at(date(2026, 11, 10), 0, 1))
    await let_out(story, case, decision)


async def test_an_objection_stops_it_also_after_the_term(story: Story, case: Case) -> None:
    decision = await decide(story, case, "b")
    story.move_to(at(date(2026, 11, 12)))
    await object_to(story, case, decision)
    with pytest.raises(ways_out.SomebodyObjected):
        await let_out(story, case, decision)


async def test_only_where_a_term_runs_there_is_something_to_object_to(story: Story, case: Case) -> None:
    for option in "acd":
        decision = await decide(story, case, option)
        with pytest.raises(rules.NothingToObjectTo):
            await object_to(story, case, decision)


async def test_a_withdrawal_ends_every_kind_of_decision_once(story: Story, case: Case, owner: Database) -> None:
    for option in "abcd":
        decision = await decide(story, case, option)
        await withdraw(story, case, decision)
        with pytest.raises(ways_out.DecisionWithdrawn):
            await let_out(story, case, decision)
        with pytest.raises(rules.WithdrawnAlready):
            await withdraw(story, case, decision)
    assert len(await rows(owner, "select 1 from withdrawals")) == 4


async def test_the_same_form_sent_twice_makes_one_row(story: Story, case: Case, owner: Database) -> None:
    ids = [new_id() for _ in range(3)]
    for _ in range(2):
        decision = await decide(story, case, "b", once=ids[0])
        await object_to(story, case, decision, once=ids[1])
        await withdraw(story, case, decision, once=ids[2])
    for table in ("sharing_decisions", "objections", "withdrawals"):
        assert len(await rows(owner, f"select 1 from {table}")) == 1


async def test_a_referral_needs_a_decision_about_a_partner_and_about_this_child(story: Story, case: Case) -> None:
    way = DisclosureKind.REFERRAL
    with pytest.raises(ways_out.ForSomebodyElse):
        await let_out(story, case, await decide(story, case, "a"), way)
    with pytest.raises(ways_out.WouldNameTheChild):
        await let_out(story, case, await decide(story, case, "c", recipient="partner"), way)
    await let_out(story, case, await decide(story, case, "a", recipient="partner"), way)


async def test_in_a_closed_case_nothing_is_decided_and_nothing_leaves(
    story: Story, case: Case, owner: Database
) -> None:
    decision = await decide(story, case)
    await change(owner, "update cases set closed_at = opened_at")
    with pytest.raises(CaseIsClosed):
        await let_out(story, case, decision)
    with pytest.raises(CaseIsClosed):
        await decide(story, case)


async def test_a_decision_of_another_case_opens_nothing_here(story: Story, case: Case) -> None:
    decision = await decide(story, case)
    other = await story.report(await story.note(pupil=story.world.milan))
    with pytest.raises(NotHere):
        await let_out(story, other, decision)


async def test_an_objection_waits_for_what_is_going_out_at_that_moment(story: Story, case: Case) -> None:
    """Never: objected, and shared after it."""
    decision = await decide(story, case, "b", asked_on=today(story) - timedelta(days=30))
    karim, org = story.world.karim, story.world.organisation_id
    async with story.house.database.transaction(karim, org) as db:
        way = {"case": case, "decision_id": decision.id, "way": DisclosureKind.PAGE, "now": story.now}
        await gate.let_out(db, **way)
        saying_no = asyncio.create_task(object_to(story, case, decision))
        await asyncio.sleep(0.3)
        assert not saying_no.done()
        await gate.disclosed(db, **way, by_id=karim)
    await saying_no


async def test_what_goes_out_waits_for_an_objection_at_that_moment_and_then_stays(
    story: Story, case: Case, owner: Database
) -> None:
    decision = await decide(story, case, "b", asked_on=today(story) - timedelta(days=30))
    iris, org = story.world.iris, story.world.organisation_id
    async with story.house.database.transaction(iris, org) as db:
        about = {"case": case, "decision_id": decision.id, "by_id": iris, "now": story.now}
        await actions.object_to(db, story.house.keys, **about, words="")
        sharing = asyncio.create_task(let_out(story, case, decision))
        await asyncio.sleep(0.3)
        assert not sharing.done()
    with pytest.raises(ways_out.SomebodyObjected):
        await sharing
    assert not await rows(owner, "select 1 from disclosures")


async def test_who_decided_is_reminded_on_the_working_day_after_the_term(
    story: Story, case: Case, owner: Database
) -> None:
    decision = await decide(story, case, "b")
    (reminder,) = await rows(owner, REMINDERS)
    assert (reminder.person_id, reminder.subject_id) == (story.world.karim, decision.id)
    assert reminder.due_at == at(date(2026, 11, 10), 8)


@pytest.mark.parametrize("then", [object_to, withdraw, let_out])
async def test_the_reminder_goes_when_there_is_nothing_to_wait_for(
    story: Story, case: Case, owner: Database, then: Any
) -> None:
    decision = await decide(story, case, "b", asked_on=today(story) - timedelta(days=30))
    await then(story, case, decision)
    assert [row.state for row in await rows(owner, REMINDERS)] == ["cancelled"]


async def test_when_the_decider_left_the_holder_of_direction_is_asked(
    story: Story, case: Case, owner: Database
) -> None:
    await change(owner, "update cases set lead_id = :k", k=story.world.karim)
    decision = await decide(story, case, "b", by=story.world.marjan)
    await change(owner, "update roles set ended_at = now() where person_id = :m", m=story.world.marjan)
    other = await decide(story, case, "b")
    assert {row.person_id for row in await rows(owner, REMINDERS) if row.subject_id == other.id} == {story.world.karim}
    async with story.house.database.transaction(story.world.karim, story.world.organisation_id) as db:
        await reminding.all_of(db, case, story.now)
    waiting = {
        row.person_id
        for row in await rows(owner, REMINDERS)
        if row.subject_id == decision.id and row.state == "waiting"
    }
    assert waiting == {story.world.karim}
