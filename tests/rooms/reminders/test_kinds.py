"""The one list of reminder kinds, and what a person put off."""

import pytest
from httpx2 import AsyncClient

from klankbord.house.clock import Clock
from klankbord.house.language import translator
from klankbord.rooms.reminders.kinds import KINDS, kind_of
from klankbord.rooms.reminders.models import ReminderKind
from tests.conftest import SignIn
from tests.factories import World
from tests.rooms.reminders.conftest import TUESDAY, Remind
from tests.support.rows import rows


def test_every_kind_of_reminder_stands_in_the_list_once() -> None:
    assert sorted(one.kind for one in KINDS) == sorted(ReminderKind)
    assert all(kind_of(kind).kind == kind for kind in ReminderKind)


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_everybody_reads_the_whole_list_in_their_language(
    client: AsyncClient, world: World, sign_in: SignIn, language: str
) -> None:
    await sign_in(world.organisation_id, world.noortje)
    await client.post("/language", data={"language": language})
    page = (await client.get("/reminders/kinds")).text.replace("&#39;", "'")
    say = translator(language).gettext
    for one in KINDS:
        for words in (one.about, one.rule, one.recipient, one.moment, one.phrase):
            assert say(words) in page, words
            assert language == "en" or say(words) != words, f"no Dutch for: {words}"


async def test_what_is_called_off_or_put_off_is_found_back_with_its_reason(
    client: AsyncClient, world: World, sign_in: SignIn, remind: Remind, clock: Clock, owner
) -> None:
    for kind in (ReminderKind.REPORT_RECEIVED, ReminderKind.CASE_IDLE):
        await remind(world.karim, kind=kind)
    clock.move_to(TUESDAY)
    await sign_in(world.organisation_id, world.karim)
    first, second = await rows(owner, "select id from reminders order by kind desc")
    await client.post(f"/reminders/{first.id}/cancellation", data={"reason": "Al gebeld met school"})
    await client.post(f"/reminders/{second.id}/snooze", data={"until": "tomorrow"})
    page = (await client.get("/reminders/settled")).text
    assert "Al gebeld met school" in page
    assert "Afgezegd vandaag 11:05" in page
    assert "Komt terug morgen 8:00" in page
    await sign_in(world.organisation_id, world.marjan)
    assert "Al gebeld" not in (await client.get("/reminders/settled")).text
