"""What a first visit weighs on a bad line, gzipped, in KB of 1024 bytes."""

import gzip

import pytest

from klankbord.house.web_files import DIST
from tests.browser.devices import Devices
from tests.browser.scripts import SIGN_IN
from tests.pages.tour import Tour
from tests.pages.visits import VISITS, Visit
from tests.support.rows import rows

FIRST = [visit for visit in VISITS if visit.name in ("write", "today", "logbook", "queue", "sign-in", "help", "shell")]
SCRIPT, STYLE, WORKER, EVERYTHING = 30, 8, 14, 55
# Until the page has loaded; what comes later (the sealing code, the worker's copies) holds nobody up.
LOADED = """() => performance.getEntriesByType('resource')
  .filter((one) => one.startTime < performance.getEntriesByType('navigation')[0].loadEventStart)
  .map((one) => new URL(one.name).pathname)"""


def weight(body: bytes) -> float:
    """KB, gzipped."""
    return len(gzip.compress(body, 9)) / 1024


@pytest.mark.parametrize("visit", FIRST, ids=[visit.name for visit in FIRST])
async def test_a_first_visit_is_light_enough_for_a_bad_line(tour: Tour, visit: Visit) -> None:
    device = await Devices(tour.devices.playwright, tour.devices.browser, tour.running).make()
    if visit.who:
        (person,) = await rows(tour.running.owner, "select id from people where first_name = :n", n=visit.who)
        await device.open("/sign-in", ready=False)
        await device.page.evaluate(SIGN_IN, str(person.id))
    answer = await device.open(await tour.address(visit), ready=bool(visit.who))
    assert answer is not None
    paths = {path for path in await device.page.evaluate(LOADED) if path.startswith("/static/")}
    weights = {path: weight((DIST / path.removeprefix("/static/")).read_bytes()) for path in paths}
    weights["page"] = weight(await answer.body())
    await device.close()
    assert any(path.endswith(".css") for path in paths)
    assert sum(size for path, size in weights.items() if path.endswith(".js")) <= SCRIPT
    assert sum(size for path, size in weights.items() if path.endswith(".css")) <= STYLE
    assert sum(weights.values()) <= EVERYTHING, weights


def test_the_worker_is_light_enough() -> None:
    assert weight((DIST / "sw.js").read_bytes()) <= WORKER
