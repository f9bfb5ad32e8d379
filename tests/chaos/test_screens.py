"""What stands on the screen of a real page is judged: each lie on it is put there by hand, and must be counted."""

import random
from collections.abc import AsyncIterator
from uuid import UUID

import pytest_asyncio
from playwright.async_api import Playwright, async_playwright

from tests.browser.device import until
from tests.chaos.browser_person import Person, write
from tests.chaos.browsers import come_to_rest, some_browsers
from tests.chaos.claims import at_rest
from tests.chaos.conftest import Calm
from tests.chaos.looking import WAITING_PAGE, look, look_what_waits
from tests.chaos.resting import LOGBOOK

NOW_SENT = "document.querySelector('[data-saved] [data-state-words]').textContent = 'verzonden'"
GREEN = "document.querySelector('[data-saved] [data-bead=sent]').classList.add('done')"
ALL_SENT = """addEventListener('DOMContentLoaded', () => {
  for (const one of document.querySelectorAll('template[data-say^=waits-]')) one.innerHTML = 'Alles verzonden';
})"""
# Where, what is changed there, and what the finding says of it.
TAMPERED = (
    (WAITING_PAGE, "document.querySelector('[data-waits]').textContent = '1 wacht sinds 9:05'", "1 wacht sinds 9:05"),
    (WAITING_PAGE, "document.querySelector('[data-waits]').hidden = true", "'nothing' in the header"),
    (WAITING_PAGE, "document.querySelector('[data-waiting-none]').hidden = true", "no word that nothing waits"),
    (LOGBOOK, "document.querySelector('article .state').textContent = 'op deze telefoon'", "waiting"),
    (LOGBOOK, "document.querySelector('article .state').textContent = 'ergens'", "'ergens'"),
    (LOGBOOK, "document.querySelector('article').remove()", "nothing"),
)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def playwright() -> AsyncIterator[Playwright]:
    """What starts the browsers of these tests."""
    async with async_playwright() as here:
        yield here


@pytest_asyncio.fixture(loop_scope="session")
async def who(calm: Calm, playwright: Playwright) -> AsyncIterator[Person]:
    """Somebody with a real page, whom nobody met before."""
    async with some_browsers(calm.stage, playwright) as [person]:
        yield person


async def ids_of(who: Person) -> dict[UUID, str]:
    return {UUID(item["id"]): item["state"] for item in await who.device.items()}


async def judged(calm: Calm, who: Person, shown: dict[UUID, str]) -> list[str]:
    """The lies, when this stands on the screen in the end."""
    screen = {who.screen: [{"id": str(id), "state": state} for id, state in shown.items()]}
    phones, calm.phones = calm.phones, {**calm.phones, **screen}
    lied = (await calm.judge()).lied
    calm.phones = phones
    return lied


async def lies_of(calm: Calm) -> list[str]:
    """Those of everything that was said until now."""
    await calm.stage.ledger.settle()
    return (await calm.judge()).lied


async def test_what_is_shown_at_rest_is_read_from_card_list_and_logbook(calm: Calm, who: Person) -> None:
    await write(calm.stage, who, random.Random(0))
    found = await come_to_rest(calm.stage, [who])
    await calm.stage.ledger.settle()
    rows = await ids_of(who)
    assert {UUID(one["id"]): one["state"] for one in found[who.screen]} == rows
    assert set(rows.values()) == {"sent"}
    assert calm.stage.hands.met["screen at rest"] >= 1
    said = {one.id for one in calm.stage.ledger.said if (one.phone, one.state, one.had) == (who.screen, "sent", True)}
    assert said, "the moment at which a card said it was not heard"
    assert said <= rows.keys()
    calm.phones, before = {**calm.phones, **found}, calm.phones
    assert (await calm.judge()).listed() == []
    calm.phones = before


async def test_another_state_on_the_screen_than_the_row_has_is_a_lie(calm: Calm, who: Person) -> None:
    await write(calm.stage, who, random.Random(0))
    await who.device.until_items(*["sent"] * len(await ids_of(who)))
    rows = await ids_of(who)
    for page, change, finding in TAMPERED:
        await who.device.open(page)
        wanted = sorted(rows) if page == LOGBOOK else []
        assert await judged(calm, who, at_rest(await look(who), rows, wanted)) == []
        await who.device.page.evaluate(f"() => {{ {change} }}")
        [lied] = await judged(calm, who, at_rest(await look(who), rows, wanted))
        assert who.screen in lied
        assert finding in lied


async def test_sent_on_a_card_before_the_server_has_it_is_a_lie(calm: Calm, who: Person) -> None:
    with who.releases.comes_out():  # nothing that is written here is taken
        for number, change in enumerate((NOW_SENT, GREEN)):
            await who.device.open(who.page_of_group)
            before = await ids_of(who)
            await write(calm.stage, who, random.Random(number))
            assert await lies_of(calm) == []
            await who.device.page.evaluate(f"() => {{ {change} }}")
            lied = await until(lambda: lies_of(calm), bool, "a lie")
            assert len(lied) == len(await ids_of(who)) - len(before)
            assert all(who.screen in line and "before the server had it" in line for line in lied)
            calm.stage.ledger.said = [one for one in calm.stage.ledger.said if one.phone != who.screen]
    await who.device.open(who.page_of_group)
    await who.device.until_items(*["sent"] * len(await ids_of(who)))


async def test_a_header_that_says_everything_was_sent_while_something_waits_is_a_lie(calm: Calm, who: Person) -> None:
    with who.releases.comes_out():
        await write(calm.stage, who, random.Random(0))
        waits = await ids_of(who)
        await look_what_waits(calm.stage, who, random.Random(0))
        assert await lies_of(calm) == []
        await who.device.context.add_init_script(ALL_SENT)
        await look_what_waits(calm.stage, who, random.Random(0))
        assert len(await lies_of(calm)) == len(waits)
    await who.device.open(who.page_of_group)
    await who.device.until_items(*["sent"] * len(waits))
