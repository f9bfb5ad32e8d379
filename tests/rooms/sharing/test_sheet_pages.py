"""The one page for a conversation, as a browser gets it."""

import io
import re
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from httpx2 import Response
from pypdf import PdfReader

from klankbord.house.database import Database
from klankbord.rooms.cases.models import Case
from klankbord.rooms.sharing.models import SharingDecision
from tests.rooms.sharing.conftest import Enter
from tests.support.rows import change, rows
from tests.support.sharing_story import decide, object_to, today, withdraw
from tests.support.story import FACT, THOUGHT, Story

MADE_ON = re.compile(r"Gemaakt op 2 november 2026\. Besluit C-[0-9A-F]{8}\.")  # any eight: 6B may be among them


def page_of(case: Case, decision: SharingDecision) -> str:
    return f"/cases/{case.id}/sharing/{decision.id}/page"


async def chosen(story: Story, owner: Database, **more: Any) -> dict[str, Any]:
    """Every note, without what somebody thought."""
    notes = [str(row.id) for row in await rows(owner, "select id from notes order by id")]
    return {"note": notes, "agreed": "", "asked": "Herkennen jullie dit?", "caller": str(story.world.karim), **more}


def on_paper(answer: Response) -> str:
    assert answer.status_code == 200, answer.text[-400:]
    assert answer.headers["content-type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.content))
    assert len(reader.pages) == 1
    return " ".join(reader.pages[0].extract_text().split())


async def test_the_page_holds_the_facts_that_were_chosen_and_is_written_down(
    story: Story, case: Case, owner: Database, enter: Enter
) -> None:
    decision, karim = await decide(story, case), await enter("karim")
    form = (await karim.get(page_of(case, decision))).text
    assert FACT in form
    answer = await karim.post(page_of(case, decision), data=await chosen(story, owner))
    said = on_paper(answer)
    assert answer.headers["content-disposition"] == 'attachment; filename="gespreksblad.pdf"'
    assert answer.headers["cache-control"] == "no-store"
    for text in (
        "Sara",
        "Strijkers 6B",
        "De Wielewaal",
        FACT,
        "Herkennen jullie dit?",
        "Karim, 06 00 00 00 11",
        "maandag 2 november 2026",
        "ouders, mondeling",
    ):
        assert text in said
    assert THOUGHT not in said
    (left,) = await rows(owner, "select * from disclosures")
    assert (left.sha256, left.kind, left.by_id) == (sha256(answer.content).digest(), "page", story.world.karim)


async def test_what_somebody_thought_stands_on_it_only_when_that_was_ticked_and_then_it_says_so(
    story: Story, case: Case, owner: Database, enter: Enter
) -> None:
    decision, karim = await decide(story, case), await enter("karim")
    typed = await chosen(story, owner)
    said = on_paper(await karim.post(page_of(case, decision), data=typed | {"thought": typed["note"]}))
    assert f"Gedachte, geen feit: {THOUGHT}" in said


async def test_other_children_are_taken_off_the_page_also_for_who_does_not_know_them(
    story: Story, case: Case, owner: Database, enter: Enter
) -> None:
    for text, column in (("Duwde Milan en Noor van de stoel", "observation"),):
        (note,) = await rows(owner, "select id from notes")
        sealed = story.house.keys.seal(text, table="notes", row=note.id, column=f"{column}_sealed")
        await change(owner, f"update notes set {column}_sealed = :s", s=sealed)
    decision = await decide(story, case)
    for name in ("karim", "marjan"):
        browser = await enter(name)
        typed = await chosen(story, owner, caller=str(getattr(story.world, name)))
        said = on_paper(await browser.post(page_of(case, decision), data=typed))
        assert "Duwde een ander kind en een ander kind van de stoel" in said
        assert "Milan" not in (await browser.get(page_of(case, decision))).text
        refused = await browser.post(page_of(case, decision), data=typed | {"asked": "Is Milan er ook bij?"})
        assert refused.status_code == 422
        assert "Is Milan er ook bij?" in refused.text


async def test_without_a_name_nothing_on_the_page_leads_to_the_child(
    story: Story, case: Case, owner: Database, enter: Enter
) -> None:
    (note,) = await rows(owner, "select id from notes")
    sealed = story.house.keys.seal("Sara uit 6B huilde", table="notes", row=note.id, column="observation_sealed")
    await change(owner, "update notes set observation_sealed = :s", s=sealed)
    decision, karim = await decide(story, case, "c"), await enter("karim")
    said = on_paper(await karim.post(page_of(case, decision), data=await chosen(story, owner)))
    assert "het kind uit … huilde" in said
    assert "november 2026" in said
    told, lines = MADE_ON.subn("", said)
    assert lines == 1
    for trace in ("Sara", "6B", "Strijkers", "Wielewaal", "2 november", "maandag"):
        assert trace not in told
    refused = await karim.post(page_of(case, decision), data=await chosen(story, owner, asked="Wat doen we met Sara?"))
    assert refused.status_code == 422
    assert len(await rows(owner, "select 1 from disclosures")) == 1


@pytest.mark.parametrize("how", ["term", "objection", "withdrawal", "closed"])
async def test_no_page_without_a_decision_that_holds(
    story: Story, case: Case, owner: Database, enter: Enter, how: str
) -> None:
    long_ago = today(story) - timedelta(days=30)
    decision = await decide(story, case, "b", asked_on=today(story) if how == "term" else long_ago)
    if how == "objection":
        await object_to(story, case, decision)
    if how == "withdrawal":
        await withdraw(story, case, decision)
    if how == "closed":
        await change(owner, "update cases set closed_at = opened_at")
    karim, typed = await enter("karim"), await chosen(story, owner, asked="Nog niet verstuurd")
    answer = await karim.post(page_of(case, decision), data=typed)
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("text/html")
    assert "Nog niet verstuurd" in answer.text
    assert (await karim.get(page_of(case, decision))).status_code == 303
    assert not await rows(owner, "select 1 from disclosures")


async def test_too_much_for_one_page_is_said_and_nothing_typed_is_lost(
    story: Story, case: Case, owner: Database, enter: Enter
) -> None:
    decision, karim = await decide(story, case), await enter("karim")
    for wrong in ({"asked": "regel\n" * 600, "agreed": "Blijft staan"}, {"note": [], "asked": ""}, {"caller": ""}):
        answer = await karim.post(page_of(case, decision), data=await chosen(story, owner) | wrong)
        assert answer.status_code == 422, wrong
        assert wrong.get("agreed", "") in answer.text
    assert not await rows(owner, "select 1 from disclosures")
