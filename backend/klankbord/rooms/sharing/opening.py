"""The sealed words of this room, readable again."""

from klankbord.house.crypto import KeyRing
from klankbord.rooms.sharing.models import Objection, SharingDecision, Withdrawal

WHAT, REASON, WORDS = "what_sealed", "reason_sealed", "words_sealed"


def opened_what(keys: KeyRing, row: SharingDecision) -> str:
    """What will be shared, in words."""
    return keys.open(row.what_sealed, table="sharing_decisions", row=row.id, column=WHAT) or ""


def opened_reason(keys: KeyRing, row: SharingDecision) -> str:
    """Why it was decided without asking (option D); else empty."""
    return keys.open(row.reason_sealed, table="sharing_decisions", row=row.id, column=REASON) or ""


def opened_objection(keys: KeyRing, row: Objection) -> str:
    """What was said against it; may be empty."""
    return keys.open(row.words_sealed, table="objections", row=row.id, column=WORDS) or ""


def opened_withdrawal(keys: KeyRing, row: Withdrawal) -> str:
    """Why it was withdrawn."""
    return keys.open(row.reason_sealed, table="withdrawals", row=row.id, column=REASON) or ""
