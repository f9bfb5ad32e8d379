"""A few notes on real phones and servers, without any storm: what the tests of the verdict tamper with."""

import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

import pytest_asyncio

from tests.chaos.findings import Findings
from tests.chaos.folder import a_folder
from tests.chaos.held import held
from tests.chaos.ledger import Kept
from tests.chaos.plan import Event, make_plan
from tests.chaos.pushes import Alert
from tests.chaos.quiet import beside, quiet_down
from tests.chaos.reminders_verdict import judge_reminders, owed
from tests.chaos.size import Size
from tests.chaos.stage import Stage, a_stage
from tests.chaos.verdict import Phones, judge


@dataclass
class Calm:
    """A few notes, some shared, without any storm; what the phones hold, and what buzzed, at `now` (of the house).
    What a test writes later is not due yet then."""

    stage: Stage
    phones: Phones
    alerts: list[Alert]
    now: datetime

    async def judge(self) -> Findings:
        return judge(self.stage.ledger, await held(self.stage.owner, self.stage.town.house.keys), self.phones)

    async def judge_reminders(self, alerts: list[Alert]) -> Findings:
        secret, there = self.stage.settings.vapid_private_key.get_secret_value(), await owed(self.stage.owner, self.now)
        return judge_reminders(there, alerts, secret, {}, self.stage.pushes.said_yes)

    def a_note(self) -> Kept:
        """One that was not shared."""
        shared = {kept.body["note"] for kept in self.stage.ledger.kept.values() if kept.kind == "share"}
        found = (kept for kept in self.stage.ledger.kept.values() if kept.kind == "note")
        return next(kept for kept in found if str(kept.id) not in shared)


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def everything() -> AsyncIterator[Calm]:
    plan = make_plan(1, Size(notes=6, minutes=1))
    with a_folder("calm") as folder:
        async with a_stage(plan, folder) as stage, beside(stage.pushes.bring()):
            for number in range(6):
                about = {"children": 1, "how": "fits", "share": number < 3}
                await stage.hands.do(Event(0, "save", number, about), random.Random(number))
            phones = await quiet_down(stage)
            now = stage.clock.now()
            yield Calm(stage, phones, await stage.pushes.alerts(), now)


@pytest_asyncio.fixture(loop_scope="session")
async def calm(everything: Calm) -> AsyncIterator[Calm]:
    """The same for each test: nothing is wrong with it when a test begins, and none when it ends."""
    assert (await everything.judge()).clean
    kept, said = dict(everything.stage.ledger.kept), list(everything.stage.ledger.said)
    yield everything
    everything.stage.ledger.kept, everything.stage.ledger.said = kept, said
