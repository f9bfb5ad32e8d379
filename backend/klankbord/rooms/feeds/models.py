"""Feed: a secret address of one person's dates."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from klankbord.house.tables import Owned, instant, instant_or_none


class Feed(Owned, table=True):
    """sha256 of the random token in the address; the token itself is shown once."""

    __tablename__ = "feeds"

    person_id: UUID = Field(foreign_key="people.id", index=True)
    token_sha256: bytes = Field(unique=True)
    made_at: datetime = instant()
    revoked_at: datetime | None = instant_or_none()
