"""Note and Correction: append-only (rule 5)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Column, Text, UniqueConstraint
from sqlmodel import Field

from klankbord.house.tables import Owned, instant


class Note(Owned, table=True):
    """One logbook entry by one person about one child. Its id is the outbox item's id, made on the phone.

    `written_at` is what the phone's clock said, `received_at` is ours and the one to sort by.
    """

    __tablename__ = "notes"
    __table_args__ = (UniqueConstraint("id", "organisation_id", "writer_id", name="uq_notes_writer"),)

    organisation_id: UUID = Field(foreign_key="organisations.id")  # no index: it would find everything
    writer_id: UUID = Field(foreign_key="people.id", index=True)
    pupil_id: UUID = Field(foreign_key="pupils.id", index=True)
    group_id: UUID = Field(foreign_key="groups.id", index=True)
    location_id: UUID = Field(foreign_key="locations.id")
    signal_ids: list[str] = Field(default_factory=list, sa_column=Column(ARRAY(Text), nullable=False))
    observation_sealed: bytes | None = None
    interpretation_sealed: bytes | None = None
    written_at: datetime = instant()
    received_at: datetime = instant()


class Correction(Owned, table=True):
    """A new entry that says which note it corrects."""

    __tablename__ = "corrections"

    note_id: UUID = Field(foreign_key="notes.id", index=True)
    writer_id: UUID = Field(foreign_key="people.id")
    observation_sealed: bytes | None = None
    interpretation_sealed: bytes | None = None
    written_at: datetime = instant()
    received_at: datetime = instant()
