"""What other rooms ask stands under Vandaag: in order, grouped when many, and counted as it is shown."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from httpx2 import AsyncClient
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.badges import badges_of
from klankbord.house.crypto import KeyRing
from klankbord.house.database import Database
from klankbord.house.ids import new_id
from klankbord.house.who import RoleHeld, Who
from klankbord.rooms.reminders.lines import LINES, Line
from klankbord.rooms.reminders.models import Reminder, ReminderKind
from tests.conftest import SignIn
from tests.factories import add
from tests.support.rows import change, rows
from tests.support.story import Story

K = ReminderKind
Due = Callable[..., Awaitable[UUID]]


@pytest.fixture
def due(story: Story, owner: Database) -> Due:
    """`await due(kind, hours=2)`: something of Karim's that was due so long ago; its subject."""

    async def make(kind: ReminderKind, hours: float = 1) -> UUID:
        subject, at = new_id(), story.now - timedelta(hours=hours)
        org = story.world.organisation_id
        row = Reminder(
            organisation_id=org, person_id=story.world.karim, kind=kind, subject_id=subject,
            moment=at, due_at=at, created_at=at,
        )  # fmt: skip
        await add(owner, row)
        return subject

    return make


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> dict[UUID, Line]:
    """What the rooms would say of these subjects; of others nothing, as when the reader may not see them."""
    lines: dict[UUID, Line] = {}

    async def source(_: AsyncSession, __: KeyRing, subjects: Sequence[UUID], language: str) -> dict[UUID, Line]:
        assert language == "nl"
        return {subject: lines[subject] for subject in subjects if subject in lines}

    for kind in (K.AGREEMENT, K.CASE_IDLE, K.ONE_TO_ONE, K.EVALUATION_SOON):
        monkeypatch.setitem(LINES, kind, source)
    return lines


async def page_of(story: Story, client: AsyncClient, sign_in: SignIn) -> str:
    await sign_in(story.world.organisation_id, story.world.karim)
    return (await client.get("/today")).text


async def count_of(story: Story) -> int:
    who = Who(story.world.karim, story.world.organisation_id, "", "nl", (RoleHeld("location_manager", None, None),))
    async with story.house.database.transaction(who.person_id, who.organisation_id) as db:
        return (await badges_of(db, who, story.now)).get("today", 0)


async def test_a_line_says_about_whom_what_and_where(
    story: Story, client: AsyncClient, sign_in: SignIn, due: Due, told: dict[UUID, Line]
) -> None:
    subject = await due(K.AGREEMENT, hours=30)
    told[subject] = Line("Milan", "Bel de moeder van Milan", "/cases/x#agreements")
    page = await page_of(story, client, sign_in)
    assert "Bel de moeder van Milan" in page
    assert 'href="/cases/x#agreements"' in page
    assert "sinds ma 28 sep" in page, "yesterday's says since when"
    assert "/done" not in page, "an agreement ends where it was made"
    assert page.count("/later") == 1


async def test_what_belongs_to_a_lesson_comes_first_and_what_is_late_before_what_is_new(
    story: Story, client: AsyncClient, sign_in: SignIn, due: Due, told: dict[UUID, Line]
) -> None:
    for kind, hours, text in ((K.CASE_IDLE, 2, "derde"), (K.AGREEMENT, 50, "tweede"), (K.ONE_TO_ONE, 1, "eerste")):
        told[await due(kind, hours)] = Line("Milan", text, "/cases")
    page = await page_of(story, client, sign_in)
    assert page.index("eerste") < page.index("tweede") < page.index("derde")


async def test_many_of_a_kind_stand_together_and_each_counts(
    story: Story, client: AsyncClient, sign_in: SignIn, due: Due, told: dict[UUID, Line]
) -> None:
    for number in range(5):
        told[await due(K.AGREEMENT, number + 1)] = Line(f"Kind{number}", "iets", "/cases")
    told[await due(K.EVALUATION_SOON)] = Line("Milan", "bij De Wielewaal", "/cases")
    page = await page_of(story, client, sign_in)
    assert "<b>5</b> × Dit heb je afgesproken te doen" in page
    assert page.count("/later") == 6
    assert page.count("/done") == 1, "knowing it is all there is to it"
    assert "Zes dingen vandaag" in page
    assert await count_of(story) == 6


async def test_what_the_reader_may_not_see_any_more_can_still_be_called_off(
    story: Story, client: AsyncClient, sign_in: SignIn, due: Due, told: dict[UUID, Line]
) -> None:
    assert told == {}
    await due(K.CASE_IDLE)
    page = await page_of(story, client, sign_in)
    assert "Niet meer voor jou te zien" in page
    assert page.count("/later") == 1
    assert await count_of(story) == 1


async def test_of_what_was_asked_about_one_thing_the_last_stands_there_and_settles_the_rest(
    story: Story, client: AsyncClient, sign_in: SignIn, due: Due, told: dict[UUID, Line], owner: Database
) -> None:
    subject = await due(K.AGREEMENT, hours=50)
    await due(K.AGREEMENT, hours=20)
    told[subject] = Line("Milan", "bij De Wielewaal", "/cases")
    await change(owner, "update reminders set subject_id = :subject", subject=subject)
    page = await page_of(story, client, sign_in)
    assert page.count("bij De Wielewaal") == await count_of(story) == 1
    (row, *_) = await rows(owner, "select id from reminders order by due_at desc")
    await client.post(f"/reminders/{row.id}/cancellation", data={"reason": "Is al gebeurd"})
    assert "Vandaag is er rust" in await page_of(story, client, sign_in)
    assert await count_of(story) == 0


async def test_two_questions_of_another_kind_about_the_same_case_both_stand_there(
    story: Story, client: AsyncClient, sign_in: SignIn, due: Due, told: dict[UUID, Line], owner: Database
) -> None:
    subject = await due(K.AGREEMENT, hours=50)
    await due(K.CASE_IDLE, hours=20)
    told[subject] = Line("Milan", "bij De Wielewaal", "/cases")
    await change(owner, "update reminders set subject_id = :subject", subject=subject)
    assert (await page_of(story, client, sign_in)).count("bij De Wielewaal") == await count_of(story) == 2


async def test_what_is_not_due_yet_and_a_test_message_are_nothing_to_do(
    story: Story, client: AsyncClient, sign_in: SignIn, due: Due, told: dict[UUID, Line]
) -> None:
    told[await due(K.AGREEMENT, hours=-3)] = Line("Milan", "morgen pas", "/cases")
    await due(K.TEST)
    assert "Vandaag is er rust" in await page_of(story, client, sign_in)
    assert await count_of(story) == 0
