"""A decision is about what was known when it was taken, and may be used for 90 days."""

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from httpx2 import AsyncClient
from pypdf import PdfReader

from klankbord.house.database import Database
from klankbord.house.ids import new_id
from klankbord.rooms.cases.models import Case
from klankbord.rooms.notes import actions as notes
from klankbord.rooms.sharing import rules, ways_out
from klankbord.rooms.sharing.models import DisclosureKind, Objection, SharingDecision
from klankbord.rooms.sharing.rules import Verdict, holds
from tests.conftest import SignIn
from tests.support.agreements_story import Talks
from tests.support.rows import change, rows
from tests.support.sharing_rows import decision
from tests.support.sharing_story import a_partner, decide, let_out, object_to, today, withdraw
from tests.support.story import FACT, Story, at

LATER_WORDS = "Kwam vandaag met een blauwe plek"
MENDED = "Het was haar linkerhand"


@pytest.mark.parametrize("option", "abcd")
def test_every_decision_can_be_used_for_90_days_and_then_is_too_old(option: str) -> None:
    taken = decision(option, at=at(date(2026, 8, 22)), asked_on=date(2026, 8, 1), term_ends_on=date(2026, 8, 10))
    assert holds(taken, [], [], at(date(2026, 11, 20), 23, 59)) == Verdict.HOLDS
    assert holds(taken, [], [], datetime(2026, 11, 20, 23, 30, tzinfo=UTC)) == Verdict.TOO_OLD  # past midnight here
    assert holds(taken, [], [], at(date(2026, 11, 21), 0)) == Verdict.TOO_OLD


def test_what_stopped_a_decision_is_said_rather_than_that_it_is_old() -> None:
    old = {"at": at(date(2026, 1, 5)), "asked_on": date(2026, 1, 5), "term_ends_on": date(2026, 1, 12)}
    now = at(date(2026, 11, 20))
    assert holds(decision("a", **old), [], [object()], now) == Verdict.WITHDRAWN
    assert holds(decision("b", **old), [object()], [], now) == Verdict.OBJECTED
    assert holds(decision("a", **old | {"asked_on": None}), [], [], now) == Verdict.NOT_ASKED
    assert holds(decision("d", **old, consulted_id=None), [], [], now) == Verdict.NO_REASONS


@pytest.mark.parametrize("way", DisclosureKind)
async def test_after_90_days_nothing_leaves_under_it(story: Story, case: Case, owner: Database, way: Any) -> None:
    made = [await decide(story, case, option, recipient="partner") for option in "abd"]
    story.move_to(at(today(story) + timedelta(days=91)))
    for one in made:
        with pytest.raises(ways_out.DecisionTooOld):
            await let_out(story, case, one, way)
    assert not await rows(owner, "select 1 from disclosures")


@pytest.mark.parametrize(("language", "said"), [("nl", "Neem een nieuw besluit"), ("en", "decide again")])
async def test_the_page_of_an_old_decision_says_why_and_leads_to_a_new_one(
    story: Story, case: Case, owner: Database, sign_in: SignIn, client: AsyncClient, language: str, said: str
) -> None:
    made, world = await decide(story, case, "d", recipient="partner"), story.world
    await change(owner, "update people set language = :l", l=language)
    story.move_to(at(today(story) + timedelta(days=91)))
    await sign_in(world.organisation_id, world.karim)
    page = (await client.get(f"/cases/{case.id}/sharing/{made.id}")).text
    assert said in page
    assert f"/cases/{case.id}/sharing/new?recipient=partner" in page
    assert f"{made.id}/page" not in page
    assert (await client.get(f"/cases/{case.id}/sharing/{made.id}/page")).status_code == 303
    refused = await client.post(f"/cases/{case.id}/sharing/{made.id}/page", data=_typed(story, asked="Kom je?"))
    assert refused.status_code == 422
    assert said in refused.text
    assert "Kom je?" in refused.text
    assert said in (await client.get(f"/cases/{case.id}")).text
    await sign_in(world.organisation_id, world.iris)  # who does not decide is told too, and is offered nothing
    page = (await client.get(f"/cases/{case.id}/sharing/{made.id}")).text
    assert said in page
    assert "sharing/new" not in page


async def test_a_referral_is_not_offered_an_old_decision(
    story: Story, case: Case, sign_in: SignIn, client: AsyncClient
) -> None:
    made = await decide(story, case, recipient="partner")
    await a_partner(story)
    await sign_in(story.world.organisation_id, story.world.karim)
    assert str(made.id) in (await client.get(f"/cases/{case.id}/referrals/new")).text
    story.move_to(at(today(story) + timedelta(days=91)))
    await sign_in(story.world.organisation_id, story.world.karim)
    assert str(made.id) not in (await client.get(f"/cases/{case.id}/referrals/new")).text


async def test_an_old_decision_can_still_be_withdrawn_and_objected_to(
    story: Story, case: Case, owner: Database
) -> None:
    made = await decide(story, case, "b")
    story.move_to(at(today(story) + timedelta(days=91)))
    await object_to(story, case, made)
    await withdraw(story, case, made)
    assert len(await rows(owner, "select 1 from withdrawals")) == 1


async def test_what_was_written_after_the_decision_is_not_offered(
    story: Story, case: Case, owner: Database, sign_in: SignIn, client: AsyncClient
) -> None:
    made = await decide(story, case)
    story.move_to(story.now + timedelta(minutes=1))
    await story.report(await _note(story, owner, LATER_WORDS))
    await _mend_the_first_note(story, owner)
    await Talks(story).agree(case, story.world.karim, today(story) + timedelta(days=3), what="Belt de tante")
    await sign_in(story.world.organisation_id, story.world.karim)
    form = (await client.get(f"/cases/{case.id}/sharing/{made.id}/page")).text
    assert FACT in form
    for words in (LATER_WORDS, MENDED, "Belt de tante"):
        assert words not in form
    assert "na dit besluit" in form
    anew = await decide(story, case)
    form = (await client.get(f"/cases/{case.id}/sharing/{anew.id}/page")).text
    for words in (FACT, LATER_WORDS, MENDED, "Belt de tante"):
        assert words in form
    assert "na dit besluit" not in form


async def test_a_note_that_was_shared_after_the_decision_was_not_known_either(
    story: Story, case: Case, owner: Database, sign_in: SignIn, client: AsyncClient
) -> None:
    note = await _note(story, owner, LATER_WORDS)
    made = await decide(story, case)
    story.move_to(story.now + timedelta(minutes=1))
    await story.report(note)
    await sign_in(story.world.organisation_id, story.world.karim)
    assert LATER_WORDS not in (await client.get(f"/cases/{case.id}/sharing/{made.id}/page")).text


async def test_a_later_note_that_is_posted_after_all_is_refused_and_nothing_leaves(
    story: Story, case: Case, owner: Database, sign_in: SignIn, client: AsyncClient
) -> None:
    made = await decide(story, case)
    story.move_to(story.now + timedelta(minutes=1))
    await story.report(await _note(story, owner, LATER_WORDS))
    ids = [str(row.id) for row in await rows(owner, "select id from notes order by received_at")]
    await sign_in(story.world.organisation_id, story.world.karim)
    address = f"/cases/{case.id}/sharing/{made.id}/page"
    for extra in ({"note": ids}, {"note": ids[:1], "thought": ids[1:]}):
        refused = await client.post(address, data=_typed(story, **extra))
        assert refused.status_code == 422
        assert "na dit besluit" in refused.text
        assert LATER_WORDS not in refused.text
    assert not await rows(owner, "select 1 from disclosures")
    kept = await client.post(address, data=_typed(story, note=ids[:1]))
    assert LATER_WORDS not in PdfReader(io.BytesIO(kept.content)).pages[0].extract_text()


def test_the_same_90_days_hold_for_asking_and_for_using() -> None:
    assert rules.USED_AT_MOST == rules.ASKED_AT_MOST == timedelta(days=90)


def test_the_gate_gives_the_reason_as_a_sentence() -> None:
    old: SharingDecision = decision("c", at=at(date(2026, 1, 5)))
    with pytest.raises(ways_out.DecisionTooOld):
        ways_out.check(DisclosureKind.PAGE, old, [], [], at(date(2026, 11, 20)))
    no = Objection(organisation_id=new_id(), case_id=new_id(), by_id=new_id(), at=old.at, decision_id=old.id)
    with pytest.raises(ways_out.SomebodyObjected):
        ways_out.check(DisclosureKind.PAGE, decision("a", at=old.at), [no], [], at(date(2026, 11, 20)))


async def _note(story: Story, owner: Database, words: str) -> UUID:
    """Iris notes these words."""
    note = await story.note()
    sealed = story.house.keys.seal(words, table="notes", row=note, column="observation_sealed")
    await change(owner, "update notes set observation_sealed = :s where id = :n", s=sealed, n=note)
    return note


async def _mend_the_first_note(story: Story, owner: Database) -> None:
    (note,) = await rows(owner, "select note_id as id from reports order by reported_at limit 1")
    async with story.house.database.transaction(story.world.iris, story.world.organisation_id) as db:
        await notes.correct_note(
            db,
            story.house.keys,
            organisation_id=story.world.organisation_id,
            writer_id=story.world.iris,
            note_id=note.id,
            correction_id=new_id(),
            observation=MENDED,
            interpretation="",
            written_at=story.now,
            now=story.now,
        )


def _typed(story: Story, **more: Any) -> dict[str, Any]:
    return {"note": [], "agreed": "", "asked": "", "caller": str(story.world.karim), **more}
