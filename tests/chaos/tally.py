"""All seeds together: what was wrong, what broke off, which faults nobody met; and the last line."""

from collections import Counter
from dataclasses import dataclass, field

from tests.chaos.findings import Findings
from tests.chaos.plan import GIVEN_UP, LINE
from tests.chaos.seed import Outcome
from tests.chaos.servers import POSTGRES, WEB, WORKER
from tests.chaos.size import Size

KILLS = {f"kill -9 of {name}": name for name in (WEB, WORKER, POSTGRES)}
DEEDS = ("update", "update in Chromium", "screen at rest", "person", "clock", "sign_out", "new_keys")


@dataclass
class Tally:
    """Of a run in which each seed has this size. `broke_off`: what raised, by name."""

    size: Size
    findings: Findings = field(default_factory=Findings)
    seeds: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    met: Counter[str] = field(default_factory=Counter)
    broke_off: list[str] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """One more seed that came to its end."""
        self.seeds += 1
        self.findings += outcome.findings
        self.kills += outcome.kills
        self.kept += outcome.kept
        self.met += outcome.met

    @property
    def never_met(self) -> list[str]:
        """Faults of the README's list that nothing met in any seed."""
        met = self.met + Counter({name: self.kills[part] for name, part in KILLS.items()})
        return [name for name in (*LINE, GIVEN_UP, *DEEDS, *KILLS) if not met[name]]

    @property
    def good(self) -> bool:
        """Nothing wrong, nothing broken off, and in a run of full size every fault was met."""
        return self.findings.clean and not self.broke_off and not (self.size.full and self.never_met)

    def lines(self) -> list[str]:
        """What stands below all seeds; the last line is the verdict."""
        app, total = self.kills[WEB] + self.kills[WORKER], self.kept.total()
        said = [
            f"{self.seeds} seeds, {self.kept['note']} notes of {total} things kept, {app} kills of the app, "
            f"{self.kills[POSTGRES]} of PostgreSQL"
        ]
        if self.never_met:
            too_little = "; a run of this size must meet them" if self.size.full else ""
            said.append(f"never met: {', '.join(self.never_met)}{too_little}")
        if self.broke_off:
            said.append(f"broke off: {', '.join(self.broke_off)}")
        return [*said, self._last()]

    def _last(self) -> str:
        more = f", broke off {len(self.broke_off)}" if self.broke_off else ""
        more += f", never met {len(self.never_met)}" if self.size.full and self.never_met else ""
        return f"{self.findings}{more}"
