"""Conversation: who talked with whom, on which day, what was said, thought and planned; and how a small plan ended."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Column, ForeignKeyConstraint, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from klankbord.house.tables import Owned, instant


class TalkedWith(StrEnum):
    CHILD = "child"
    PARENT = "parent"
    COLLEAGUE = "colleague"


class Conversation(Owned, table=True):
    """One conversation about one child. `case_id` once the child has a case. `question_ids`: which of the ten open
    questions helped."""

    __tablename__ = "conversations"
    __table_args__ = (
        ForeignKeyConstraint(["case_id", "pupil_id"], ["cases.id", "cases.pupil_id"], name="fk_conversations_case_id"),
    )

    writer_id: UUID = Field(foreign_key="people.id", index=True)
    pupil_id: UUID = Field(foreign_key="pupils.id", index=True)
    group_id: UUID = Field(foreign_key="groups.id")
    case_id: UUID | None = Field(default=None, index=True)
    talked_with: str
    held_on: date
    question_ids: list[str] = Field(default_factory=list, sa_column=Column(ARRAY(Text), nullable=False))
    said_sealed: bytes | None = None
    thought_sealed: bytes | None = None
    small_plan_sealed: bytes | None = None
    written_at: datetime = instant()
    received_at: datetime = instant()


class EndingKind(StrEnum):
    """What became of what was agreed: a small plan here, an agreement in the room to the right."""

    KEPT = "kept"
    CHANGED = "changed"
    DROPPED = "dropped"


class SmallPlanEnding(Owned, table=True):
    """How the small plan of a conversation without a case ended, once. Changed and dropped say why."""

    __tablename__ = "small_plan_endings"
    __table_args__ = (UniqueConstraint("conversation_id"),)

    conversation_id: UUID = Field(foreign_key="conversations.id")
    by_id: UUID = Field(foreign_key="people.id")
    at: datetime = instant()
    kind: str
    reason_sealed: bytes | None = None
