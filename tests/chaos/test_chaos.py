"""The small size of `make chaos`: one seed, all of it real, all of it failing. A slow machine only makes it longer."""

import pytest

from tests.browser.devices import a_browser
from tests.chaos.plan import LINE, make_plan
from tests.chaos.seed import run_seed
from tests.chaos.size import Size

SMALL = Size(notes=40, minutes=2)


async def test_nothing_is_lost_whatever_breaks() -> None:
    async with a_browser() as chromium:
        outcome = await run_seed(1, SMALL, chromium)
    assert outcome.findings.clean, f"{outcome}\n" + "\n".join(outcome.findings.listed())
    assert outcome.kept["note"] >= SMALL.notes
    assert all(outcome.kills[name] >= 2 for name in ("web", "worker", "postgres"))
    assert outcome.met["push unanswered"], "no worker was killed with pushes on the line"


def test_the_same_seed_plans_the_same_storm() -> None:
    assert make_plan(7, SMALL) == make_plan(7, SMALL)
    assert make_plan(7, SMALL) != make_plan(8, SMALL)


@pytest.mark.parametrize("notes", [40, 200, 500])
def test_every_storm_kills_a_worker_that_has_pushes_on_the_line(notes: int) -> None:
    kills = [event for event in make_plan(1, Size(notes, minutes=3)).events if event.what == "kill"]
    assert {"busy", "claimed"} <= {event.more["when"] for event in kills if event.who == "worker"}
    assert not any(event.more["when"] == "claimed" for event in kills if event.who != "worker")


def test_a_storm_of_full_size_has_every_fault_and_enough_kills() -> None:
    plan = make_plan(1, Size(notes=500, minutes=3))
    kills = [event.who for event in plan.events if event.what == "kill"]
    assert kills.count("web") + kills.count("worker") >= 10
    assert kills.count("postgres") >= 3
    assert sum(event.more["children"] for event in plan.events if event.what == "save") == 500
    rare = {"update", "clock", "person", "sign_out", "everywhere", "new_keys", "worker_killed"}
    assert rare <= {event.what for event in plan.events}
    assert set(LINE) == {spell.fault for spell in plan.spells}
