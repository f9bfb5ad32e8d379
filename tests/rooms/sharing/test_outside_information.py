"""Option B gives room for outside information only (seed 002, 3.2): form, decision and page keep to it."""

from datetime import timedelta

import pytest
from httpx2 import AsyncClient

from klankbord.house.database import Database
from tests.conftest import SignIn
from tests.support.agreements_story import Talks
from tests.support.rows import rows
from tests.support.sharing_story import decide, today
from tests.support.story import Story

SAYS = {
    "nl": (
        "buitenkantinformatie",
        "naam, adres en woonplaats",
        "bekend is bij de hulpverlening",
        "Niets van wat je zag",
    ),
    "en": ("outside information", "name, address and home town", "known to care services", "Nothing of what you saw"),
}
languages = pytest.mark.parametrize("language", ["nl", "en"])


@languages
@pytest.mark.parametrize("option", ["a", "b", "c", "d"])
async def test_the_form_says_what_may_go_out_under_b_and_only_there(
    story: Story, client: AsyncClient, sign_in: SignIn, option: str, language: str
) -> None:
    case = await story.reported()
    await sign_in(story.world.organisation_id, story.world.karim)
    await client.post("/language", data={"language": language, "back": "/today"})
    page = (await client.get(f"/cases/{case.id}/sharing/new?option={option}")).text
    assert [words in page.replace("&#39;", "'") for words in SAYS[language]] == [option == "b"] * 4


@languages
@pytest.mark.parametrize("option", ["a", "b"])
async def test_the_page_of_a_decision_says_it_again_where_the_page_for_a_talk_is_made(
    story: Story, client: AsyncClient, sign_in: SignIn, option: str, language: str
) -> None:
    case = await story.reported()
    decision = await decide(story, case, option, recipient="class_teacher", asked_on=today(story) - timedelta(weeks=3))
    await sign_in(story.world.organisation_id, story.world.karim)
    await client.post("/language", data={"language": language, "back": "/today"})
    page = (await client.get(f"/cases/{case.id}/sharing/{decision.id}")).text
    assert f"/sharing/{decision.id}/page" in page
    assert [words in page for words in SAYS[language]] == [option == "b"] * 4


async def test_under_b_no_note_and_no_agreement_gets_on_the_page_for_a_talk(
    story: Story, client: AsyncClient, owner: Database, sign_in: SignIn
) -> None:
    case = await story.reported()
    (note, *_) = await rows(owner, "select note_id from reports")
    await Talks(story).agree(case, story.world.karim, today(story) + timedelta(days=3), what="Belt de tante")
    decision = await decide(story, case, "b", recipient="class_teacher", asked_on=today(story) - timedelta(weeks=3))
    await sign_in(story.world.organisation_id, story.world.karim)
    address = f"/cases/{case.id}/sharing/{decision.id}/page"
    form = (await client.get(address)).text
    assert (str(note.note_id) in form, "Belt de tante" in form, "buitenkantinformatie" in form) == (False, False, True)
    typed = {"asked": "Kent u het gezin?", "caller": str(story.world.karim), "language": "nl"}
    for more in ({"note": str(note.note_id)}, {"thought": str(note.note_id)}, {"agreed": "Belt de tante"}):
        refused = await client.post(address, data={**typed, **more})
        assert (refused.status_code, "Kent u het gezin?" in refused.text) == (422, True)
        assert "geen notities en geen afspraken" in refused.text
    assert await rows(owner, "select 1 from disclosures") == []
    assert (await client.post(address, data=typed)).headers["content-type"] == "application/pdf"
