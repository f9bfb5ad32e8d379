"""What a verdict holds: what is wrong, by kind, each with what it is about."""

from dataclasses import dataclass, field


@dataclass
class Findings:
    """All empty is a promise kept. `told`: what stood in a log or a push that may not stand there."""

    lost: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    lied: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def __iadd__(self, other: "Findings") -> "Findings":
        for name, found in vars(other).items():
            getattr(self, name).extend(found)
        return self

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong."""
        return not any(vars(self).values())

    def __str__(self) -> str:
        counts = f"lost {len(self.lost)}, duplicated {len(self.duplicated)}, lied {len(self.lied)}, "
        counts += f"reminders missed {len(self.missed)}, doubled {len(self.doubled)}"
        return counts + (f", told too much {len(self.told)}" if self.told else "")

    def listed(self) -> list[str]:
        """A line for each, the kind in front."""
        return [f"{name}: {what}" for name, found in vars(self).items() for what in found]
