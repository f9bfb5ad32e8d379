"""The pages of a noodmelding: numbers first, honest at every moment, and nobody else's business."""

import re
from datetime import date, timedelta
from uuid import UUID

import pytest
from httpx2 import AsyncClient

from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.house.ids import new_id
from klankbord.rooms.alarms import jobs
from tests.conftest import SignIn
from tests.support.alarm_story import WORDS, send_alarm, take_alarm, withdraw_alarm
from tests.support.rows import change, rows
from tests.support.story import Story, at

MINUTE = timedelta(minutes=1)


@pytest.fixture
def come_in(story: Story, sign_in: SignIn):  # type: ignore[no-untyped-def]
    """`await come_in("karim")`."""

    async def enter(name: str) -> None:
        await sign_in(story.world.organisation_id, getattr(story.world, name))

    return enter


def numbers(page: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r'href="tel:([^"]+)"', page)))


def said(page: str) -> str:
    """What a screen reader hears when the state changes."""
    return re.findall(r'data-says="([^"]*)"', page)[0]


async def sent(client: AsyncClient, **fields: str) -> str:
    """Send the form; the address it leads to."""
    answer = await client.post("/alarms", data=fields)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def test_the_numbers_stand_above_the_form(story: Story, client: AsyncClient, come_in) -> None:  # type: ignore[no-untyped-def]
    await come_in("iris")
    page = (await client.get("/alarms/new")).text
    assert numbers(page) == ["112", "08002000", "0600000011", "0600000012"]
    assert page.index("0600000012") < page.index("<form")
    assert re.findall(r'<option value="([^"]+)" selected', page) == [str(story.world.wielewaal)]
    assert "Er werkt nu niemand" not in page
    assert "ouders kunnen dit later lezen" in page.lower()


async def test_sending_leads_to_the_screen_and_the_same_form_twice_to_the_same_screen(
    story: Story, client: AsyncClient, owner: Database, come_in
) -> None:  # type: ignore[no-untyped-def]
    await come_in("iris")
    once = str(new_id())
    first = await sent(client, location=str(story.world.wielewaal), words=WORDS, once=once)
    assert await sent(client, location=str(story.world.wielewaal), words=WORDS, once=once) == first
    assert len(await rows(owner, "select id from alarms")) == 1
    page = (await client.get(first)).text
    assert said(page).startswith("Onderweg")
    assert WORDS in page
    assert "De Wielewaal" in page
    assert "Ik pak dit op" not in page
    assert not re.search(r"<title>[^<]*(Wielewaal|Iris)", page)


async def test_with_nothing_filled_in_it_goes_out_from_the_own_location(
    story: Story, client: AsyncClient, owner: Database, come_in
) -> None:  # type: ignore[no-untyped-def]
    await come_in("iris")
    await sent(client)
    (row,) = await rows(owner, "select location_id, words_sealed from alarms")
    assert tuple(row) == (story.world.wielewaal, None)


@pytest.mark.parametrize("bad", [{"location": "x"}, {"location": str(UUID(int=5))}, {"words": "a" * 501}])
async def test_what_cannot_be_sent_comes_back_with_what_was_typed(
    bad: dict[str, str], client: AsyncClient, owner: Database, come_in
) -> None:  # type: ignore[no-untyped-def]
    await come_in("iris")
    typed = {"words": "Kom snel", "drill": "1", **bad}
    answer = await client.post("/alarms", data=typed)
    assert answer.status_code == 422
    assert typed["words"] in answer.text
    assert 'class="amiss"' in answer.text
    assert re.search(r'name="drill" value="1" checked', answer.text)
    assert await rows(owner, "select id from alarms") == []


async def test_when_nobody_works_the_sender_is_told_at_once_to_phone(
    story: Story, client: AsyncClient, come_in
) -> None:  # type: ignore[no-untyped-def]
    story.move_to(at(date(2026, 9, 27), 12))
    await come_in("iris")
    assert "Geen van hen werkt nu" in (await client.get("/alarms/new")).text
    page = (await client.get(await sent(client))).text
    assert said(page).startswith("Er werkt nu niemand. Bel.")
    assert numbers(page) == ["112", "08002000", "0600000011", "0600000012"]


async def test_unread_for_two_minutes_the_sender_is_told_to_phone_whether_or_not_a_worker_runs(
    story: Story, client: AsyncClient, owner: Database, come_in
) -> None:  # type: ignore[no-untyped-def]
    await come_in("iris")
    address = await sent(client)
    story.move_to(story.now + MINUTE)
    assert said((await client.get(address)).text).startswith("Het komt nog bij niemand aan. Bel.")
    await change(owner, "update alarm_calls set told_at = made_at")
    assert said((await client.get(address)).text).startswith("Onderweg")
    story.move_to(story.now + MINUTE)
    assert said((await client.get(address)).text).startswith("Nog niet gelezen. Bel.")


async def test_the_sender_sees_who_read_it_and_who_takes_it_up(story: Story, client: AsyncClient, come_in) -> None:  # type: ignore[no-untyped-def]
    await come_in("iris")
    address = await sent(client, words=WORDS)
    await come_in("karim")
    theirs = (await client.get(address)).text
    assert WORDS in theirs
    assert "Ik pak dit op" in theirs
    await come_in("iris")
    page = (await client.get(address)).text
    assert said(page).startswith("Gelezen door Karim")
    assert "las het om" in page
    await come_in("karim")
    assert (await client.post(address + "/taking")).status_code == 303
    assert said((await client.get(address)).text).startswith("Jij pakt dit op")
    await come_in("iris")
    assert said((await client.get(address)).text).startswith("Karim pakt dit op")


async def test_who_comes_second_is_told_who_has_it(story: Story, client: AsyncClient, come_in) -> None:  # type: ignore[no-untyped-def]
    alarm = await send_alarm(story)
    await take_alarm(story, alarm, story.world.marjan)
    await come_in("karim")
    answer = await client.post(f"/alarms/{alarm}/taking")
    assert answer.status_code == 409
    assert "Iemand was je net voor" in answer.text
    assert "Marjan pakt dit op" in answer.text


async def test_taking_it_back_asks_a_reason_and_keeps_what_was_typed(
    story: Story, client: AsyncClient, come_in
) -> None:  # type: ignore[no-untyped-def]
    alarm = await send_alarm(story)
    await come_in("iris")
    for reason in ("", "a" * 501):
        answer = await client.post(f"/alarms/{alarm}/withdrawal", data={"reason": reason})
        assert answer.status_code == 422
        assert reason in answer.text
    assert (await client.post(f"/alarms/{alarm}/withdrawal", data={"reason": "Opgelost"})).status_code == 303
    assert "Opgelost" in (await client.get(f"/alarms/{alarm}")).text


async def test_a_stranger_finds_nothing(story: Story, client: AsyncClient, come_in) -> None:  # type: ignore[no-untyped-def]
    alarm = await send_alarm(story)
    for name in ("noortje", "tess"):
        await come_in(name)
        for path in ("", "/live"):
            assert (await client.get(f"/alarms/{alarm}{path}")).status_code == 404
        for act in ("taking", "withdrawal"):
            assert (await client.post(f"/alarms/{alarm}/{act}", data={"reason": "x"})).status_code == 404


async def test_an_administrator_who_is_called_reads_the_words_only_after_taking_it_up(
    story: Story, client: AsyncClient, worker_house: House, come_in
) -> None:  # type: ignore[no-untyped-def]
    alarm = await send_alarm(story)
    story.move_to(story.now + 15 * MINUTE)
    await jobs.climb(worker_house)
    await come_in("tess")
    assert WORDS not in (await client.get(f"/alarms/{alarm}")).text
    await client.post(f"/alarms/{alarm}/taking")
    assert WORDS in (await client.get(f"/alarms/{alarm}")).text


async def test_an_open_alarm_stands_on_top_of_every_page_of_who_is_called_and_of_nobody_else(
    story: Story, client: AsyncClient, come_in
) -> None:  # type: ignore[no-untyped-def]
    alarm = await send_alarm(story)
    for name, told in (("karim", True), ("marjan", True), ("iris", True), ("noortje", False), ("tess", False)):
        await come_in(name)
        for path in ("/today", "/account", "/help"):
            assert ("/alarms/now" in (await client.get(path)).text) is told, f"{name} {path}"
        wanted = f"/alarms/{alarm}" if told else "/alarms"
        assert (await client.get("/alarms/now")).headers["location"] == wanted
    await take_alarm(story, alarm, story.world.karim)
    await come_in("marjan")
    assert "/alarms/now" not in (await client.get("/today")).text


async def test_an_exercise_is_marked_everywhere(story: Story, client: AsyncClient, come_in) -> None:  # type: ignore[no-untyped-def]
    alarm = await send_alarm(story, drill=True)
    for name in ("karim", "iris"):
        await come_in(name)
        for path in ("/today", f"/alarms/{alarm}", "/alarms"):
            assert "OEFENING" in (await client.get(path)).text, path


async def test_the_list_measures_exercises(story: Story, client: AsyncClient, come_in) -> None:  # type: ignore[no-untyped-def]
    for minutes in (1, 2, 9):
        alarm = await send_alarm(story, drill=True)
        story.move_to(story.now + minutes * MINUTE)
        await take_alarm(story, alarm, story.world.karim)
    await withdraw_alarm(story, await send_alarm(story, drill=True))
    for name in ("karim", "marjan", "tess"):
        await come_in(name)
        page = (await client.get("/alarms")).text
        assert re.search(r"De helft werd gelezen binnen 2 min \d+ s, en opgepakt binnen 2 min \d+ s", page)
        assert "3 oefeningen" in page


async def test_an_administrator_hears_that_no_mail_was_set_up(
    story: Story, client: AsyncClient, house: House, come_in
) -> None:  # type: ignore[no-untyped-def]
    await come_in("tess")
    assert "E-mail is niet ingesteld" not in (await client.get("/alarms")).text


async def test_a_page_that_asks_for_no_events_gets_the_live_parts_once(
    story: Story, client: AsyncClient, come_in
) -> None:  # type: ignore[no-untyped-def]
    alarm = await send_alarm(story)
    await come_in("karim")
    answer = await client.get(f"/alarms/{alarm}/live")
    assert re.findall(r'data-part="(\w+)"', answer.text) == ["state", "called", "withdrawal", "acts"]
    await take_alarm(story, alarm, story.world.karim)
    over = await client.get(f"/alarms/{alarm}/live", headers={"accept": "text/event-stream"})
    assert (over.status_code, over.text) == (204, "")


async def test_it_reads_english_for_who_asks(story: Story, client: AsyncClient, owner: Database, come_in) -> None:  # type: ignore[no-untyped-def]
    await change(owner, "update people set language = 'en'")
    await come_in("iris")
    page = (await client.get(await sent(client))).text
    assert said(page).startswith("On its way")
