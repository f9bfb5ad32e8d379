"""What every table has in common: an id that sorts by time, and the organisation it belongs to."""

from typing import Any
from uuid import UUID

from sqlalchemy import DateTime
from sqlmodel import Field, SQLModel

from klankbord.house.ids import new_id

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def instant(**options: Any) -> Any:
    """A required timestamptz column; values are aware datetimes."""
    return Field(sa_type=DateTime(timezone=True), **options)


def instant_or_none(**options: Any) -> Any:
    """A timestamptz column that may be empty."""
    return Field(default=None, sa_type=DateTime(timezone=True), nullable=True, **options)


class Owned(SQLModel):
    """A row of exactly one organisation."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisations.id", index=True)
