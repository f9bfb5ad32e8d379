"""All seeds together: what was wrong, what broke off, what was too little, which faults nobody met; the last line."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.chaos.findings import Findings
from tests.chaos.plan import GIVEN_UP, LINE, PUSH
from tests.chaos.seed import KINDS, Outcome
from tests.chaos.servers import POSTGRES, WEB, WORKER
from tests.chaos.size import Size

KILLS = {f"kill -9 of {name}": name for name in (WEB, WORKER, POSTGRES)}
DEEDS = (
    "update", "update in Chromium", "screen at rest", "person", "clock", "clock set back", "sign_out", "new_keys",
    "close", "everywhere", "worker_killed", "browser killed", "clock_jumps", "push unanswered",
    *sorted({f"push {mode}" for mode in PUSH}),
)  # fmt: skip
REMINDERS = ("reminders due", "pushes")


@dataclass
class Tally:
    """Of a run in which each seed has this size. `broke_off`: what raised, by name. `replayed`: one seed is played once
    more for what it found, and need not meet what others met."""

    size: Size
    replayed: bool = False
    findings: Findings = field(default_factory=Findings)
    seeds: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    planned: Counter[str] = field(default_factory=Counter)  # kills, less those of what had ended by itself
    kept: Counter[str] = field(default_factory=Counter)
    met: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    broke_off: list[str] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """One more seed that came to its end."""
        self.seeds += 1
        self.findings += outcome.findings
        self.kills += outcome.kills
        self.planned += outcome.plan.kills - outcome.by_themselves
        self.kept += outcome.kept
        self.met += outcome.met
        self.counts += Counter(outcome.counts)

    @property
    def never_met(self) -> list[str]:
        """Faults of the README's list that nothing met in any seed."""
        met = self.met + Counter({name: self.kills[part] for name, part in KILLS.items()})
        return [name for name in (*LINE, GIVEN_UP, *DEEDS, *KILLS) if not met[name]]

    @property
    def too_little(self) -> list[str]:
        """What the plans promised and was not done: notes and kills, whatever the size. With the notes and the time of
        a run of full size there are also reminders, and things of every kind; and since when the server had what was
        shown as sent can always be told, because nobody in a storm settles what was filed."""
        return [*self._not_done(), *(self._not_there() if self.size.full else ())]

    @property
    def good(self) -> bool:
        """Nothing wrong, nothing broken off, nothing too little, and in a run of full size every fault was met."""
        return self.findings.clean and not self.broke_off and not self.too_little and not self._must_be_met

    def lines(self) -> list[str]:
        """What stands below all seeds; the last line is the verdict."""
        app, total = self.kills[WEB] + self.kills[WORKER], self.kept.total()
        said = [
            f"{self.seeds} seeds, {self.kept['note']} notes of {total} things kept, {app} kills of the app, "
            f"{self.kills[POSTGRES]} of PostgreSQL"
        ]
        if self.never_met:
            fails = "; a run of this size must meet them" if self._must_be_met else ""
            said.append(f"never met: {', '.join(self.never_met)}{fails}")
        if self.too_little:
            said.append(f"too little: {', '.join(self.too_little)}")
        if self.broke_off:
            said.append(f"broke off: {', '.join(self.broke_off)}")
        return [*said, self._last()]

    @property
    def _must_be_met(self) -> list[str]:
        return self.never_met if self.size.full and not self.replayed else []

    def _not_done(self) -> Iterator[str]:
        if (written := self.counts["notes of the plan"]) < (notes := self.seeds * self.size.notes):
            yield f"{written} of {notes} notes kept"
        for name, part in KILLS.items():
            if self.kills[part] < self.planned[part]:
                yield f"{self.kills[part]} of {self.planned[part]} times {name}"

    def _not_there(self) -> Iterator[str]:
        yield from (f"no {name}" for name in REMINDERS if not self.counts[name])
        for kind, name in KINDS.items():
            if not any(count for sort, count in self.findings.judged.items() if sort.startswith(f"{kind} (")):
                yield f"no {name} judged"
        if unverifiable := len(self.findings.unverifiable):
            yield f"{unverifiable} times sent of which nobody can tell since when"

    def _last(self) -> str:
        more = f", broke off {len(self.broke_off)}" if self.broke_off else ""
        more += f", never met {len(self._must_be_met)}" if self._must_be_met else ""
        more += f", too little {len(self.too_little)}" if self.too_little else ""
        return f"{self.findings}{more}"
