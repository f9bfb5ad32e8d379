"""Referring and following, through the actions and row-level security."""

from datetime import date, timedelta
from typing import Any

import pytest

from klankbord.house.database import Database
from klankbord.house.errors import NotHere, Unfit
from klankbord.house.ids import new_id
from klankbord.house.written import WordsMissing
from klankbord.rooms.cases.models import Case
from klankbord.rooms.cases.refusals import CaseIsClosed
from klankbord.rooms.referrals import partner_actions, rules
from klankbord.rooms.referrals.models import Referral, ReferralState, ReferralStep
from klankbord.rooms.sharing.ways_out import DecisionDoesNotHold
from tests.support.rows import change, rows
from tests.support.sharing_story import PURPOSE, a_partner, decide, follow, refer, today, withdraw
from tests.support.story import Story, at

REMINDERS = "select * from reminders where kind = 'referral_follow_up' order by due_at"
WAITING = "select * from reminders where kind = 'referral_follow_up' and state = 'waiting'"


async def test_when_the_parents_go_themselves_nothing_leaves_and_the_case_enters_step_four(
    story: Story, case: Case, owner: Database
) -> None:
    await refer(story, case, await a_partner(story))
    assert not await rows(owner, "select 1 from disclosures")
    (step,) = await rows(owner, "select step, because from step_entries where step = 4")
    assert step.because == "referred"
    (row,) = await rows(owner, "select purpose_sealed from referrals")
    assert PURPOSE.encode() not in row.purpose_sealed


async def test_when_the_team_tells_the_partner_that_is_written_down_as_something_that_left(
    story: Story, case: Case, owner: Database
) -> None:
    decision = await decide(story, case, recipient="partner")
    await refer(story, case, await a_partner(story), decision)
    (left,) = await rows(owner, "select * from disclosures")
    assert (left.kind, left.decision_id) == ("referral", decision.id)


async def test_the_team_tells_nothing_without_a_decision_that_holds_for_a_partner(
    story: Story, case: Case, owner: Database
) -> None:
    partner, gone = await a_partner(story), await decide(story, case, recipient="partner")
    await withdraw(story, case, gone)
    for decision in (
        gone,
        await decide(story, case, "b", recipient="partner"),
        await decide(story, case, "c", recipient="partner"),
        await decide(story, case, recipient="class_teacher"),
    ):
        with pytest.raises(DecisionDoesNotHold):
            await refer(story, case, partner, decision)
    assert not await rows(owner, "select 1 from referrals")
    assert not await rows(owner, "select 1 from disclosures")


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"purpose": " "}, WordsMissing),
        ({"follow_up_on": date(2026, 11, 1)}, rules.DayIsOver),
        ({"follow_up_on": date(2028, 1, 1)}, rules.DayTooFar),
    ],
)
async def test_a_referral_that_misses_something_is_not_kept(
    story: Story, case: Case, owner: Database, wrong: dict[str, Any], error: type[Unfit]
) -> None:
    with pytest.raises(error):
        await refer(story, case, await a_partner(story), **wrong)
    assert not await rows(owner, "select 1 from referrals")


async def test_nobody_is_referred_to_a_partner_that_closed_or_that_is_not_ours(
    story: Story, case: Case, owner: Database
) -> None:
    partner, unknown = await a_partner(story), await a_partner(story, "Elders")
    await change(owner, "update partners set closed_at = now() where id = :p", p=partner.id)
    unknown.id = new_id()
    for one in (partner, unknown):
        with pytest.raises(rules.PartnerMissing):
            await refer(story, case, one)


async def test_the_same_form_sent_twice_makes_one_referral_and_one_thing_that_left(
    story: Story, case: Case, owner: Database
) -> None:
    partner, decision, once = await a_partner(story), await decide(story, case, recipient="partner"), new_id()
    for _ in range(2):
        await refer(story, case, partner, decision, once=once)
    assert len(await rows(owner, "select 1 from referrals")) == 1
    assert len(await rows(owner, "select 1 from disclosures")) == 1


async def test_who_referred_is_asked_on_the_day_and_again_until_it_started(
    story: Story, case: Case, owner: Database
) -> None:
    referral = await refer(story, case, await a_partner(story), follow_up_on=date(2026, 11, 14))  # a Saturday
    (first,) = await rows(owner, WAITING)
    assert (first.person_id, first.due_at) == (story.world.karim, at(date(2026, 11, 16), 8))
    story.move_to(at(date(2026, 11, 16), 9))
    await follow(story, case, referral, "waiting_list", follow_up_on=date(2026, 12, 1))
    (second,) = await rows(owner, WAITING)
    assert second.due_at == at(date(2026, 12, 1), 8)
    story.move_to(at(date(2026, 12, 1), 9))
    await follow(story, case, referral, "started", words="Eerste les was leuk")
    assert not await rows(owner, WAITING)


async def test_failing_says_why_and_so_does_whoever_opens_it_again(story: Story, case: Case) -> None:
    referral = await refer(story, case, await a_partner(story))
    with pytest.raises(rules.WordsNeeded):
        await follow(story, case, referral, "failed")
    await follow(story, case, referral, "failed", words="Geen plaats")
    story.move_to(story.now + timedelta(days=1))
    with pytest.raises(rules.WordsNeeded):
        await follow(story, case, referral, "asked", follow_up_on=today(story))
    await follow(story, case, referral, "asked", words="Toch plaats", follow_up_on=today(story))


async def test_until_it_ends_there_is_always_a_next_day(story: Story, case: Case, owner: Database) -> None:
    referral = await refer(story, case, await a_partner(story))
    for wrong in ({}, {"follow_up_on": date(2026, 10, 1)}):
        with pytest.raises(rules.DayIsOver):
            await follow(story, case, referral, "waiting_list", **wrong)
    with pytest.raises(rules.StateMissing):
        await follow(story, case, referral, "meh")
    with pytest.raises(NotHere):
        await follow(story, case, Referral(id=new_id()), "started")
    assert not await rows(owner, "select 1 from referral_steps")


async def test_in_a_closed_case_nobody_is_asked_and_nothing_is_added(story: Story, case: Case, owner: Database) -> None:
    referral, partner = await refer(story, case, await a_partner(story)), await a_partner(story, "Nog een")
    await change(owner, "update cases set closed_at = opened_at")
    for attempt in (refer(story, case, partner), follow(story, case, referral, "started")):
        with pytest.raises(CaseIsClosed):
            await attempt


async def test_when_who_referred_is_no_longer_there_the_holder_of_direction_is_asked(
    story: Story, case: Case, owner: Database
) -> None:
    await change(owner, "update cases set lead_id = :k", k=story.world.karim)
    referral = await refer(story, case, await a_partner(story), by=story.world.marjan)
    assert [row.person_id for row in await rows(owner, WAITING)] == [story.world.marjan]
    await change(owner, "update roles set ended_at = now() where person_id = :m", m=story.world.marjan)
    await follow(story, case, referral, "waiting_list", follow_up_on=date(2026, 12, 1))
    assert [row.person_id for row in await rows(owner, WAITING)] == [story.world.karim]


async def test_a_teacher_or_stranger_adds_nothing_to_the_directory(story: Story, owner: Database) -> None:
    world = story.world
    await a_partner(story)
    words = partner_actions.checked(name="X", kind="sport", about="", phone="", email="", website="")
    for person in (world.iris, world.noortje):
        with pytest.raises(Exception, match="row-level security"):
            async with story.house.database.transaction(person, world.organisation_id) as db:
                await partner_actions.add_partner(
                    db, organisation_id=world.organisation_id, by_id=person, partner=words, now=story.now
                )
    assert len(await rows(owner, "select 1 from partners")) == 1


def test_the_newest_step_counts_whatever_the_order_of_reading() -> None:
    org, now = new_id(), at(date(2026, 11, 2))
    referral = Referral(
        organisation_id=org,
        case_id=org,
        by_id=org,
        at=now,
        partner_id=org,
        purpose_sealed=b"x",
        follow_up_on=date(2026, 11, 9),
    )

    def step(days: int, state: str, day: date | None = None) -> ReferralStep:
        at_then = now + timedelta(days=days)
        return ReferralStep(
            organisation_id=org, case_id=org, by_id=org, at=at_then, referral_id=org, state=state, follow_up_on=day
        )

    assert rules.standing(referral, []) == rules.Standing(ReferralState.ASKED, date(2026, 11, 9))
    steps = [step(3, "started"), step(1, "asked", date(2026, 11, 20)), step(2, "waiting_list", date(2026, 12, 1))]
    assert rules.standing(referral, steps) == rules.Standing(ReferralState.STARTED, None)
    assert rules.standing(referral, steps[1:]).follow_up_on == date(2026, 12, 1)
    assert rules.standing(referral, [step(4, "failed"), *steps]).ended


GOOD = {"name": "Judoschool", "kind": "sport", "about": "", "phone": "", "email": "", "website": ""}


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"name": ""}, rules.PartnerNameMissing),
        ({"name": "x" * 81}, rules.PartnerNameMissing),
        ({"kind": "bakery"}, rules.PartnerKindMissing),
        ({"about": "x" * 601}, rules.AboutTooLong),
        ({"phone": "bel maar"}, rules.NotAPhoneNumber),
        ({"phone": "<script>"}, rules.NotAPhoneNumber),
        ({"email": "geen adres"}, rules.NotAnEmailAddress),
        ({"email": "a@b"}, rules.NotAnEmailAddress),
        ({"website": "javascript:alert(1)"}, rules.NotAWebsite),
        ({"website": "javascript://x.nl/%0aalert(1)"}, rules.NotAWebsite),
        ({"website": "data://x.nl"}, rules.NotAWebsite),
        ({"website": "https://wie:wat@x.nl"}, rules.NotAWebsite),
        ({"website": "http://[x"}, rules.NotAWebsite),
        ({"website": "x y.nl"}, rules.NotAWebsite),
    ],
)
def test_what_is_wrong_with_a_partner_is_said_at_its_field(wrong: dict[str, str], error: type[Unfit]) -> None:
    with pytest.raises(error):
        partner_actions.checked(**{**GOOD, **wrong})


def test_a_partner_is_kept_as_it_is_called() -> None:
    said = partner_actions.checked(
        **{
            **GOOD,
            "name": "  De   Worp ",
            "phone": "+31 (0)20 123-45 67",
            "email": "info@worp.example",
            "website": "worp.example",
        }
    )
    assert (said.name, said.phone, said.website) == ("De Worp", "+31 (0)20 123-45 67", "https://worp.example")
