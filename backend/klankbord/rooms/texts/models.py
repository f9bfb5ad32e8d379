"""Wording: what an organisation says instead of the text that comes with the product."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from klankbord.house.tables import Owned, instant


class Wording(Owned, table=True):
    """Dutch and English for one key (`meldcode.step_3`); the newest row counts, empty text is the product's own."""

    __tablename__ = "wordings"
    __table_args__ = (Index("ix_wordings_key", "organisation_id", "key", "at"),)

    key: str
    nl: str
    en: str
    by_id: UUID = Field(foreign_key="people.id")
    at: datetime = instant()
