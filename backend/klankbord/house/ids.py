"""Ids that sort by time (UUIDv7, RFC 9562), as the phone makes them too."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A fresh UUIDv7."""
    return UUID(int=uuid7().int)
