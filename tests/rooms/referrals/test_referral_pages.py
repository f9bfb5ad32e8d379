"""Referring and the directory, as a browser gets them."""

from collections.abc import Awaitable, Callable
from datetime import date

import pytest
from httpx2 import AsyncClient

from klankbord.house.database import Database
from klankbord.house.ids import new_id
from klankbord.rooms.cases.models import Case
from tests.conftest import SignIn
from tests.support.rows import rows
from tests.support.sharing_story import PURPOSE, a_partner, decide, follow, refer
from tests.support.story import Story, at

Enter = Callable[[str], Awaitable[AsyncClient]]
PARTNER = {"name": "Judoschool De Worp", "kind": "sport", "about": "", "phone": "", "email": "", "website": ""}


@pytest.fixture
def enter(story: Story, sign_in: SignIn, client: AsyncClient) -> Enter:
    """`await enter("karim")`: the browser is his from now on."""

    async def come_in(name: str) -> AsyncClient:
        await sign_in(story.world.organisation_id, getattr(story.world, name))
        return client

    return come_in


async def test_a_referral_from_form_to_started(story: Story, case: Case, owner: Database, enter: Enter) -> None:
    partner, karim = await a_partner(story), await enter("karim")
    form = (await karim.get(f"/cases/{case.id}/referrals/new")).text
    assert "Judoschool De Worp (Wekelijks sporten)" in form
    assert f"/cases/{case.id}/sharing/new?recipient=partner" in form
    typed = {"partner": str(partner.id), "purpose": PURPOSE, "told": "parents", "follow_up_on": "2026-11-16"}
    answer = await karim.post(f"/cases/{case.id}/referrals", data=typed)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/cases/{case.id}#referrals")
    (row,) = await rows(owner, "select id from referrals")
    one = f"/cases/{case.id}/referrals/{row.id}"
    assert (await karim.post(f"{one}/steps", data={"state": "failed", "words": ""})).status_code == 422
    assert (await karim.post(f"{one}/steps", data={"state": "started", "words": ""})).status_code == 303
    said = (await karim.get(one)).text
    assert "Judoschool De Worp: gestart" in said
    assert "Sara" not in said.split("</title>")[0]


async def test_what_was_typed_stays_when_it_does_not_fit(story: Story, case: Case, enter: Enter) -> None:
    partner, karim = await a_partner(story), await enter("karim")
    typed = {"partner": str(partner.id), "purpose": PURPOSE, "told": "parents", "follow_up_on": "2026-11-16"}
    for name, wrong in (
        ("partner", ""),
        ("told", ""),
        ("told", "x"),
        ("follow_up_on", "x"),
        ("follow_up_on", "2020-01-01"),
    ):
        answer = await karim.post(f"/cases/{case.id}/referrals", data=typed | {name: wrong})
        assert answer.status_code == 422, (name, wrong)
        assert PURPOSE in answer.text
    referral = await refer(story, case, partner)
    one = f"/cases/{case.id}/referrals/{referral.id}"
    answer = await karim.post(
        f"{one}/steps", data={"state": "waiting_list", "words": "Nog niets gehoord", "follow_up_on": "x"}
    )
    assert answer.status_code == 422
    assert "Nog niets gehoord" in answer.text
    assert '<option value="waiting_list" selected>' in answer.text


async def test_the_form_offers_only_decisions_under_which_the_team_may_tell_a_partner(
    story: Story, case: Case, enter: Enter
) -> None:
    await a_partner(story)
    holds = await decide(story, case, recipient="partner")
    others = [
        await decide(story, case, recipient="class_teacher"),
        await decide(story, case, "b", recipient="partner"),
        await decide(story, case, "c", recipient="partner"),
    ]
    karim = await enter("karim")
    form = (await karim.get(f"/cases/{case.id}/referrals/new")).text
    assert str(holds.id) in form
    assert not any(str(one.id) in form for one in others)


async def test_a_decision_that_does_not_hold_is_refused_with_a_sentence(
    story: Story, case: Case, owner: Database, enter: Enter
) -> None:
    partner, decision, karim = (
        await a_partner(story),
        await decide(story, case, "b", recipient="partner"),
        await enter("karim"),
    )
    typed = {"partner": str(partner.id), "purpose": PURPOSE, "told": str(decision.id), "follow_up_on": "2026-11-16"}
    answer = await karim.post(f"/cases/{case.id}/referrals", data=typed)
    assert answer.status_code == 422
    assert "De termijn voor bezwaar is nog niet voorbij" in answer.text
    assert not await rows(owner, "select 1 from referrals")


async def test_a_teacher_reads_how_it_stands_and_a_stranger_nothing(story: Story, case: Case, enter: Enter) -> None:
    referral = await refer(story, case, await a_partner(story))
    one = f"/cases/{case.id}/referrals/{referral.id}"
    for name, reads in (("iris", 200), ("noortje", 404), ("tess", 404)):
        browser = await enter(name)
        assert (await browser.get(one)).status_code == reads, name
        assert (await browser.get(f"/cases/{case.id}/referrals/new")).status_code == 404, name
        assert (await browser.post(f"{one}/steps", data={"state": "started"})).status_code == 404, name


async def test_the_case_and_today_tell_it(story: Story, case: Case, enter: Enter) -> None:
    referral = await refer(story, case, await a_partner(story), follow_up_on=date(2026, 11, 9))
    story.move_to(at(date(2026, 11, 9), 9))
    karim = await enter("karim")
    for address in ("/today", f"/cases/{case.id}"):
        said = (await karim.get(address)).text
        assert "Vraag hoe het gaat bij Judoschool De Worp" in said, address
        assert f"/cases/{case.id}/referrals/{referral.id}" in said, address
    await follow(story, case, referral, "started", words="Vindt het leuk")
    said = (await karim.get(f"/cases/{case.id}")).text
    for text in (
        "Verwezen naar Judoschool De Worp",
        "De ouders gaan er zelf heen.",
        "Vindt het leuk",
        'id="referrals"',
    ):
        assert text in said, text


async def test_the_directory_is_kept_by_who_refers_and_by_the_administrator(story: Story, enter: Enter) -> None:
    for name in ("marjan", "karim", "tess"):
        browser = await enter(name)
        assert (await browser.post("/partners", data=PARTNER | {"name": f"Van {name}"})).status_code == 303
        assert f"Van {name}" in (await browser.get("/partners")).text
    for name in ("iris", "noortje"):
        browser = await enter(name)
        for address in ("/partners", "/partners/new"):
            assert (await browser.get(address)).status_code == 404
        assert (await browser.post("/partners", data=PARTNER)).status_code == 404


async def test_the_same_form_with_another_name_keeps_both_partners(story: Story, owner: Database, enter: Enter) -> None:
    karim, once = await enter("karim"), str(new_id())
    for name in ("Judoschool De Worp", "Zwemclub De Spetter", "Judoschool De Worp"):
        answer = await karim.post("/partners", data=PARTNER | {"name": name, "once": once})
        assert answer.status_code == 303
    kept = await rows(owner, "select name from partners order by name")
    assert [row.name for row in kept] == ["Judoschool De Worp", "Zwemclub De Spetter"]


async def test_a_partner_is_changed_closed_and_opened_again(story: Story, owner: Database, enter: Enter) -> None:
    partner, tess = await a_partner(story), await enter("tess")
    one = f"/partners/{partner.id}"
    assert "https://worp.example" in (await tess.get(one)).text
    assert (await tess.post(one, data=PARTNER | {"name": ""})).status_code == 422
    assert (await tess.post(one, data=PARTNER | {"name": "Nieuwe naam", "kind": "music"})).status_code == 303
    assert (await tess.post(f"{one}/closure")).status_code == 303
    (row,) = await rows(owner, "select * from partners")
    assert (row.name, row.kind, row.changed_by_id, row.closed_at is not None) == (
        "Nieuwe naam",
        "music",
        story.world.tess,
        True,
    )
    assert "Weer openen" in (await tess.get("/partners")).text
    assert (await tess.post(f"{one}/return")).status_code == 303
    assert "Weer openen" not in (await tess.get("/partners")).text
