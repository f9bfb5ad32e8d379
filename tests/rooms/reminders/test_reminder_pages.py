"""Later, not needed, done; and who cannot be reached by push."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from httpx2 import AsyncClient

from klankbord.house.database import Database
from klankbord.rooms.reminders.models import ReminderKind
from tests.factories import World
from tests.rooms.reminders.conftest import TUESDAY, Phone, Remind, SignIn
from tests.support.rows import change, rows

HTMX = {"hx-request": "true"}


async def an_id(owner: Database, remind: Remind, person_id: UUID) -> UUID:
    await remind(person_id, kind=ReminderKind.WATCH_LESSON)
    ((id,),) = await rows(owner, "select id from reminders")
    assert isinstance(id, UUID)
    return id


async def state(owner: Database) -> str:
    ((found,),) = await rows(owner, "select state from reminders")
    return str(found)


async def test_it_can_be_put_off_to_later_today_tomorrow_or_the_next_lesson_day(
    client: AsyncClient, owner: Database, world: World, remind: Remind, sign_in: SignIn
) -> None:
    id = await an_id(owner, remind, world.iris)
    await sign_in(world.organisation_id, world.iris)
    page = (await client.get(f"/reminders/{id}/later")).text
    for word in ("Later vandaag", "Morgen", "Op de volgende lesdag", "ma 9 nov"):
        assert word in page
    answer = await client.post(f"/reminders/{id}/snooze", data={"until": "next_lesson_day"}, headers=HTMX)
    assert "Je ziet dit weer ma 9 nov 8:00" in answer.text
    ((until,),) = await rows(owner, "select snoozed_until from reminders")
    assert until.isoformat() == "2026-11-09T07:00:00+00:00"


async def test_without_script_it_leads_back_to_today(
    client: AsyncClient, owner: Database, world: World, remind: Remind, sign_in: SignIn
) -> None:
    id = await an_id(owner, remind, world.iris)
    await sign_in(world.organisation_id, world.iris)
    for address, data in (("snooze", {"until": "tomorrow"}), ("done", {})):
        answer = await client.post(f"/reminders/{id}/{address}", data=data)
        assert (answer.status_code, answer.headers["location"]) == (303, "/today")
    assert await state(owner) == "done"


@pytest.mark.parametrize("headers", [HTMX, {}])
async def test_calling_it_off_asks_why_and_keeps_what_was_typed(
    client: AsyncClient, owner: Database, world: World, remind: Remind, sign_in: SignIn, headers: dict[str, str]
) -> None:
    id = await an_id(owner, remind, world.iris)
    await sign_in(world.organisation_id, world.iris)
    for reason, sentence in (("  ", "Zeg in een paar woorden"), ("x" * 501, "Deze reden is te lang")):
        answer = await client.post(f"/reminders/{id}/cancellation", data={"reason": reason}, headers=headers)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert reason.strip() in answer.text
        assert await state(owner) == "waiting"
    answer = await client.post(f"/reminders/{id}/cancellation", data={"reason": "verhuisd"}, headers=HTMX)
    assert (answer.status_code, await state(owner)) == (200, "cancelled")


@pytest.mark.parametrize("until", ["", "yesterday", "2020-01-01", "x" * 10_000, "\x00"])
async def test_a_moment_that_is_not_offered_is_refused_with_a_sentence(
    client: AsyncClient, owner: Database, world: World, remind: Remind, sign_in: SignIn, until: str
) -> None:
    id = await an_id(owner, remind, world.iris)
    await sign_in(world.organisation_id, world.iris)
    answer = await client.post(f"/reminders/{id}/snooze", data={"until": until})
    assert answer.status_code == 422
    assert "Kies wanneer je dit weer wilt zien." in answer.text


async def test_a_strangers_reminder_is_not_found(
    client: AsyncClient, owner: Database, world: World, remind: Remind, sign_in: SignIn
) -> None:
    his = await an_id(owner, remind, world.karim)
    await sign_in(world.organisation_id, world.iris)
    for id in (his, uuid4(), "nonsense"):
        assert (await client.get(f"/reminders/{id}/later")).status_code in (404, 422)
        for address in ("snooze", "cancellation", "done"):
            data = {"until": "tomorrow", "reason": "x"}
            answer = await client.post(f"/reminders/{id}/{address}", data=data, headers=HTMX)
            assert answer.status_code == (422 if id == "nonsense" else 404)
    assert await state(owner) == "waiting"


async def test_the_push_page_shows_my_browsers_and_no_address(
    client: AsyncClient, owner: Database, world: World, a_phone: Phone, sign_in: SignIn
) -> None:
    mine = await a_phone(world.iris)
    await a_phone(world.karim)
    await change(owner, "update push_subscriptions set last_ok_at = :at", at=TUESDAY - timedelta(days=1))
    await sign_in(world.organisation_id, world.iris)
    page = (await client.get("/push")).text
    assert page.count("/removal") == 1
    assert "Laatste bericht gisteren 11:05" in page
    assert mine.endpoint not in page
    assert mine.auth not in page
    for shown in ("unsupported", "ios", "denied", "off", "on", "busy", "failed"):
        assert f'data-push-show="{shown}" hidden' in page


async def test_a_manager_sees_who_of_the_own_locations_cannot_be_reached(
    client: AsyncClient, owner: Database, world: World, a_phone: Phone, sign_in: SignIn
) -> None:
    await sign_in(world.organisation_id, world.karim)
    page = (await client.get("/reachability")).text
    assert "Iris" in page
    assert "06 00 00 00 11" in page
    assert "Noortje" not in page
    await a_phone(world.iris)
    assert "Nog geen bericht" in (await client.get("/reachability")).text
    await change(owner, "update push_subscriptions set failing_since = :at", at=TUESDAY)
    assert "Nog geen bericht" not in (await client.get("/reachability")).text


async def test_the_administrator_sees_everybody_and_a_teacher_nothing(
    client: AsyncClient, world: World, sign_in: SignIn
) -> None:
    await sign_in(world.organisation_id, world.tess)
    page = (await client.get("/reachability")).text
    assert all(name in page for name in ("Iris", "Karim", "Marjan", "Tess", "Noortje", "de hele organisatie"))
    await sign_in(world.organisation_id, world.iris)
    assert (await client.get("/reachability")).status_code == 404
