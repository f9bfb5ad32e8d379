"""What phones said to be with the server, against what it had, and when it had it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from tests.chaos.held import Held
from tests.chaos.ledger import PROMISES, Ledger, Said

STORED = ("stored", "mended")
SHOWN_FOR = {"sent": STORED, "seen": STORED, "filed": ("attention",), "arrived": (*STORED, "attention")}
# The rows of each phone's outbox at the end; under another name what a screen shows of them.
Phones = Mapping[str, Iterable[Mapping[str, Any]]]


def lies(ledger: Ledger, there: Held, phones: Phones) -> Iterator[str]:
    """Said to be with the server before it had it, and what phones show at the end that is not so; each item once."""
    said = _promised(ledger)
    early = {one.id: one for one in said if _too_early(one, there)}
    for one in early.values():
        yield f"{one.id} on {one.phone}: '{one.state}' was shown before the server had it"
    shown = {(one.id, one.phone): one.state for one in said}
    shown |= {(UUID(item["id"]), phone): item["state"] for phone, items in phones.items() for item in items}
    told = set(early)
    for (id, phone), state in shown.items():
        there_is = there.items[id].state if id in there.items else "nothing"
        if there_is not in SHOWN_FOR.get(state, ()) and id not in told:
            told.add(id)
            yield f"{id} on {phone}: it shows '{state}', the database has {there_is}"


def unverifiable(ledger: Ledger, there: Held) -> list[str]:
    """Said while nobody could ask, of something that is there and does not tell since when."""
    return [
        f"{one.id} on {one.phone}: '{one.state}' was shown, and since when the server has it cannot be told"
        for one in _promised(ledger)
        if one.had is None and one.id in there.items and _kept_at(one, there) is None
    ]


def _promised(ledger: Ledger) -> Sequence[Said]:
    return sorted((one for one in ledger.said if one.state in PROMISES), key=lambda one: one.at)


def _too_early(one: Said, there: Held) -> bool:
    """The server did not have it a moment later; or it came to have it only after the phone had said so. Both moments
    are of this machine's own clock, and a commit is stamped before anybody hears of it."""
    kept_at = _kept_at(one, there)
    return one.had is False or (kept_at is not None and kept_at > one.at)


def _kept_at(one: Said, there: Held) -> float | None:
    """What the server said at once, else what it says at the end."""
    if one.had is not None:
        return one.kept_at
    return there.items[one.id].kept_at if one.id in there.items else None
