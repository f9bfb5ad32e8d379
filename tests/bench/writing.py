"""A teacher writes a note on a phone: a child, what was seen, words, and a finger on *Bewaar*."""

import asyncio
import re
from typing import Any

from playwright.async_api import Locator

from tests.browser.device import Device

A_TAP = 0.08  # seconds that a finger stays
A_LOOK = 0.3  # seconds between two taps: three in five seconds is quick for a person
# Nobody's name in it: the guard of first names reads it to its end.
WORDS = (
    "Kwam vandaag te laat binnen en ging meteen achteraan zitten. Wilde eerst niet meespelen; na de pauze ging het "
    "beter en deed mee met het laatste lied. Zei dat slapen al een week niet goed lukt."
)
OBSERVATION = "textarea[name=observation]:visible"
VALUE = "document.querySelector('textarea[name=observation]').value"


async def write(phone: Device, number: int, words: str) -> None:
    """A note about the next child, ready to be kept; with `words` or, empty, with ticks alone."""
    for field in ("pupil", "signal"):
        await chip(phone, field, number).tap()
        await asyncio.sleep(A_LOOK)
    if words:
        await type_in(phone, words)
        await asyncio.sleep(A_LOOK)


async def type_in(phone: Device, words: str) -> None:
    """Word by word, as a phone's keyboard gives them, so that all that listens has its work; a fold is opened first."""
    await phone.page.locator("details:not([open]):has(textarea[name=observation]) > summary:visible").tap()
    await phone.page.locator(OBSERVATION).tap()
    for word in re.findall(r"\S+\s*", words):
        await phone.page.keyboard.insert_text(word)
    if (stands := await asked(phone, VALUE)) != words:
        raise AssertionError(f"typed {words!r}, and there stands {stands!r}")


def chip(phone: Device, field: str, number: int) -> Locator:
    """One of the visible chips of a field, around and around."""
    return phone.page.locator(f"label.chip:visible:has(input[name={field}])").nth(number % 3)


def bewaar(phone: Device) -> Locator:
    """The button."""
    return phone.page.locator("button.primary[form=note-form]:visible")


async def asked(phone: Device, expression: str) -> Any:
    """A number or a text of the page, without the scripts that Playwright brings along for its own questions."""
    answer = await (await phone.tools()).send("Runtime.evaluate", {"expression": expression, "returnByValue": True})
    return answer["result"].get("value")


async def tap(phone: Device, button: Locator) -> None:
    """A finger that stays as long as a finger does; Playwright's own tap takes no time, and listens to the page."""
    box = await button.bounding_box()
    if box is None:
        raise AssertionError("there is no button to tap")
    at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    tools = await phone.tools()
    await tools.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at]})
    await asyncio.sleep(A_TAP)
    await tools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
