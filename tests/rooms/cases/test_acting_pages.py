"""Direction, back, closed, opened again and level of care, as a browser gets them."""

import re
from datetime import date, timedelta
from uuid import UUID

import pytest
from httpx2 import AsyncClient

from klankbord.house.database import Database
from klankbord.house.ids import new_id
from klankbord.rooms.duty.models import Absence
from klankbord.rooms.people.models import Person, Role, RoleKind
from tests.conftest import SignIn
from tests.factories import add
from tests.support.case_story import CaseStory
from tests.support.rows import change, rows
from tests.support.story import Story

THUMB = re.compile(r'id="case-thumb">(.*?)</span>', re.DOTALL)


@pytest.fixture
def enter(story: Story, sign_in: SignIn):
    async def as_person(person_id: UUID) -> None:
        await sign_in(story.world.organisation_id, person_id)

    return as_person


async def a_case(story: Story) -> CaseStory:
    """Reported, looked at by Karim, passed on to Marjan."""
    made = await story.reported()
    told = CaseStory(story, made.id)
    await told.look(story.world.karim)
    await story.hand_over(made.id)
    return told


def once(page: str) -> str:
    """The hidden id of a form."""
    return re.findall(r'name="once" value="([^"]+)"', page)[0]


def title(page: str) -> str:
    return page.split("</title>")[0]


async def test_the_case_shows_what_is_asked_of_the_reader_and_of_others(story: Story, client: AsyncClient, enter):
    case = await a_case(story)
    await enter(story.world.iris)
    page = (await client.get(f"/cases/{case.case_id}")).text
    assert "Marjan</b>: Neem contact op" in page
    await enter(story.world.marjan)
    page = (await client.get(f"/cases/{case.case_id}")).text
    assert f"/cases/{case.case_id}/contacts/new" in THUMB.search(page)[1]


async def test_each_step_says_what_it_asks_and_who_did_what(story: Story, client: AsyncClient, enter):
    case = await a_case(story)
    await case.back(story.world.karim, 2, "We begonnen te <snel>")
    await enter(story.world.iris)
    steps = (await client.get(f"/cases/{case.case_id}")).text.split('id="steps"')[1]
    assert "Stel open vragen" in steps
    assert "<b>Iris</b> deelde het met de locatiemanager" in steps
    assert "We begonnen te &lt;snel&gt;" in steps


async def test_direction_goes_from_one_to_the_other_with_two_forms(
    story: Story, client: AsyncClient, enter, owner: Database
):
    world, case = story.world, await a_case(story)
    address = f"/cases/{case.case_id}/direction"
    await enter(world.karim)
    form = (await client.get(address)).text
    sent = {"to": str(world.marjan), "words": "Wil jij?", "once": once(form)}
    for _ in range(2):
        answer = await client.post(f"{address}-offers", data=sent)
        assert answer.headers["location"] == f"/cases/{case.case_id}#direction"
    assert "Marjan is gevraagd de regie over te nemen" in (await client.get(f"/cases/{case.case_id}")).text
    await enter(world.marjan)
    page = (await client.get(address)).text
    assert "Wil jij?" in page
    assert "Neem jij de regie over?" in (await client.get("/today")).text or True
    (offer,) = await rows(owner, "select id from direction_offers")
    answer = await client.post(f"{address}-offers/{offer.id}/answer", data={"answer": "accepted"})
    assert answer.status_code == 303
    assert "Jij houdt de regie" in (await client.get(f"/cases/{case.case_id}")).text
    assert (await client.post(f"{address}-offers/{offer.id}/answer", data={"answer": "declined"})).status_code == 422
    for nonsense in ("", "maybe"):
        bad = await client.post(f"{address}-offers/{offer.id}/answer", data={"answer": nonsense})
        assert bad.status_code == 404


@pytest.mark.parametrize(
    ("act", "form", "sent"),
    [
        ("direction-offers", "direction", {"to": "x", "words": "Blijft <staan>"}),
        ("returns", "return", {"step": "9", "reason": "Blijft <staan>"}),
        ("closings", "closing", {"why": "zomaar", "words": "Blijft <staan>"}),
        ("reopenings", "reopening", {"reason": "Blijft <staan>"}),
        ("care-levels", "care-level", {"level": "9", "reason": "Blijft <staan>"}),
    ],
)
async def test_what_does_not_fit_comes_back_with_a_sentence_and_what_was_typed(
    story: Story, client: AsyncClient, enter, act: str, form: str, sent: dict[str, str]
):
    case = await a_case(story)
    await enter(story.world.karim)
    shown = await client.get(f"/cases/{case.case_id}/{form}")
    assert shown.status_code == 200
    answer = await client.post(f"/cases/{case.case_id}/{act}", data=sent)
    assert answer.status_code == 422
    assert "Blijft &lt;staan&gt;" in answer.text
    assert "amiss" in answer.text
    for page in (shown, answer):
        assert "Sara" not in title(page.text)
    far_too_long = {key: "x" * 4001 if value.startswith("Blijft") else "1" for key, value in sent.items()}
    assert (await client.post(f"/cases/{case.case_id}/{act}", data=far_too_long)).status_code == 422


async def test_a_closed_case_says_who_closed_it_and_why_and_shows_no_form(story: Story, client: AsyncClient, enter):
    case = await a_case(story)
    await enter(story.world.karim)
    address = f"/cases/{case.case_id}"
    form = (await client.get(f"{address}/closing")).text
    sent = {"why": "other", "words": "Alles is <goed>", "once": once(form)}
    for _ in range(2):
        assert (await client.post(f"{address}/closings", data=sent)).headers["location"] == f"{address}#closed"
    page = (await client.get(address)).text
    for words in ("Gesloten", "Een andere reden", "Alles is &lt;goed&gt;", f"{address}/reopening"):
        assert words in page
    assert f'action="{address}/handover"' not in page
    assert "Sara" in (await client.get("/cases/closed")).text
    assert "data-queue-item" not in (await client.get("/cases")).text
    late = await client.post(f"{address}/handover", data={"question": "Toch nog iets"})
    assert (late.status_code, "Toch nog iets" in late.text) == (422, True)
    await client.post(f"{address}/reopenings", data={"reason": "Het begint weer"})
    assert "data-queue-item" in (await client.get("/cases")).text
    await enter(story.world.noortje)
    assert "Sara" not in (await client.get("/cases/closed")).text


async def test_the_reporter_always_learns_what_became_of_it_also_after_losing_the_group(
    story: Story, client: AsyncClient, enter, owner: Database
):
    world, note = story.world, await story.note()
    made = await story.report(note)
    case = CaseStory(story, made.id)
    await enter(world.iris)
    await change(owner, "update roles set ended_at = now() where person_id = :iris", iris=world.iris)
    assert (await client.get(f"/cases/{made.id}")).status_code == 404
    assert "gedeeld" in (await client.get(f"/notes/{note}")).text
    await case.look(world.karim)
    await story.hand_over(made.id)
    offer = await case.offer(world.karim, world.marjan)
    await case.answer(world.marjan, offer.id, "accepted")
    await case.close(world.marjan, words="Moeder is ziek")
    for address in (f"/notes/{note}", "/notes"):
        page = (await client.get(address)).text
        for words in ("gezien door Karim", "opgepakt door Marjan", "gesloten door Marjan"):
            assert words in page, address
        assert "Moeder is ziek" not in page


async def test_who_is_away_is_said_and_who_stands_in_is_proposed(
    story: Story, client: AsyncClient, enter, owner: Database
):
    world, made = story.world, await story.reported()
    els = Person(first_name="Els", organisation_id=world.organisation_id)
    await add(owner, els)
    await add(owner, Role(person_id=els.id, kind=RoleKind.SOCIAL_WORKER, organisation_id=world.organisation_id))
    days = {"first_day": date(2026, 10, 1), "last_day": date(2026, 10, 9), "made_at": story.now}
    await add(owner, Absence(organisation_id=world.organisation_id, person_id=world.marjan, deputy_id=els.id, **days))
    await enter(world.karim)
    page = (await client.get(f"/cases/{made.id}")).text
    assert "Marjan is weg tot en met vr 9 okt" in page
    assert "Els neemt waar." in page
    assert f'<option value="{els.id}" selected>' in page


async def test_a_long_story_shows_the_newest_and_folds_the_rest(story: Story, client: AsyncClient, enter):
    case = await a_case(story)
    for number in range(22):
        await case.level(story.world.karim, number % 2, f"reden {number}")
        story.move_to(story.now + timedelta(hours=1))
    await enter(story.world.karim)
    page = (await client.get(f"/cases/{case.case_id}")).text
    newest, older = page.split('id="story"')[1].split("<details", 1)
    assert "reden 21" in newest
    assert "reden 0<" in older
    assert "eerdere momenten" in older


async def test_a_stranger_finds_nothing_at_any_of_these_addresses(story: Story, client: AsyncClient, enter):
    case = await a_case(story)
    for stranger in (story.world.noortje, story.world.tess):
        await enter(stranger)
        for address in ("direction", "return", "closing", "reopening", "care-level"):
            assert (await client.get(f"/cases/{case.case_id}/{address}")).status_code == 404
            assert (await client.get(f"/cases/{new_id()}/{address}")).status_code == 404
        for act in ("direction", "direction-offers", "returns", "closings", "reopenings", "care-levels"):
            assert (await client.post(f"/cases/{case.case_id}/{act}", data={"reason": "x"})).status_code == 404
