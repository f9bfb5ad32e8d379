"""What the worker keeps was compiled when it was kept: no page, and no finger, waits for a compiler."""

import asyncio
from typing import Any

from tests.browser.device import PATIENCE, Device
from tests.browser.devices import Devices
from tests.browser.steps import on_the_note_page
from tests.factories import World

COMPILED = ("v8.compile", "v8.compileModule")


async def compiled_by(phone: Device, path: str) -> dict[str, bool]:
    """Each script of a page, by its name without the hash: whether it came compiled out of the worker's cache."""
    tools = await phone.tools()
    seen: list[dict[str, Any]] = []
    over = asyncio.Event()
    tools.on("Tracing.dataCollected", lambda told: seen.extend(told["value"]))
    tools.on("Tracing.tracingComplete", lambda _: over.set())
    config = {"includedCategories": ["devtools.timeline", "v8", "disabled-by-default-v8.compile"]}
    await tools.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": config})
    await phone.open(path)
    await tools.send("Tracing.end")
    await asyncio.wait_for(over.wait(), PATIENCE / 1000)
    found = [
        one["args"]["data"] for one in seen if one["name"] in COMPILED and "/static/" in one["args"]["data"]["url"]
    ]
    return {
        one["url"].rpartition("/")[2].partition("-")[0]: one.get("cacheKind") == "full" and not one["cacheRejected"]
        for one in found
    }


async def test_a_page_and_the_shell_find_their_scripts_compiled(devices: Devices, world: World) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await phone.under_a_worker()
    assert await compiled_by(phone, "/notes/new") == {"htmx": True, "app": True}
    await phone.offline()
    assert await compiled_by(phone, "/notes/new") == {"shell": True}
