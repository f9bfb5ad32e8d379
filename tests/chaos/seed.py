"""One seed from beginning to end, and the line it prints."""

import asyncio
import random
import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from tests.chaos.browsers import Chromium, come_to_rest, some_browsers, use
from tests.chaos.findings import Findings
from tests.chaos.folder import a_folder
from tests.chaos.held import held
from tests.chaos.ledger import SECRET_WORD
from tests.chaos.logs_verdict import judge_logs
from tests.chaos.phones import TREE
from tests.chaos.plan import Plan, make_plan
from tests.chaos.quiet import beside, quiet_down
from tests.chaos.reminders_verdict import attempts_in, judge_messages, judge_reminders, owed
from tests.chaos.size import Size
from tests.chaos.stage import Stage, a_stage
from tests.chaos.storm import door, storm
from tests.chaos.verdict import Phones, judge

LOGS = ("web.log", "worker.log", "postgres/postgres.log")
KINDS = {"note": "notes", "share": "shares", "correction": "corrections", "lesson_answer": "answers after a lesson"}


@dataclass
class Outcome:
    """What one seed did and what was wrong."""

    plan: Plan
    findings: Findings
    kept: Counter[str]
    kills: Counter[str]
    met: Counter[str]
    counts: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    def __str__(self) -> str:
        kills = ", ".join(f"{name} {count}" for name, count in sorted(self.kills.items()))
        met = ", ".join(f"{name} {count}" for name, count in sorted(self.met.items()))
        counts = ", ".join(f"{count} {name}" for name, count in self.counts.items())
        kept = ", ".join(f"{count} {KINDS[name]}" for name, count in self.kept.items())
        head = f"seed {self.plan.seed}: {kept} in {self.seconds:.0f} s"
        return f"{head}\n  kill -9: {kills}\n  faults: {met}\n  {counts}\n  {self.findings}"


async def run_seed(seed: int, size: Size, chromium: Chromium | None) -> Outcome:
    """Everything stands, breaks, comes to rest and is judged."""
    began, plan = monotonic(), make_plan(seed, size)
    with a_folder(str(seed)) as folder:
        async with a_stage(plan, folder) as stage, some_browsers(stage, chromium) as people:
            dice = [random.Random(f"{seed}/{who.name}") for who in people]
            using = [use(stage, who, own) for who, own in zip(people, dice, strict=True)]
            async with beside(stage.pushes.bring(), stage.servers.look_after(), door(stage)):
                await asyncio.gather(storm(stage), *using)
                phones = await quiet_down(stage) | await come_to_rest(stage, people)
                outcome = await verdict_on(stage, phones)
        if not outcome.findings.clean:
            _keep_logs(stage, TREE / "build" / "chaos" / f"seed-{seed}")
    outcome.seconds = monotonic() - began
    return outcome


def _keep_logs(stage: Stage, place: Path) -> None:
    """For whoever looks into what was wrong."""
    place.mkdir(parents=True, exist_ok=True)
    for name in (*LOGS, "phones.log"):
        shutil.copy(stage.folder / name, place)
    (place / "ledger.log").write_text("\n".join(stage.ledger.lines()))


async def verdict_on(stage: Stage, phones: Phones) -> Outcome:
    """Judge what stands now."""
    now, pushes, town = stage.clock.now(), stage.pushes, stage.town
    await stage.ledger.settle()
    there, promised = await held(stage.owner, town.house.keys), await owed(stage.owner, now)
    alerts = await pushes.alerts()
    findings = judge(stage.ledger, there, phones)
    secret = stage.settings.vapid_private_key.get_secret_value()
    tried = attempts_in(stage.folder / "worker.log", pushes.house_time)
    findings += judge_reminders(promised, alerts, secret, tried)
    findings += judge_messages(pushes.service, town.names, [pushes.house_time(one["at"]) for one in pushes.service.got])
    findings += judge_logs([stage.folder / name for name in LOGS], {*town.names, SECRET_WORD})
    findings.missed += [f"a push the phone did not take: {one}" for one in pushes.failed]
    counts = {
        "reminders due": len(promised.due),
        "pushes": len(pushes.service.got),
        "push attempts": len(pushes.service.knocks),
        "sent again": len(pushes.service.got) - len({(one.endpoint, one.id) for one in alerts}),
        "phones gone (410)": sum(one.mode == "410" for one in pushes.service.subscriptions.values()),
        "under Vraagt aandacht": sum(item.state == "attention" for item in there.items.values()),
        "taps kept in Chromium": sum(kept.phone.startswith("c") for kept in stage.ledger.kept.values()),
        "taps without an answer": stage.hands.unanswered,
        "processes that stopped by themselves": stage.servers.by_themselves.total(),
    }
    met = stage.weather.met + pushes.met
    kept = Counter(one.kind for one in stage.ledger.kept.values())
    return Outcome(stage.plan, findings, kept, stage.servers.kills, met, counts)
