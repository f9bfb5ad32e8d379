"""What people do again and again in the journeys, by the words on the screen."""

import re

from tests.support.phone import Phone


def chip(words: str) -> re.Pattern[str]:
    """A chip by its first words."""
    return re.compile("^" + re.escape(words))


async def tick(phone: Phone, words: str) -> None:
    """Tap a chip."""
    await phone.page.locator("label.chip:visible", has_text=chip(words)).first.click()


async def save(phone: Phone) -> None:
    """Tap Bewaar."""
    await phone.page.get_by_role("button", name=re.compile("^Bewaar")).click()


async def write_note(phone: Phone, child: str, *signals: str, seen: str = "") -> None:
    """A note about one child, kept on the phone when this returns."""
    await tick(phone, child)
    for signal in signals:
        await tick(phone, signal)
    if seen:
        await phone.page.locator("summary", has_text="Wat zag of hoorde je").click()
        await phone.page.locator("textarea[name=observation]").fill(seen)
    await save(phone)
    await phone.page.locator("[data-saved] .card").first.wait_for()
