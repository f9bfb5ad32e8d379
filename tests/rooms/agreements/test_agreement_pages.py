"""Agreements as a browser gets them: on the case, on a page of their own, and what does not fit."""

import re
from datetime import date
from uuid import UUID

import pytest
from httpx2 import AsyncClient

from klankbord.house.database import Database
from klankbord.rooms.cases.models import Case
from tests.conftest import SignIn
from tests.support.agreements_story import PLAN, WHAT, Talks, kept
from tests.support.rows import change, rows
from tests.support.story import Story, at

TUESDAY = date(2026, 10, 6)
WHY = "Moeder belde zelf al"


@pytest.fixture
def enter(story: Story, sign_in: SignIn):
    async def as_person(name: str) -> None:
        await sign_in(story.world.organisation_id, getattr(story.world, name))

    return as_person


async def a_case(story: Story) -> Case:
    case = await story.reported()
    await story.hand_over(case.id)
    return case


def good(owner: UUID, **more: str) -> dict[str, str]:
    return {"owner": str(owner), "what": WHAT, "due_on": TUESDAY.isoformat()} | more


async def test_each_of_the_three_adds_one_and_it_stands_on_the_case(
    story: Story, client: AsyncClient, enter, owner: Database
) -> None:
    case = await a_case(story)
    for name in ("iris", "karim", "marjan"):
        await enter(name)
        page = (await client.get(f"/cases/{case.id}/agreements/new")).text
        assert all(who in page for who in {"Iris", "Karim", "Marjan"} - {name.capitalize()})
        assert "Noortje" not in page
        once = re.search(r'name="once" value="([^"]+)"', page)
        assert once
        form = good(story.world.marjan, what=f"Afgesproken door {name}", once=once[1])
        answers = [await client.post(f"/cases/{case.id}/agreements", data=form) for _ in range(2)]
        assert {answer.headers["location"] for answer in answers} == {f"/cases/{case.id}#agreements"}
        told = (await client.get(f"/cases/{case.id}")).text
        assert f"Afgesproken door {name}" in told
        assert "Sara" not in page.split("</title>")[0]
    assert len(await rows(owner, "select id from agreements")) == 3


async def test_what_does_not_fit_comes_back_with_what_was_typed(story: Story, client: AsyncClient, enter) -> None:
    case = await a_case(story)
    await enter("iris")
    for wrong, sentence in (
        ({"what": ""}, "Schrijf hier eerst iets"),
        ({"owner": str(story.world.noortje)}, "Kies wie het doet"),
        ({"due_on": "2026-09-01"}, "Deze dag is voorbij"),
        ({"due_on": ""}, "Kies een dag"),
    ):
        answer = await client.post(f"/cases/{case.id}/agreements", data=good(story.world.iris) | wrong)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert WHAT in answer.text or "what" in wrong


async def test_its_owner_ends_it_with_one_tap_on_the_case(
    story: Story, client: AsyncClient, enter, owner: Database
) -> None:
    case = await a_case(story)
    row = await Talks(story).agree(case, story.world.iris, TUESDAY)
    address = f"/cases/{case.id}/agreements/{row.id}"
    await enter("marjan")
    assert f"{address}/ending" not in (await client.get(f"/cases/{case.id}")).text
    await enter("iris")
    assert f'action="{address}/ending"' in (await client.get(f"/cases/{case.id}")).text
    assert (await client.post(f"{address}/ending", data={"kind": "kept"})).status_code == 303
    told = (await client.get(f"/cases/{case.id}")).text
    assert "Afspraak nagekomen" in told
    assert f"{address}/ending" not in told
    assert await kept(owner) == []


async def test_dropping_asks_why_and_changing_makes_the_new_one(
    story: Story, client: AsyncClient, enter, owner: Database
) -> None:
    case = await a_case(story)
    row = await Talks(story).agree(case, story.world.iris, TUESDAY)
    ending = f"/cases/{case.id}/agreements/{row.id}/ending"
    await enter("iris")
    refused = await client.post(ending, data={"kind": "dropped"})
    assert (refused.status_code, "Zeg in een paar woorden waarom" in refused.text) == (422, True)
    refused = await client.post(
        ending, data=good(story.world.iris, kind="changed", reason=WHY, what="Anders", due_on="x")
    )
    assert refused.status_code == 422
    assert all(words in refused.text for words in (WHY, "Anders"))
    changed = good(story.world.karim, kind="changed", reason=WHY, what="Karim belt")
    assert (await client.post(ending, data=changed)).status_code == 303
    told = (await client.get(f"/cases/{case.id}")).text
    assert all(words in told for words in ("Karim belt", WHY, "Afspraak veranderd"))
    (fresh,) = await rows(owner, "select owner_id, instead_of_id from agreements where instead_of_id is not null")
    assert (fresh.owner_id, fresh.instead_of_id) == (story.world.karim, row.id)


async def test_who_comes_second_is_told_that_it_ended_otherwise(story: Story, client: AsyncClient, enter) -> None:
    case = await a_case(story)
    talks = Talks(story)
    row = await talks.agree(case, story.world.iris, TUESDAY)
    await talks.end(row, "dropped", story.world.iris, reason=WHY)
    await enter("iris")
    answer = await client.post(f"/cases/{case.id}/agreements/{row.id}/ending", data={"kind": "kept"})
    assert answer.status_code == 409
    assert "Iemand zei net voor jou" in answer.text
    assert WHY in answer.text


async def test_with_the_child_needs_no_day_and_comes_before_the_lesson(
    story: Story, client: AsyncClient, enter, owner: Database
) -> None:
    case = await a_case(story)
    await enter("iris")
    form = {"owner": str(story.world.iris), "what": PLAN, "due_on": "", "with_child": "1"}
    assert (await client.post(f"/cases/{case.id}/agreements", data=form)).status_code == 303
    assert (await kept(owner))[0].due_at == at(date(2026, 10, 5), 8)
    told = (await client.get(f"/cases/{case.id}")).text
    assert "volgende les, 1 op 1" in told
    assert f"Kom er 1 op 1 op terug: {PLAN[:20]}" in told


async def test_an_owner_who_does_not_see_the_case_any_more_is_noticed(
    story: Story, client: AsyncClient, enter, owner: Database
) -> None:
    case = await a_case(story)
    row = await Talks(story).agree(case, story.world.iris, TUESDAY)
    await change(owner, "update roles set ended_at = now() where person_id = :iris", iris=story.world.iris)
    await enter("karim")
    told = (await client.get(f"/cases/{case.id}")).text
    assert "Iris ziet dit traject niet meer" in told
    assert "Niemand kan deze afspraak nog nakomen" in told
    done = await client.post(
        f"/cases/{case.id}/agreements/{row.id}/ending",
        data=good(story.world.karim, kind="changed", reason="Iris is weg"),
    )
    assert done.status_code == 303


async def test_a_closed_case_is_for_reading_only(story: Story, client: AsyncClient, enter, owner: Database) -> None:
    case = await a_case(story)
    row = await Talks(story).agree(case, story.world.iris, TUESDAY)
    await change(owner, "update cases set closed_at = now()")
    await enter("iris")
    page = await client.get(f"/cases/{case.id}/agreements/{row.id}")
    assert (page.status_code, WHAT in page.text, "/ending" in page.text) == (200, True, False)
    assert (await client.get(f"/cases/{case.id}/agreements/new")).status_code == 422
    for address, data in (
        (f"/cases/{case.id}/agreements", good(story.world.iris)),
        (f"/cases/{case.id}/agreements/{row.id}/ending", {"kind": "kept"}),
    ):
        answer = await client.post(address, data=data)
        assert (answer.status_code, "gesloten" in answer.text) == (422, True)


@pytest.mark.parametrize("who", ["noortje", "tess"])
async def test_a_stranger_finds_nothing(story: Story, client: AsyncClient, enter, owner: Database, who: str) -> None:
    case = await a_case(story)
    row = await Talks(story).agree(case, story.world.iris, TUESDAY)
    await enter(who)
    answers = [
        await client.get(f"/cases/{case.id}/agreements/new"),
        await client.get(f"/cases/{case.id}/agreements/{row.id}"),
        await client.post(f"/cases/{case.id}/agreements", data=good(story.world.iris)),
        await client.post(f"/cases/{case.id}/agreements/{row.id}/ending", data={"kind": "kept"}),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len(await rows(owner, "select id from agreements")) == 1
    assert await rows(owner, "select id from agreement_endings") == []
