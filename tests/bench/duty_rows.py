"""The part of the crowd that is about people at work: alarms, hours and absences, calendars, own words."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from klankbord.house.ids import new_id
from klankbord.house.tokens import digest
from tests.bench.dataset import Table, Town

DAY = timedelta(days=1)
TEXT = "meldcode.step_1.title"
TOKEN = "a-calendar-of-the-bench"
WEEK = 7


class AtWork:
    """`staff`: colleagues, as many as there are rows of each thing."""

    def __init__(self, into: Table, town: Town, staff: Sequence[UUID]) -> None:
        self.into, self.town, self.staff = into, town, staff
        self.at, self.now = town.children[0].of, datetime.now(UTC)
        self.alarm, self.absence = new_id(), new_id()

    async def gather(self) -> None:
        """All of it."""
        for rows in (self._alarms, self._called, self._hours, self._absences, self._feeds, self._wordings):
            await rows()

    async def _alarms(self) -> None:
        """One that waits, and exercises that were taken up."""
        columns = "sender_id location_id drill sent_at next_rung ended_at"
        mine = (self.at.teacher, self.at.location)
        over = [(new_id(), *mine, True, self.now - DAY, 1, self.now) for _ in self.staff]
        await self.into.put("alarms", columns, [*over, (self.alarm, *mine, False, self.now, 1, None)])
        taken = [(new_id(), row[0], self.at.manager, self.now - DAY, False) for row in over]
        await self.into.put("alarm_takings", "alarm_id person_id at withdrawn", taken)

    async def _called(self) -> None:
        """Everybody was called, and read it."""
        called = [(new_id(), self.alarm, one, 1, "push", self.now, self.now, 1) for one in self.staff]
        await self.into.put("alarm_calls", "alarm_id person_id rung channel made_at next_at attempts", called)
        read = [(new_id(), self.alarm, one, self.now) for one in self.staff]
        await self.into.put("alarm_sightings", "alarm_id person_id at", read)

    async def _hours(self) -> None:
        """Stretches of the social worker, from one minute after another."""
        minutes = [(n % WEEK + 1, divmod(n // WEEK, 60)) for n in range(len(self.staff))]
        rows = [(new_id(), self.town.social_worker, day, time(*begins), time(23, 59, 59)) for day, begins in minutes]
        await self.into.put("working_hours", "person_id weekday starts_at ends_at", rows)

    async def _absences(self) -> None:
        """Of the social worker, a day each, from next month on; the location manager stands in."""
        ids = [self.absence, *(new_id() for _ in self.staff)][: len(self.staff)]
        days = [(id, self.now.date() + (30 + n) * DAY) for n, id in enumerate(ids)]
        rows = [(id, self.town.social_worker, self.at.manager, day, day, self.now) for id, day in days]
        await self.into.put("absences", "person_id deputy_id first_day last_day made_at", rows)

    async def _feeds(self) -> None:
        tokens = [TOKEN, *(str(n) for n in range(len(self.staff) - 1))]
        rows = [(new_id(), self.at.teacher, digest(token), self.now) for token in tokens]
        await self.into.put("feeds", "person_id token_sha256 made_at", rows)

    async def _wordings(self) -> None:
        rows = [(new_id(), TEXT, "Leg vast wat je zag", "Record", self.town.administrator, self.now)] * len(self.staff)
        said = [(new_id(), *row[1:]) for row in rows]
        await self.into.put("wordings", "key nl en by_id at", said)
