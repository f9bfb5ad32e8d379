"""A town full of notes, put in by COPY: what pages, intake and reminders work on.

Ten children a group, ten groups a location; ten notes a child, all of them shared, so that each child has an open
case, and every case was passed on to the one social worker: the longest queue there can be. Sealed text is sealed.
"""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from klankbord.house.crypto import KeyRing
from klankbord.house.database import Database
from klankbord.house.ids import new_id
from klankbord.house.settings import Settings
from klankbord.rooms.cases.models import WaitsFor
from klankbord.rooms.people import actions as people

CHILDREN, GROUPS, NOTES = 10, 10, 10  # a group, a location, a child
NAMES = ("Sara", "Milan", "Noor", "Bram", "Yara", "Daan", "Lina", "Sem", "Amira", "Finn")
SEEN = "Kwam vandaag weer te laat binnen, ging achteraan zitten en wilde niet meespelen. Zei dat er niets was."
THOUGHT = "Misschien is het thuis druk; vorige week was er ook iets."
# Whom ten cases wait for: as in a queue that has grown too long, mostly for the social worker.
WAITS = (WaitsFor.SOCIAL_WORKER,) * 7 + (WaitsFor.FIRST_LOOK, WaitsFor.NEXT_STEP, WaitsFor.WATCH)
Row = Sequence[Any]


@dataclass(frozen=True)
class Class:
    """One group, with its teacher, its location and who manages that."""

    group: UUID
    teacher: UUID
    location: UUID
    manager: UUID


@dataclass(frozen=True)
class Child:
    """One child with its open case."""

    number: int
    id: UUID
    case: UUID
    of: Class


@dataclass(frozen=True)
class Town:
    """Who and what is in it; `children` by number, so `children[0].of` is the first group with its people."""

    organisation: UUID
    social_worker: UUID
    administrator: UUID
    children: tuple[Child, ...]
    notes: int


class Table:
    """Rows go in by COPY as the superuser; foreign keys and row-level security are not asked."""

    def __init__(self, admin: "asyncpg.Connection[asyncpg.Record]", organisation: UUID) -> None:
        self.admin, self.organisation = admin, organisation

    async def put(self, table: str, columns: str, rows: Iterable[Row]) -> None:
        """`columns`: names, apart from `id` and `organisation_id`; a row begins with its id."""
        full = ((row[0], self.organisation, *row[1:]) for row in rows)
        names = ["id", "organisation_id", *columns.split()]
        await self.admin.copy_records_to_table(table, columns=names, records=full)


@asynccontextmanager
async def tables(admin_url: str, organisation: UUID) -> AsyncIterator[Table]:
    """A way to put many rows in at once. `admin_url`: the superuser's, of the right database."""
    admin = await asyncpg.connect(admin_url)
    try:
        await admin.execute("set session_replication_role = replica")
        yield Table(admin, organisation)
    finally:
        await admin.close()


async def fill(admin_url: str, settings: Settings, notes: int) -> Town:
    """A town of `notes` notes (rounded up to whole children) in an empty, migrated database."""
    classes = _classes(-(-notes // (NOTES * CHILDREN)))
    children = tuple(Child(n, new_id(), new_id(), classes[n // CHILDREN]) for n in range(-(-notes // NOTES)))
    town = Town(new_id(), new_id(), new_id(), children, len(children) * NOTES)
    async with tables(admin_url, town.organisation) as into:
        await _people(into, town, classes)
        await _cases(into, town)
        await _notes(into, KeyRing.from_text(settings.data_keys.get_secret_value()), children)
    return town


async def session_of(web_url: str, organisation: UUID, person: UUID) -> people.SignedIn:
    """This person signs in now, by the product's own action: the two tokens of their browser."""
    web = Database(web_url, 1)
    try:
        async with web.transaction() as db:
            return await people.sign_in(db, organisation, person, datetime.now(UTC))
    finally:
        await web.close()


def _classes(many: int) -> list[Class]:
    places = [(new_id(), new_id()) for _ in range(-(-many // GROUPS))]
    return [Class(new_id(), new_id(), *places[n // GROUPS]) for n in range(many)]


async def _people(into: Table, town: Town, classes: Sequence[Class]) -> None:
    made = "insert into organisations values ($1, 'Muziekcentrum De Proef', 'Europe/Amsterdam')"
    await into.admin.execute(made, town.organisation)
    places = {one.location: one.manager for one in classes}
    staff = [(town.social_worker, "Marjan"), (town.administrator, "Tess")]
    staff += [(manager, "Karim") for manager in places.values()] + [(one.teacher, "Iris") for one in classes]
    roles: list[Row] = [
        (town.social_worker, "social_worker", None, None),
        (town.administrator, "administrator", None, None),
    ]
    roles += [(manager, "location_manager", location, None) for location, manager in places.items()]
    roles += [(one.teacher, "teacher", one.location, one.group) for one in classes]
    lessons = (
        (one.group, one.location, f"Strijkers {n % 8 + 1}B", n % 5 + 1, time(10), 60) for n, one in enumerate(classes)
    )
    pupils = ((child.id, child.of.group, NAMES[child.number % len(NAMES)]) for child in town.children)
    await into.put("people", "first_name language", [(*one, "nl") for one in staff])
    await into.put(
        "locations", "name kind holiday_region", [(one, "De Wielewaal", "leerorkest", "noord") for one in places]
    )
    await into.put("groups", "location_id name weekday starts_at minutes", lessons)
    await into.put("roles", "person_id kind location_id group_id", [(new_id(), *one) for one in roles])
    await into.put("pupils", "group_id first_name", pupils)


async def _cases(into: Table, town: Town) -> None:
    now = datetime.now(UTC)
    columns = "location_id group_id pupil_id opened_by_id opened_at step lead_id waits_for waits_on_id waits_since"
    columns += " handed_to handed_by_id"  # what a trigger notes down elsewhere
    await into.put("cases", columns, (_case(town, child, now) for child in town.children))
    handed = (
        (new_id(), one.case, one.of.location, one.of.group, one.of.manager, town.social_worker, now)
        for one in town.children
    )
    await into.put("handovers", "case_id location_id group_id from_id to_id handed_at", handed)


def _case(town: Town, child: Child, now: datetime) -> Row:
    waits_for = WAITS[child.number % len(WAITS)]
    waits_on = {WaitsFor.SOCIAL_WORKER: town.social_worker, WaitsFor.NEXT_STEP: child.of.manager}.get(waits_for)
    who = (child.of.location, child.of.group, child.id, child.of.teacher)
    since = now - timedelta(hours=1 + child.number % 2000)
    waits = (since, 3, child.of.manager, waits_for, waits_on, since)
    return (child.case, *who, *waits, [town.social_worker], child.of.manager)


async def _notes(into: Table, keys: KeyRing, children: Sequence[Child]) -> None:
    now = datetime.now(UTC)
    ids = {child.number: [new_id() for _ in range(NOTES)] for child in children}
    columns = "writer_id pupil_id group_id location_id signal_ids observation_sealed interpretation_sealed"
    written = (_note(keys, child, one, now) for child in children for one in ids[child.number])
    await into.put("notes", f"{columns} written_at received_at", written)
    shared = ((new_id(), child.case, one, child.of.teacher, now) for child in children for one in ids[child.number])
    await into.put("reports", "case_id note_id reporter_id reported_at", shared)


def _note(keys: KeyRing, child: Child, note: UUID, now: datetime) -> Row:
    seen = keys.seal(SEEN, table="notes", row=note, column="observation_sealed")
    thought = keys.seal(THOUGHT, table="notes", row=note, column="interpretation_sealed")
    return (note, child.of.teacher, child.id, child.of.group, child.of.location, ["late"], seen, thought, now, now)
