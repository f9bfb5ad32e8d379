"""What can wait comes together: one message at the start of the day, whatever the number of things in it."""

from collections.abc import Iterable

from klankbord.rooms.reminders.deliveries import Claim
from klankbord.rooms.reminders.kinds import Buzz, kind_of

DIGEST = "start_of_day"


def tag_of(kind: str) -> str:
    """What takes the place of what on a phone: the newest of a kind, and one for everything that can wait."""
    return DIGEST if kind_of(kind).buzz == Buzz.START_OF_DAY else kind


def together(claimed: Iterable[Claim]) -> list[list[Claim]]:
    """Each message with the claims it is for, in order: those of one browser that can wait are one message."""
    messages: dict[object, list[Claim]] = {}
    for one in claimed:
        key = (one.subscription_id, DIGEST) if tag_of(one.kind) == DIGEST else one.id
        messages.setdefault(key, []).append(one)
    return list(messages.values())
