"""One class in which everything there is a list of is long: what pages are asked for with few rows and with many."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

from klankbord.house.crypto import KeyRing
from klankbord.house.ids import new_id
from klankbord.house.settings import Settings
from klankbord.rooms.cases.models import WaitsFor
from tests.bench.dataset import Child, Row, Table, Town, fill, tables
from tests.bench.duty_rows import TEXT, TOKEN, AtWork
from tests.bench.route_rows import OfACase

DAY = timedelta(days=1)
SMALLEST = 100  # notes of the ten children every class has


class Crowd:
    """Puts `rows` of each thing around the first child: its teacher, manager and social worker get the long lists."""

    def __init__(self, into: Table, town: Town, keys: KeyRing, rows: int) -> None:
        self.into, self.town, self.keys, self.rows = into, town, keys, rows
        self.child, self.at, self.now = town.children[0], town.children[0].of, datetime.now(UTC)
        self.more = [Child(n, new_id(), new_id(), self.at) for n in range(rows)]
        self.notes, self.reports, self.handovers, self.watches, self.lessons = (self._ids() for _ in range(5))
        self.item, self.reminder, self.staff = new_id(), new_id(), self._ids()
        self.case = OfACase(into, town, keys, self.more, self.reports)
        self.work = AtWork(into, town, self.staff)

    def addresses(self) -> dict[str, UUID | str]:
        """What stands in the addresses of the long pages."""
        here = {"pupil": self.child.id, "case": self.child.case, "note": self.notes[0], "item": self.item}
        here |= {"group": self.at.group, "location": self.at.location, "reminder": self.reminder}
        here |= {"person": self.town.social_worker, "absence": self.work.absence, "alarm": self.work.alarm}
        here |= {"agreement": self.case.agreements[0], "talk": self.case.talks[0]}
        here |= {"consultation": self.case.consultations[0], "decision": self.case.decisions[0]}
        here |= {"referral": self.case.referrals[0], "partner": self.case.partners[0]}
        return here | {"text": TEXT, "token": TOKEN, "part": "sharing"}

    def _ids(self) -> list[UUID]:
        return [new_id() for _ in range(self.rows)]

    async def gather(self) -> None:
        """All of it."""
        await self._children()
        await self._story()
        await self._watches()
        await self._reminders()
        await self._places()
        await self._filed()
        await self.case.gather()
        await self.work.gather()

    async def _children(self) -> None:
        here, teacher = (self.at.location, self.at.group), self.at.teacher
        await self.into.put("pupils", "group_id first_name", [(one.id, self.at.group, "Yara") for one in self.more])
        columns = "location_id group_id pupil_id opened_by_id opened_at step waits_for waits_on_id waits_since"
        columns += " handed_to handed_by_id"  # what a trigger notes down elsewhere
        worker = self.town.social_worker
        waits: tuple[object, ...] = (self.now, 3, WaitsFor.SOCIAL_WORKER, worker, self.now, [worker], self.at.manager)
        await self.into.put("cases", columns, [(one.case, *here, one.id, teacher, *waits) for one in self.more])
        passed = (*here, self.at.manager, self.town.social_worker, self.now)
        rows = [(id, one.case, *passed) for id, one in zip(self.handovers, self.more, strict=True)]
        await self.into.put("handovers", "case_id location_id group_id from_id to_id handed_at", rows)

    async def _story(self) -> None:
        """The long case: notes, corrections of the first, and who looked."""
        teacher, case = self.at.teacher, self.child.case
        place = (teacher, self.child.id, self.at.group, self.at.location, ["late"], self.now, self.now)
        columns = "writer_id pupil_id group_id location_id signal_ids written_at received_at"
        await self.into.put("notes", columns, [(one, *place) for one in self.notes])
        shared = [(id, case, note, teacher, self.now) for id, note in zip(self.reports, self.notes, strict=True)]
        await self.into.put("reports", "case_id note_id reporter_id reported_at", shared)
        added = [(one, self.notes[0], teacher, self._sealed(one), self.now, self.now) for one in self._ids()]
        await self.into.put("corrections", "note_id writer_id observation_sealed written_at received_at", added)
        viewed = [(self.into.organisation, case, self.at.manager, self.now)] * self.rows
        names = ["organisation_id", "case_id", "person_id", "viewed_at"]
        await self.into.admin.copy_records_to_table("case_views", columns=names, records=viewed)

    def _sealed(self, row: UUID) -> bytes | None:
        return self.keys.seal("Toch op tijd.", table="corrections", row=row, column="observation_sealed")

    async def _watches(self) -> None:
        about = zip(self.watches, self.more, strict=True)
        rows = [(id, self.at.teacher, one.id, self.at.group, one.case, self.now) for id, one in about]
        await self.into.put("watches", "teacher_id pupil_id group_id case_id started_at", rows)
        when = (self.now.date(), self.now - timedelta(hours=2), self.now - timedelta(hours=1), self.now)
        lessons = [(id, watch, 1, *when) for id, watch in zip(self.lessons, self.watches, strict=True)]
        await self.into.put("watch_lessons", "watch_id number lesson_day starts_at ends_at remind_at", lessons)

    async def _reminders(self) -> None:
        to_tell = self._ids()
        told = [(id, one.case, self.at.teacher, self.now) for id, one in zip(to_tell, self.more, strict=True)]
        await self.into.put("class_teacher_tellings", "case_id teacher_id asked_at", told)
        for kind, person, subjects in (
            ("watch_lesson", self.at.teacher, self.lessons),
            ("tell_class_teacher", self.at.teacher, to_tell),
            ("report_received", self.at.manager, self.reports),
            ("handover_received", self.town.social_worker, self.handovers),
        ):
            columns = "person_id kind subject_id moment due_at state created_at"
            rest = (self.now, self.now, "waiting", self.now)
            await self.into.put("reminders", columns, [(new_id(), person, kind, one, *rest) for one in subjects])
        mine = (self.reminder, self.at.teacher, "watch_lesson", self.child.id, *rest)
        await self.into.put("reminders", columns, [mine])

    async def _places(self) -> None:
        await self.into.put(
            "locations", "name kind holiday_region", [(one, "De Klinker", "leerorkest", "noord") for one in self._ids()]
        )
        # all of them over: a future without lessons would be another page
        days = [self.now.date() - (n + 1) * DAY for n in range(self.rows)]
        closed = [(new_id(), self.at.location, day, day, "Studiedag", "own") for day in days]
        await self.into.put("closures", "location_id first_day last_day name source", closed)
        changed = [(new_id(), self.at.group, day, "cancelled", self.at.teacher, self.now) for day in days]
        await self.into.put("lesson_changes", "group_id lesson_day kind made_by_id made_at", changed)
        await self.into.put("people", "first_name language", [(one, "Karim", "nl") for one in self.staff])
        roles: list[Row] = [(new_id(), one, "location_manager", self.at.location) for one in self.staff]
        await self.into.put("roles", "person_id kind location_id", roles)
        browsers = [
            (one, self.at.teacher, f"https://push.example.org/{one}", "k", "a", "nl", self.now) for one in self.staff
        ]
        await self.into.put("push_subscriptions", "person_id endpoint p256dh auth language created_at", browsers)

    async def _filed(self) -> None:
        """What arrived and did not fit."""
        wrote = json.dumps({"kind": "note", "group": None, "pupil": None, "signals": ["late"], "observation": "Laat."})
        items = [self.item, *self._ids()][: self.rows]
        rows = [
            (one, self.at.teacher, "note", b"", self.now, self.now, "attention", "pupil_not_in_your_group", sealed)
            for one in items
            for sealed in [self.keys.seal(wrote, table="outbox_items", row=one, column="payload_sealed")]
        ]
        columns = "person_id kind body_sha256 written_at received_at state problem payload_sealed"
        await self.into.put("outbox_items", columns, rows)


async def crowd(admin_url: str, settings: Settings, rows: int) -> Crowd:
    """A class with `rows` of everything, in an empty, migrated database."""
    town = await fill(admin_url, settings, SMALLEST)
    async with tables(admin_url, town.organisation) as into:
        made = Crowd(into, town, KeyRing.from_text(settings.data_keys.get_secret_value()), rows)
        await made.gather()
    return made
