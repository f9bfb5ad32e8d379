"""Rows about sharing as the rules read them, without a database."""

from datetime import date

from klankbord.house.ids import new_id
from klankbord.rooms.sharing.models import SharingDecision
from tests.support.story import at

ME, OTHER = new_id(), new_id()
NOON = at(date(2026, 11, 20))


def decision(option: str, **more: object) -> SharingDecision:
    """A decision of ME, in which everything is there for every option."""
    values = {
        "organisation_id": ME,
        "case_id": ME,
        "by_id": ME,
        "at": NOON,
        "recipient": "partner",
        "what_sealed": b"x",
        "age": "under_12",
        "child_asked": True,
        "parents_asked": True,
        "asked_on": date(2026, 11, 2),
        "term_ends_on": date(2026, 11, 9),
        "consulted_id": OTHER,
        "reason_sealed": b"x",
    }
    return SharingDecision(option=option, **{**values, **more})
