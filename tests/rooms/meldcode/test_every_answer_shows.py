"""Whatever was recorded in a Meldcode, its page opens: every kind, every answer, long, empty, corrected, ended."""

from datetime import date
from uuid import UUID

import pytest
import pytest_asyncio
from httpx2 import AsyncClient

from klankbord.house.database import Database
from klankbord.house.ids import new_id
from klankbord.rooms.cases.models import Case
from klankbord.rooms.meldcode import actions, rules
from klankbord.rooms.meldcode.models import MeldcodeEntry, MeldcodeKind, MeldcodeTrack, SpecialCase, WhoseCode
from tests.conftest import SignIn
from tests.factories import add
from tests.rooms.meldcode.conftest import MORNING
from tests.support.beginning import Beginning
from tests.support.case_beginning import Remembered, begin_with_a_case, reported, that_case
from tests.support.cluster import Cluster
from tests.support.rows import change
from tests.support.story import Story

LONG = "Drie keer een blauwe plek, en ze zei er niets over. " * 76  # just within what may be written
ANSWERS = [*rules.Answer, None]
PLACES = [(kind, step) for kind in MeldcodeKind for step in rules.STEPS if step in rules.BELONGS[kind]]


@pytest_asyncio.fixture(scope="module")
async def case_once(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Beginning[Remembered]:
    """The case as it is told, to copy for each test."""
    return await begin_with_a_case(cluster, tmp_path_factory.mktemp("case"), MORNING, reported)


@pytest_asyncio.fixture
async def case(story: Story, owner: Database, case_once: Beginning[Remembered], sign_in: SignIn) -> Case:
    """Sara's; Karim, its manager, is signed in."""
    await sign_in(story.world.organisation_id, story.world.karim)
    return await that_case(owner, case_once)


async def a_track(story: Story, owner: Database, case: Case, special: str | None = None) -> MeldcodeTrack:
    about = {"organisation_id": case.organisation_id, "case_id": case.id, "by_id": story.world.karim, "at": story.now}
    row = MeldcodeTrack(**about, whose=WhoseCode.SCHOOL, special=special)
    await add(owner, row)
    return row


def entry(
    story: Story, track: MeldcodeTrack, kind: MeldcodeKind, step: int, words: str, **more: object
) -> MeldcodeEntry:
    """As it stands in the table, whatever the rules would say of it; what the table itself asks for is there."""
    if kind == MeldcodeKind.WEIGHING:
        more = {"question": 1, **more, "answer": more.get("answer") or "doubt"}
    if kind == MeldcodeKind.SKIPPED:
        words = words or "Al gedaan"
    about = {"organisation_id": track.organisation_id, "case_id": track.case_id, "by_id": story.world.karim}
    row = MeldcodeEntry(**about, at=story.now, track_id=track.id, kind=kind, step=step, **more)
    sealed = story.house.keys.seal(words, table="meldcode_entries", row=row.id, column=actions.WORDS)
    row.words_sealed = sealed if words else None
    return row


async def page(client: AsyncClient, case: Case, correct: UUID | None = None) -> str:
    """The page of the Meldcode; in both languages it opens."""
    address = f"/cases/{case.id}/meldcode" + (f"?correct={correct}" if correct else "")
    answer = await client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.text


@pytest.mark.parametrize(("kind", "step"), PLACES, ids=[f"{kind} in step {step}" for kind, step in PLACES])
@pytest.mark.parametrize("words", ["", LONG], ids=["no words", "many words"])
async def test_the_page_opens_with_every_kind_in_every_step_it_belongs_to(
    story: Story, client: AsyncClient, case: Case, owner: Database, kind: MeldcodeKind, step: int, words: str
) -> None:
    track = await a_track(story, owner, case)
    for number, answer in enumerate(ANSWERS, 1):
        question = number if kind == MeldcodeKind.WEIGHING else None
        row = entry(story, track, kind, step, words, answer=answer, question=question)
        await add(owner, row)
        assert words.strip() in await page(client, case)
        await page(client, case, correct=row.id)


@pytest.mark.parametrize("kind", MeldcodeKind)
@pytest.mark.parametrize("language", ["nl", "en"])
async def test_what_stands_in_an_odd_step_breaks_no_page(
    story: Story, client: AsyncClient, case: Case, owner: Database, kind: MeldcodeKind, language: str
) -> None:
    """The table takes any step from 1 to 5, whatever the order says; and what was written before a rule changed."""
    await client.post("/language", data={"language": language, "back": "/today"})
    track = await a_track(story, owner, case)
    for step in rules.STEPS:
        question = step if kind == MeldcodeKind.WEIGHING else None
        await add(owner, entry(story, track, kind, step, "", answer="yes", question=question, done_on=date(2026, 9, 1)))
        await page(client, case)


@pytest.mark.parametrize("special", [None, *SpecialCase])
async def test_the_page_opens_when_everything_was_said_corrected_and_ended(
    story: Story, client: AsyncClient, case: Case, owner: Database, special: str | None
) -> None:
    track = await a_track(story, owner, case, special)
    rows = [entry(story, track, MeldcodeKind.STEP, step, f"Stap {step}", veilig_thuis=step == 2) for step in (1, 2, 3)]
    weighed = [entry(story, track, MeldcodeKind.WEIGHING, 4, "", question=q, answer="doubt") for q in rules.QUESTIONS]
    decided = [entry(story, track, kind, 5, "Samen", answer="no") for kind in rules.DECISIONS]
    for row in (*rows, *weighed, *decided):
        await add(owner, row)
        await add(
            owner,
            entry(story, track, MeldcodeKind(row.kind), row.step, "Toch niet", question=row.question, answer=row.answer,
                  correction_of_id=row.id),
        )  # fmt: skip
        assert "Toch niet" in await page(client, case)
    await add(owner, entry(story, track, MeldcodeKind.ENDED, 5, "Veilig Thuis neemt het over"))
    said = await page(client, case)
    assert [words for words in ("Stap 1", "Stap 3", "Veilig Thuis neemt het over") if words not in said] == []
    await change(owner, "update cases set closed_at = now() where id = :id", id=case.id)
    assert "Veilig Thuis neemt het over" in await page(client, case)


@pytest.mark.parametrize("kind", [*MeldcodeKind, "nonsense", ""])
@pytest.mark.parametrize("step", ["1", "4", "5", "6", "-1", "", "x", "99999"])
async def test_whatever_is_sent_is_taken_or_refused_and_the_page_opens_after_it(
    story: Story, client: AsyncClient, case: Case, owner: Database, kind: str, step: str
) -> None:
    track = await a_track(story, owner, case)
    for question in ("", "1", "7"):
        for answer, words in (("", ""), ("yes", LONG), ("perhaps", "x" * 4001)):
            typed = {"kind": kind, "step": step, "question": question, "answer": answer, "words": words}
            data = {"track": str(track.id), "once": str(new_id()), "veilig_thuis": "yes", **typed}
            sent = await client.post(f"/cases/{case.id}/meldcode/entries", data=data)
            assert sent.status_code in (303, 404, 422), sent.text
            if sent.status_code == 303:  # what is refused has shown its page already, and left nothing
                await page(client, case)
    await page(client, case)
