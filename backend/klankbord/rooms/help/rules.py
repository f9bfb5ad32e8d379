"""Which locations' managers a person may need to call."""

from uuid import UUID

from klankbord.house.who import Who


def locations_of(who: Who) -> list[UUID] | None:
    """The own locations; None (those of everybody) for who has none, such as a social worker."""
    own = list(dict.fromkeys(role.location_id for role in who.roles if role.location_id))
    return own or None
