"""Sentences to tell a story with, through the rooms' own actions and row-level security."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from klankbord.house.clock import AMSTERDAM
from klankbord.house.house import House
from klankbord.house.ids import new_id
from klankbord.rooms.cases import actions as cases
from klankbord.rooms.cases.models import Case
from klankbord.rooms.notes import actions as notes
from klankbord.rooms.watches import actions as watches
from klankbord.rooms.watches.models import Watch
from tests.factories import World

THOUGHT = "Slaapt ze wel genoeg, vraag ik me af"
FACT = "Legde na tien minuten haar viool weg"


def at(day: date, hour: int = 12, minute: int = 0) -> datetime:
    """A moment on the wall clock in Amsterdam, as aware UTC."""
    return datetime.combine(day, time(hour, minute), AMSTERDAM).astimezone(UTC)


@dataclass
class Story:
    """A small world, told at the house's clock."""

    house: House
    world: World

    @property
    def now(self) -> datetime:
        return self.house.clock.now()

    def move_to(self, moment: datetime) -> None:
        self.house.clock.move_to(moment)

    async def note(self, writer: UUID | None = None, pupil: UUID | None = None, note_id: UUID | None = None) -> UUID:
        """Iris (or another) notes something about Sara (or another)."""
        world, writer = self.world, writer or self.world.iris
        async with self.house.database.transaction(writer, world.organisation_id) as db:
            note = await notes.write_note(
                db,
                self.house.keys,
                organisation_id=world.organisation_id,
                writer_id=writer,
                note_id=note_id or new_id(),
                group_id=None,
                pupil_id=pupil or world.sara,
                signal_ids=["late", "tired_or_hungry"],
                observation=FACT,
                interpretation=THOUGHT,
                written_at=self.now,
                now=self.now,
            )
        return note.id

    async def report(self, note_id: UUID, reporter: UUID | None = None) -> Case:
        """The writer shares the note with the location manager."""
        reporter = reporter or self.world.iris
        async with self.house.database.transaction(reporter, self.world.organisation_id) as db:
            return await cases.report(
                db,
                organisation_id=self.world.organisation_id,
                reporter_id=reporter,
                note_id=note_id,
                now=self.now,
            )

    async def reported(self) -> Case:
        """Iris notes something about Sara and shares it."""
        return await self.report(await self.note())

    async def hand_over(self, case_id: UUID, question: str = "", by: UUID | None = None) -> Case:
        """Karim (or another) passes the case on to Marjan."""
        by = by or self.world.karim
        async with self.house.database.transaction(by, self.world.organisation_id) as db:
            return await cases.hand_over(
                db,
                self.house.keys,
                organisation_id=self.world.organisation_id,
                from_id=by,
                case_id=case_id,
                to_id=self.world.marjan,
                question=question,
                now=self.now,
            )

    async def watch(self, pupil: UUID | None = None, note_id: UUID | None = None, case_id: UUID | None = None) -> Watch:
        """Iris watches Sara (or another) in the next two lessons."""
        async with self.house.database.transaction(self.world.iris, self.world.organisation_id) as db:
            return await watches.start(
                db,
                organisation_id=self.world.organisation_id,
                teacher_id=self.world.iris,
                pupil_id=pupil or self.world.sara,
                note_id=note_id,
                case_id=case_id,
                now=self.now,
            )

    async def answer(self, lesson_id: UUID, answer: str, by: UUID | None = None) -> None:
        """How it went in a lesson."""
        by = by or self.world.iris
        async with self.house.database.transaction(by, self.world.organisation_id) as db:
            await watches.answer(
                db,
                organisation_id=self.world.organisation_id,
                teacher_id=by,
                watch_lesson_id=lesson_id,
                answer=answer,
                now=self.now,
            )
