"""Who is to be told what in a night, and when, by the clock on the wall."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from klankbord.house.clock import AMSTERDAM
from tests.chaos.town import Town


@dataclass
class Expected:
    """`moments`, by endpoint: for what, and when (aware) it buzzes; never, when there are none. `handed`: for each
    reminder, when it is put on its way for the first time. `puts_off`: who says *tomorrow* late in the evening."""

    town: Town
    moments: dict[str, tuple[str, tuple[datetime, ...]]] = field(default_factory=dict)
    handed: list[datetime] = field(default_factory=list)
    puts_off: UUID | None = None

    def expect(self, endpoint: str, what: str, *moments: datetime, of: int = 1) -> None:
        """This phone buzzes then; the first time for so many reminders."""
        self.moments[endpoint] = (what, moments)
        self.handed += moments[:1] * of


def wall(evening: date, place: tuple[int, time]) -> datetime:
    """A moment by the clock on the wall, as aware UTC."""
    return datetime.combine(evening + timedelta(days=place[0]), place[1], AMSTERDAM).astimezone(UTC)
