"""Tells what people did, through the same actions as the app, each at its own moment in the past."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from klankbord.house.clock import AMSTERDAM
from klankbord.house.door import look_up
from klankbord.house.errors import NotHere
from klankbord.house.house import House
from klankbord.house.ids import new_id
from klankbord.rooms.cases import actions as cases
from klankbord.rooms.cases import looking, telling
from klankbord.rooms.demo.world import DemoWorld
from klankbord.rooms.notes.actions import write_note
from klankbord.rooms.outbox import actions as outbox
from klankbord.rooms.outbox.handlers import Arrival
from klankbord.rooms.places import actions as places
from klankbord.rooms.watches import actions as watches
from klankbord.rooms.watches import queries as watch_queries
from klankbord.rooms.watches.models import Answer

AFTER = timedelta(minutes=8)  # notes are written just after the lesson


@dataclass(frozen=True)
class Teller:
    """Tells in the demo's house and world; `now` is the moment you come in."""

    house: House
    world: DemoWorld
    now: datetime

    def after_lesson(self, group: str, back: int) -> datetime:
        """Just after the lesson of `back` times ago (1 = the last one that is over)."""
        taught = self.world.groups[group]
        local = self.now.astimezone(AMSTERDAM)
        day = local - timedelta(days=(local.isoweekday() - taught.weekday) % 7)
        starts = datetime.combine(day.date(), taught.starts_at, AMSTERDAM)
        if starts + timedelta(minutes=taught.minutes) + AFTER > self.now:
            starts -= timedelta(days=7)
        return starts - timedelta(days=7 * (back - 1)) + timedelta(minutes=taught.minutes) + AFTER

    async def note(
        self, teacher: str, child: str, group: str, back: int, signals: str, fact: str = "", thought: str = ""
    ) -> UUID:
        """A teacher writes about a child after a lesson; the note's id."""
        at, note_id = self.after_lesson(group, back), new_id()
        organisation, writer = self.world.organisation_id, self.world.people[teacher]
        async with self.house.database.transaction(writer, organisation) as db:
            await write_note(
                db,
                self.house.keys,
                organisation_id=organisation,
                writer_id=writer,
                note_id=note_id,
                group_id=self.world.groups[group].id,
                pupil_id=self.world.pupils[child],
                signal_ids=signals.split(),
                observation=fact,
                interpretation=thought,
                written_at=at,
                now=at,
            )
        return note_id

    async def report(self, teacher: str, note_id: UUID, at: datetime) -> UUID:
        """A teacher shares a note with the location manager; the case's id."""
        organisation, person = self.world.organisation_id, self.world.people[teacher]
        async with self.house.database.transaction(person, organisation) as db:
            case = await cases.report(db, organisation_id=organisation, reporter_id=person, note_id=note_id, now=at)
            return case.id

    async def look(self, name: str, case_id: UUID, at: datetime) -> None:
        """Somebody opens a case."""
        organisation, person = self.world.organisation_id, self.world.people[name]
        async with self.house.database.transaction(person, organisation) as db:
            who = await look_up(db, person, organisation)
            if who is None:
                raise NotHere
            await looking.look(db, who, case_id, at)

    async def tell_class_teacher(self, teacher: str, case_id: UUID, at: datetime) -> None:
        """The teacher told the class teacher, and ticks it off."""
        organisation, person = self.world.organisation_id, self.world.people[teacher]
        async with self.house.database.transaction(person, organisation) as db:
            await telling.tick_off(db, organisation_id=organisation, teacher_id=person, case_id=case_id, now=at)

    async def watch(self, teacher: str, child: str, at: datetime, answers: tuple[Answer, ...], group: str) -> None:
        """The teacher watches a child in the next two lessons, and answers after as many as there are answers."""
        organisation, person = self.world.organisation_id, self.world.people[teacher]
        async with self.house.database.transaction(person, organisation) as db:
            watch = await watches.start(
                db,
                organisation_id=organisation,
                teacher_id=person,
                pupil_id=self.world.pupils[child],
                note_id=None,
                case_id=None,
                now=at,
            )
        for answer in answers:
            async with self.house.database.transaction(person, organisation) as db:
                rows = await watch_queries.lessons_of(db, [watch.id])
                row = min((row for row in rows if row.answer is None), key=lambda one: one.number)
                await watches.answer(
                    db,
                    organisation_id=organisation,
                    teacher_id=person,
                    watch_lesson_id=row.id,
                    answer=answer,
                    now=row.ends_at + AFTER,
                )

    async def hand_over(self, name: str, case_id: UUID, question: str, at: datetime) -> None:
        """The case is passed on to the social worker."""
        organisation, person = self.world.organisation_id, self.world.people[name]
        async with self.house.database.transaction(person, organisation) as db:
            await cases.hand_over(
                db,
                self.house.keys,
                organisation_id=organisation,
                from_id=person,
                case_id=case_id,
                to_id=self.world.people["Marjan"],
                question=question,
                now=at,
            )

    async def leave(self, child: str, at: datetime) -> None:
        """A child no longer comes; the administrator wrote it down."""
        organisation = self.world.organisation_id
        async with self.house.database.transaction(self.world.people["Tess"], organisation) as db:
            await places.let_pupil_leave(db, organisation, self.world.pupils[child], at)

    async def arrive(self, teacher: str, child: str, group: str, back: int, signal: str, fact: str) -> None:
        """A note arrives from a phone that did not know yet; it is filed when it does not fit."""
        at, item = self.after_lesson(group, back), new_id()
        said = {"kind": "note", "group": str(self.world.groups[group].id), "pupil": str(self.world.pupils[child])}
        plain = json.dumps({**said, "signals": [signal], "observation": fact, "interpretation": ""}).encode()
        person, organisation = self.world.people[teacher], self.world.organisation_id
        async with self.house.database.transaction(person, organisation) as db:
            arrival = Arrival(db, self.house.keys, organisation, person, item, at, at + 2 * AFTER)
            await outbox.take_in(arrival, hashlib.sha256(plain).digest(), plain)
