"""OutboxItem: everything that ever arrived from a phone, once."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field

from klankbord.house.tables import Owned, instant, instant_or_none


class ItemState(StrEnum):
    STORED = "stored"
    ATTENTION = "attention"
    MENDED = "mended"
    DISCARDED = "discarded"


class OutboxItem(Owned, table=True):
    """An item by its id from the phone. `body_sha256` tells a repeat from another body under the same id.

    What did not fit is kept sealed in `payload_sealed` until a person mends or discards it.
    """

    __tablename__ = "outbox_items"

    organisation_id: UUID = Field(foreign_key="organisations.id")  # no index: it would find everything
    person_id: UUID = Field(foreign_key="people.id", index=True)
    kind: str
    body_sha256: bytes
    written_at: datetime = instant()
    received_at: datetime = instant()
    state: str
    problem: str | None = None
    payload_sealed: bytes | None = None
    settled_at: datetime | None = instant_or_none()
    reason_sealed: bytes | None = None
