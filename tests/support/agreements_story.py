"""Sentences about conversations and agreements, through the rooms' own actions and row-level security."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import select

from klankbord.house.database import Database
from klankbord.house.errors import NotHere
from klankbord.house.ids import new_id
from klankbord.rooms.agreements import actions as agreements
from klankbord.rooms.agreements.models import Agreement
from klankbord.rooms.cases.models import Case
from klankbord.rooms.conversations import actions as conversations
from klankbord.rooms.conversations import ending
from klankbord.rooms.conversations.models import Conversation
from klankbord.rooms.reminders.models import Reminder
from tests.support.story import Story

SAID = "Ik slaap bij mijn tante, zei ze"
MUSED = "Zou er thuis iets veranderd zijn?"
PLAN = "Ze komt vijf minuten eerder en stemt met mij"
WHAT = "Belt de moeder van haar nieuwe klas"


@dataclass
class Talks:
    """What people in a story say to each other and agree."""

    story: Story

    async def hold(self, writer: UUID | None = None, pupil: UUID | None = None, **more: Any) -> Conversation:
        """Iris (or another) talked with Sara (or another) today."""
        told, world = self.story, self.story.world
        writer = writer or world.iris
        values = {"talked_with": "child", "held_on": told.now.date().isoformat(), "conversation_id": new_id()} | more
        async with told.house.database.transaction(writer, world.organisation_id) as db:
            return await conversations.hold(
                db,
                told.house.keys,
                organisation_id=world.organisation_id,
                writer_id=writer,
                pupil_id=pupil or world.sara,
                written_at=told.now,
                now=told.now,
                **values,
            )

    async def end_plan(self, talk: Conversation, kind: str, by: UUID | None = None, **more: Any) -> Conversation:
        """Iris (or another) says what became of a small plan."""
        told, world = self.story, self.story.world
        by = by or world.iris
        async with told.house.database.transaction(by, world.organisation_id) as db:
            return await ending.end_plan(
                db,
                told.house.keys,
                organisation_id=world.organisation_id,
                by_id=by,
                conversation_id=talk.id,
                kind=kind,
                now=told.now,
                **more,
            )

    async def agree(
        self, case: Case, owner: UUID, due_on: date | None, by: UUID | None = None, **more: Any
    ) -> Agreement:
        """Karim (or another) writes down who does what by when."""
        told, world = self.story, self.story.world
        by = by or world.karim
        async with told.house.database.transaction(by, world.organisation_id) as db:
            return await agreements.agree(
                db,
                told.house.keys,
                case=case,
                by_id=by,
                owner_id=owner,
                due_on=due_on,
                now=told.now,
                **({"what": WHAT} | more),
            )

    async def end(self, row: Agreement, kind: str, by: UUID, **more: Any) -> Agreement:
        """Somebody says what became of it."""
        told, world = self.story, self.story.world
        async with told.house.database.transaction(by, world.organisation_id) as db:
            case = (await db.exec(select(Case).where(Case.id == row.case_id))).first()
            if case is None:
                raise NotHere
            return await agreements.end(
                db,
                told.house.keys,
                case=case,
                agreement_id=row.id,
                by_id=by,
                manages=by == world.karim,
                kind=kind,
                now=told.now,
                **more,
            )


async def kept(owner: Database, subject: UUID | None = None) -> list[Reminder]:
    """The reminders about agreements and small plans that are still open, in order."""
    query = select(Reminder).where(Reminder.kind.in_(("agreement", "one_to_one")), Reminder.state != "cancelled")
    if subject is not None:
        query = query.where(Reminder.subject_id == subject)
    async with owner.transaction() as db:
        return list((await db.exec(query.where(Reminder.state != "done").order_by(Reminder.due_at))).all())
