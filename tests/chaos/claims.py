"""What a screen claims about each item, held against the rows of the same moment."""

import re
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from tests.chaos.ledger import OVER, PROMISES
from tests.chaos.screen import ALL_SENT, ARRIVED, HERE, Mark, Screen

LEAST_FIRST = ("attention", "signin", "waiting", "filed", "sent")  # several items are as far as the one least far
NOWHERE = "nothing"
Rows = Mapping[UUID, str]  # the states of a phone's rows


def promises(mark: Mark) -> Iterator[tuple[UUID, str]]:
    """Each item that this says to be with the server, at whatever moment. That one of several is filed says of each
    only that it arrived."""
    several = len(mark.ids) > 1
    for state in dict.fromkeys(mark.states):
        if state in PROMISES:
            yield from ((id, ARRIVED if state == "filed" and several else state) for id in mark.ids)


def at_rest(screen: Screen, rows: Rows, wanted: Sequence[UUID] = ()) -> dict[UUID, str]:
    """What the screen shows of each item it speaks of, and of each of `wanted`: the state of the row where it says the
    same, else what it says instead."""
    shown = dict.fromkeys(wanted, NOWHERE)
    for mark in (*screen.marks, *screen.listed):
        far = [rows[id] for id in mark.ids if id in rows]
        least = min(far, key=LEAST_FIRST.index) if far else None
        other = [state for state in mark.states if not _same(state, least)]
        for id in mark.ids:
            before = shown.get(id, NOWHERE)
            if before in (NOWHERE, rows.get(id)):  # what differs stays
                shown[id] = other[0] if other else rows.get(id, NOWHERE)
    if rows and (wrong := _about_all(screen, rows)):
        shown[max(rows)] = wrong  # one finding, at the newest
    return shown


def _same(state: str, row: str | None) -> bool:
    """Whether this is another word for the row's state."""
    if state in (ARRIVED, HERE):
        return (state == ARRIVED) is (row in OVER)
    return row == ("sent" if state == "seen" else state)


def _about_all(screen: Screen, rows: Rows) -> str | None:
    """A sentence about everything that is not so, or that is missing; None when all is well."""
    waits = [id for id, state in rows.items() if state not in OVER]
    if not re.fullmatch(_header(rows), screen.header or ""):
        return f"'{screen.header or NOWHERE}' in the header"
    if screen.list and (screen.none is None) is not bool(waits):
        return f"'{screen.none}' in the list" if waits else "no word that nothing waits"
    missing = set(waits) - {id for mark in screen.listed for id in mark.ids}
    return "not everything that waits" if screen.list and missing else None


def _header(rows: Rows) -> str:
    queue = sum(state in ("waiting", "signin") for state in rows.values())
    if queue:
        return f"{queue} wacht(en)? sinds .+"
    return "Vraagt aandacht" if "attention" in rows.values() else ALL_SENT
