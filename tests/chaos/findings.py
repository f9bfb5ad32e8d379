"""What a verdict holds: what is wrong, by kind, each with what it is about."""

from collections import Counter
from dataclasses import dataclass, field

KINDS = ("lost", "duplicated", "lied", "missed", "doubled", "told")


@dataclass
class Findings:
    """All empty is a promise kept. `told`: what stood in a log or a push that may not stand there. `unverifiable`: what
    a phone said while nobody could ask, and what nothing could prove afterwards. `judged`: of each sort how much was
    held against the database."""

    lost: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    lied: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    unverifiable: list[str] = field(default_factory=list)
    judged: Counter[str] = field(default_factory=Counter)

    def __iadd__(self, other: "Findings") -> "Findings":
        for name in (*KINDS, "unverifiable"):
            getattr(self, name).extend(getattr(other, name))
        self.judged += other.judged
        return self

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong."""
        return not any(getattr(self, name) for name in KINDS)

    def __str__(self) -> str:
        counts = f"lost {len(self.lost)}, duplicated {len(self.duplicated)}, lied {len(self.lied)}, "
        counts += f"reminders missed {len(self.missed)}, doubled {len(self.doubled)}"
        counts += f", told too much {len(self.told)}" if self.told else ""
        return counts + (f", unverifiable {len(self.unverifiable)}" if self.unverifiable else "")

    @property
    def sorts(self) -> str:
        """How much of each sort was judged, in one line."""
        return "judged: " + ", ".join(f"{name} {count}" for name, count in sorted(self.judged.items()))

    def listed(self) -> list[str]:
        """A line for each, the kind in front; what is not wrong but could not be verified comes last."""
        return [f"{name}: {what}" for name in (*KINDS, "unverifiable") for what in getattr(self, name)]
