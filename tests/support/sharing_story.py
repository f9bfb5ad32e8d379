"""Sentences about sharing and referring, through the rooms' own actions and row-level security."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from klankbord.house.clock import AMSTERDAM
from klankbord.rooms.cases.models import Case
from klankbord.rooms.cases.queries import case_of
from klankbord.rooms.referrals import actions as referrals
from klankbord.rooms.referrals import partner_actions
from klankbord.rooms.referrals.models import Partner, Referral
from klankbord.rooms.sharing import actions, gate
from klankbord.rooms.sharing.models import DisclosureKind, SharingDecision
from tests.support.story import Story

WHAT = "Dat ze vaak moe is, en onze vraag"
REASON = "Het is thuis niet veilig om dit te vragen"
PURPOSE = "Iedere week judo, om kwijt te kunnen wat ze voelt"


async def _case(story: Story, db: Any, case: Case) -> Case:
    found = await case_of(db, story.world.organisation_id, case.id)
    assert found is not None
    return found


def today(story: Story) -> date:
    """The day on the wall."""
    return story.now.astimezone(AMSTERDAM).date()


async def decide(story: Story, case: Case, option: str = "a", by: UUID | None = None, **more: Any) -> SharingDecision:
    """Karim (or another) decides to share with the class teacher; everything the option needs is there."""
    asked = {"age": "under_12", "parents_asked": True, "asked_on": today(story), "asked_how": "spoken"}
    danger = {"reason": REASON, "consulted_id": story.world.marjan}
    needed = {"a": asked, "b": asked, "c": {}, "d": danger}.get(option, {})
    values = {"recipient": "class_teacher", "what": WHAT, **needed, **more}
    by = by or story.world.karim
    async with story.house.database.transaction(by, story.world.organisation_id) as db:
        there = await _case(story, db, case)
        return await actions.decide(db, story.house.keys, case=there, by_id=by, option=option, now=story.now, **values)


async def object_to(story: Story, case: Case, decision: SharingDecision, by: UUID | None = None, **more: Any) -> None:
    """A parent says no to Iris (or another)."""
    by = by or story.world.iris
    values: dict[str, Any] = {"words": "Moeder wil het niet", **more}
    async with story.house.database.transaction(by, story.world.organisation_id) as db:
        there = await _case(story, db, case)
        about = {"case": there, "decision_id": decision.id, "by_id": by, "now": story.now}
        await actions.object_to(db, story.house.keys, **about, **values)


async def withdraw(story: Story, case: Case, decision: SharingDecision, by: UUID | None = None, **more: Any) -> None:
    """Consent was taken back."""
    by = by or story.world.iris
    values: dict[str, Any] = {"reason": "Vader kwam erop terug", **more}
    async with story.house.database.transaction(by, story.world.organisation_id) as db:
        there = await _case(story, db, case)
        about = {"case": there, "decision_id": decision.id, "by_id": by, "now": story.now}
        await actions.withdraw(db, story.house.keys, **about, **values)


async def let_out(
    story: Story, case: Case, decision: SharingDecision, way: DisclosureKind = DisclosureKind.PAGE
) -> None:
    """Something goes out under this decision."""
    by = story.world.karim
    async with story.house.database.transaction(by, story.world.organisation_id) as db:
        there = await _case(story, db, case)
        await gate.disclosed(db, case=there, decision_id=decision.id, by_id=by, way=way, now=story.now)


async def a_partner(story: Story, name: str = "Judoschool De Worp", kind: str = "sport") -> Partner:
    """Marjan adds a partner to the directory."""
    world = story.world
    words = partner_actions.checked(
        name=name, kind=kind, about="Woensdag, 6 tot 12 jaar", phone="020 000 00 01", email="", website="worp.example"
    )
    async with story.house.database.transaction(world.marjan, world.organisation_id) as db:
        return await partner_actions.add_partner(
            db, organisation_id=world.organisation_id, by_id=world.marjan, partner=words, now=story.now
        )


async def refer(
    story: Story, case: Case, partner: Partner, decision: SharingDecision | None = None, **more: Any
) -> Referral:
    """Karim refers; the parents go there themselves unless there is a decision."""
    by = more.pop("by", story.world.karim)
    values = {"purpose": PURPOSE, "follow_up_on": today(story) + timedelta(days=14), **more}
    async with story.house.database.transaction(by, story.world.organisation_id) as db:
        there = await _case(story, db, case)
        return await referrals.refer(
            db,
            story.house.keys,
            case=there,
            by_id=by,
            partner_id=partner.id,
            now=story.now,
            decision_id=decision.id if decision else None,
            **values,
        )


async def follow(story: Story, case: Case, referral: Referral, state: str, **more: Any) -> None:
    """Karim writes down how it stands."""
    by = more.pop("by", story.world.karim)
    async with story.house.database.transaction(by, story.world.organisation_id) as db:
        there = await _case(story, db, case)
        await referrals.follow(
            db, story.house.keys, case=there, referral_id=referral.id, by_id=by, state=state, now=story.now, **more
        )
