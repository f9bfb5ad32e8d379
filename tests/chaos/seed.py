"""One seed from beginning to end, and the line it prints."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from time import monotonic

from playwright.async_api import Playwright

from tests.chaos.browsers import after_all, come_to_rest, some_browsers, use
from tests.chaos.findings import Findings
from tests.chaos.folder import a_folder
from tests.chaos.held import held
from tests.chaos.kept_logs import LOGS, kept_logs, logs_of
from tests.chaos.ledger import PROMISES, SECRET_WORD
from tests.chaos.logs_verdict import judge_logs
from tests.chaos.old_keys import came_under_old_keys
from tests.chaos.plan import Plan, make_plan
from tests.chaos.quiet import beside, quiet_down
from tests.chaos.reminders_verdict import attempts_in, judge_messages, judge_reminders, owed
from tests.chaos.repeats import repeats_of
from tests.chaos.screen import ON_SCREEN
from tests.chaos.size import Size
from tests.chaos.stage import Stage, a_stage
from tests.chaos.storm import door, storm
from tests.chaos.verdict import Phones, judge

KINDS = {
    "note": "notes", "share": "shares", "correction": "corrections", "lesson_answer": "answers after a lesson",
    "conversation": "conversations",
}  # fmt: skip
# what people do all day is no fault; a page closed, and everything on a phone sending at once, is
USUAL = {"save", "screen at rest", "share", "correct", "answer", "talk", "kick", "open"}


@dataclass
class Outcome:
    """What one seed did and what was wrong."""

    plan: Plan
    findings: Findings
    kept: Counter[str]
    kills: Counter[str]
    met: Counter[str]
    by_themselves: Counter[str] = field(default_factory=Counter)
    counts: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    def __str__(self) -> str:
        kills = ", ".join(f"{name} {count}" for name, count in sorted(self.kills.items()))
        met = ", ".join(f"{name} {count}" for name, count in sorted(self.met.items()) if name not in USUAL)
        counts = ", ".join(f"{count} {name}" for name, count in self.counts.items())
        kept = ", ".join(f"{count} {KINDS[name]}" for name, count in self.kept.items())
        head = f"seed {self.plan.seed}: {kept} in {self.seconds:.0f} s"
        return f"{head}\n  kill -9: {kills}\n  faults: {met}\n  {counts}\n  {self.findings.sorts}\n  {self.findings}"


async def run_seed(seed: int, size: Size, playwright: Playwright | None) -> Outcome:
    """Everything stands, breaks, comes to rest and is judged. What was wrong leaves its logs, also when it raises."""
    began = monotonic()
    with a_folder(str(seed)) as folder, kept_logs(folder, logs_of(seed)) as wrong:
        plan = make_plan(seed, size)
        async with a_stage(plan, folder) as stage, some_browsers(stage, playwright) as people:
            wrong.ledger = stage.ledger
            dice = [random.Random(f"{seed}/{who.name}") for who in people]
            using = [use(stage, who, own) for who, own in zip(people, dice, strict=True)]
            async with beside(stage.pushes.bring(), stage.servers.look_after(), door(stage)):
                await asyncio.gather(storm(stage), *using)
                await asyncio.gather(*(after_all(stage, *one) for one in zip(people, dice, strict=True)))
                phones = await quiet_down(stage) | await come_to_rest(stage, people)
                outcome = await verdict_on(stage, phones)
        wrong.nothing = outcome.findings.clean
    outcome.seconds = monotonic() - began
    return outcome


async def verdict_on(stage: Stage, phones: Phones) -> Outcome:
    """Judge what stands now."""
    now, pushes, town = stage.clock.now(), stage.pushes, stage.town
    await stage.ledger.settle()
    there, promised = await held(stage.owner, town.house.keys), await owed(stage.owner, now)
    alerts = await pushes.alerts()
    findings = judge(stage.ledger, there, phones)
    secret = stage.settings.vapid_private_key.get_secret_value()
    tried = attempts_in(stage.folder / "worker.log", pushes.house_time)
    findings += judge_reminders(promised, alerts, secret, tried, pushes.said_yes)
    findings += repeats_of(stage)
    findings += judge_messages(pushes.service, town.names, [pushes.house_time(one["at"]) for one in pushes.service.got])
    findings += judge_logs([stage.folder / name for name in LOGS], {*town.names, SECRET_WORD})
    findings.missed += [f"a push the phone did not take: {one}" for one in pushes.failed]
    counts = {
        "notes of the plan": stage.written,
        "reminders due": len(promised.due),
        "pushes": len(pushes.service.got),
        "push attempts": len(pushes.service.knocks),
        "sent again": len(pushes.service.got) - len({(one.endpoint, one.id) for one in alerts}),
        "phones gone (410)": sum(one.mode == "410" for one in pushes.service.subscriptions.values()),
        "under Vraagt aandacht": sum(item.state == "attention" for item in there.items.values()),
        "taps kept in Chromium": sum(kept.phone.startswith("c") for kept in stage.ledger.kept.values()),
        "times sent on a screen": sum(ON_SCREEN in one.phone for one in stage.ledger.said if one.state in PROMISES),
        "states on screens at rest": sum(len(list(shown)) for name, shown in phones.items() if ON_SCREEN in name),
        "taps without an answer": stage.hands.unanswered,
        "processes that stopped by themselves": stage.servers.by_themselves.total(),
    }
    met = stage.weather.met + pushes.met + stage.hands.met + Counter(new_keys=len(came_under_old_keys(stage, there)))
    kept = Counter(one.kind for one in stage.ledger.kept.values())
    return Outcome(stage.plan, findings, kept, stage.servers.kills, met, stage.servers.by_themselves, counts)
