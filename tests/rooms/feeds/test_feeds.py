"""The dates of one person in their own calendar: when, never about whom; and an end to it."""

from datetime import datetime, timedelta

from httpx2 import AsyncClient
from icalendar import Calendar

from klankbord.house.database import Database
from klankbord.house.ids import new_id
from klankbord.rooms.feeds.rules import FEW
from tests.conftest import SignIn
from tests.support.rows import change, rows
from tests.support.story import FACT, Story


async def address_of(client: AsyncClient) -> str:
    """Make an address; its path."""
    page = (await client.post("/feeds")).text
    return "/feeds/" + page.split("/feeds/")[1].split(".ics")[0] + ".ics"


async def moments(client: AsyncClient, address: str) -> dict[str, datetime]:
    """When what is in the calendar begins, by UID."""
    events = Calendar.from_ical((await client.get(address)).content).walk("VEVENT")
    return {str(one["uid"]): one["dtstart"].dt for one in events}


async def test_a_feed_says_when_and_nothing_else(story: Story, client: AsyncClient, sign_in: SignIn) -> None:
    world = story.world
    await story.watch()
    await story.reported()
    await sign_in(world.organisation_id, world.iris)
    address = await address_of(client)
    client.cookies.clear()
    answer = await client.get(address)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert answer.headers["content-type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert len(events) >= 3
    assert {str(one["summary"]) for one in events} == {"Klankbord: iets te doen"}
    assert {str(one["url"]) for one in events} == {f"{story.house.settings.address}/today"}
    assert all(one["dtend"].dt - one["dtstart"].dt == timedelta(minutes=15) for one in events)
    assert not [word for word in ("Sara", "Strijkers", "Wielewaal", "watch", "report", FACT) if word in answer.text]


async def test_a_moment_keeps_its_place_in_the_calendar_when_it_moves_and_goes_when_it_is_done(
    story: Story, client: AsyncClient, sign_in: SignIn, owner: Database
) -> None:
    world = story.world
    await story.reported()
    await sign_in(world.organisation_id, world.karim)
    address = await address_of(client)
    before = await moments(client, address)
    later = story.now + timedelta(days=30)
    await change(
        owner, "update reminders set snoozed_until = :later where person_id = :me", later=later, me=world.karim
    )
    after = await moments(client, address)
    assert before
    assert after == dict.fromkeys(before, later.replace(microsecond=0))
    await change(owner, "update reminders set state = 'done' where person_id = :me", me=world.karim)
    assert await moments(client, address) == {}


async def test_an_ended_address_and_one_that_never_was_are_the_same(
    story: Story, client: AsyncClient, sign_in: SignIn, owner: Database
) -> None:
    world = story.world
    await sign_in(world.organisation_id, world.iris)
    address = await address_of(client)
    page = (await client.get("/feeds")).text
    assert address.split("/")[2].removesuffix(".ics") not in page, "it is shown once"
    (row,) = await rows(owner, "select id, token_sha256 from feeds")
    await sign_in(world.organisation_id, world.karim)
    assert (await client.post(f"/feeds/{row.id}/end")).status_code == 404
    assert (await client.get(address)).status_code == 200
    await sign_in(world.organisation_id, world.iris)
    assert (await client.post(f"/feeds/{row.id}/end")).headers["location"] == "/feeds"
    client.cookies.clear()
    ended, never = await client.get(address), await client.get(f"/feeds/{new_id()}.ics")
    assert (ended.status_code, ended.text) == (404, never.text)


async def test_who_left_has_no_feed_and_nobody_has_more_than_a_few(
    story: Story, client: AsyncClient, sign_in: SignIn, owner: Database
) -> None:
    world = story.world
    await sign_in(world.organisation_id, world.iris)
    address = await address_of(client)
    for _ in range(FEW - 1):
        assert (await client.post("/feeds")).status_code == 200
    full = await client.post("/feeds")
    assert full.status_code == 422
    assert "Je hebt al vijf adressen" in full.text
    await change(owner, "update people set ended_at = now() where id = :iris", iris=world.iris)
    assert (await client.get(address)).status_code == 404
