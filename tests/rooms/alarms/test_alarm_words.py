"""The words of an alarm: what is added reaches people, and why it was taken back is not for everybody."""

import pytest
from httpx2 import AsyncClient

from klankbord.house.database import Database
from klankbord.house.ids import new_id
from klankbord.rooms.alarms.models import AlarmCall
from tests.conftest import SignIn
from tests.factories import add
from tests.support.alarm_story import WORDS, send_alarm, take_alarm, withdraw_alarm
from tests.support.rows import rows
from tests.support.story import Story

MORE = "Nu zijn ze met vier, kom met iemand"
REASON = "De moeder van Sara is er nu bij"


async def enter(sign_in: SignIn, story: Story, who: str) -> None:
    await sign_in(story.world.organisation_id, getattr(story.world, who))


async def sent(client: AsyncClient, story: Story, once: str, words: str, **more: str) -> str:
    """The address of the alarm."""
    data = {"location": str(story.world.wielewaal), "words": words, "once": once} | more
    answer = await client.post("/alarms", data=data)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def test_the_same_form_with_the_same_words_sends_nothing_new(
    story: Story, client: AsyncClient, sign_in: SignIn, owner: Database
) -> None:
    await enter(sign_in, story, "iris")
    once = str(new_id())
    first = await sent(client, story, once, WORDS)
    before = [await rows(owner, f"select t::text from {table} t") for table in ("alarms", "alarm_calls", "pgqueuer")]
    assert [await sent(client, story, once, WORDS) for _ in range(3)] == [first] * 3
    after = [await rows(owner, f"select t::text from {table} t") for table in ("alarms", "alarm_calls", "pgqueuer")]
    assert after == before


async def test_the_same_form_with_other_words_sends_the_words(
    story: Story, client: AsyncClient, sign_in: SignIn, owner: Database
) -> None:
    await enter(sign_in, story, "iris")
    once = str(new_id())
    first, second = await sent(client, story, once, WORDS), await sent(client, story, once, MORE)
    assert first != second
    called = await rows(owner, "select alarm_id, count(*) as calls from alarm_calls group by 1")
    assert sorted(f"/alarms/{row.alarm_id}" for row in called) == sorted((first, second))
    assert {row.calls for row in called} == {4}, "two people over two channels"
    await enter(sign_in, story, "karim")
    assert WORDS in (await client.get(first)).text
    assert MORE in (await client.get(second)).text


async def test_an_exercise_sent_again_in_earnest_is_an_alarm(
    story: Story, client: AsyncClient, sign_in: SignIn, owner: Database
) -> None:
    await enter(sign_in, story, "iris")
    once = str(new_id())
    drill, earnest = await sent(client, story, once, WORDS, drill="1"), await sent(client, story, once, WORDS)
    assert drill != earnest
    assert sorted(row.drill for row in await rows(owner, "select drill from alarms")) == [False, True]


@pytest.mark.parametrize("drill", [False, True], ids=["alarm", "exercise"])
async def test_why_it_was_taken_back_is_not_for_administrators(
    story: Story, client: AsyncClient, sign_in: SignIn, owner: Database, drill: bool
) -> None:
    alarm, org = await send_alarm(story, drill=drill), story.world.organisation_id
    about = {"organisation_id": org, "alarm_id": alarm, "made_at": story.now, "next_at": story.now}
    await add(owner, AlarmCall(**about, person_id=story.world.tess, rung=3, channel="push"))
    await withdraw_alarm(story, alarm, reason=REASON)
    addresses = (f"/alarms/{alarm}", f"/alarms/{alarm}/live", "/alarms", "/today")
    await enter(sign_in, story, "tess")
    for address in addresses:
        answer = await client.get(address)
        assert answer.status_code == 200
        assert not [words for words in (REASON, WORDS) if words in answer.text]
    assert "Ingetrokken" in (await client.get(addresses[0])).text
    for who in ("iris", "karim", "marjan"):
        await enter(sign_in, story, who)
        assert REASON in (await client.get(addresses[0])).text


async def test_an_administrator_who_took_it_up_reads_the_words(
    story: Story, client: AsyncClient, sign_in: SignIn, owner: Database
) -> None:
    alarm, org = await send_alarm(story), story.world.organisation_id
    about = {"organisation_id": org, "alarm_id": alarm, "made_at": story.now, "next_at": story.now}
    await add(owner, AlarmCall(**about, person_id=story.world.tess, rung=3, channel="push"))
    await enter(sign_in, story, "tess")
    assert WORDS not in (await client.get(f"/alarms/{alarm}")).text
    await take_alarm(story, alarm, story.world.tess)
    assert WORDS in (await client.get(f"/alarms/{alarm}")).text
