"""What the worker does for reminders: put what is due on its way, and send what is on its way (see `sending`).

Short transaction to claim, none during the network, short transaction to remember. A worker that dies in between
leaves a claim that lapses: it is sent again, with the same tag and id, so that the phone shows one and buzzes once.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime
from uuid import UUID

from klankbord.house.house import House
from klankbord.house.push.transport import PushTransport
from klankbord.rooms.reminders import deliveries, handing_over, walking
from klankbord.rooms.reminders.holding import AT_ONCE, AT_THE_START, ends
from klankbord.rooms.reminders.sending import MANY, Sending
from klankbord.rooms.reminders.walking import START, Page


async def send_reminder(push: PushTransport, house: House, about: dict[str, str]) -> None:
    """Job: this reminder is due now. Looks again first; what is not due any more is left alone, and what can wait is
    left to the sweep, where it goes together."""
    direct, now, reminder_id = house.database.direct, house.clock.now(), UUID(about["reminder"])
    await handing_over.hand_over(direct, now, await walking.one_due(direct, now, AT_ONCE, reminder_id))
    await _send(push, house, now, await walking.on_its_way(direct, now, AT_ONCE, reminder_id))


async def send_due(push: PushTransport, house: House) -> int:
    """Sweep: put reminders that came due on their way and send them, until no more are due; how many reminders."""
    due, on_their_way = 0, Delivering(push, house)
    async for some in handed_over(house):
        due += some
        if some:
            await on_their_way.all()
    return due


async def deliver(push: PushTransport, house: House) -> int:
    """Sweep: send what is on its way, until nothing is left; how many were tried."""
    await deliveries.drop_unwanted(house.database.direct, house.clock.now())
    return await Delivering(push, house).all()


async def handed_over(house: House) -> AsyncIterator[int]:
    """Put everything that is due on its way, a page at a time; of each page how many reminders."""
    direct = house.database.direct
    async for now, page in _due(house, AT_ONCE):
        yield await handing_over.hand_over(direct, now, page)
    async for _ in _due(house, AT_THE_START):
        pass  # deputies got everything that is theirs: they get it together
    async for now, page in _due(house, AT_THE_START, walking.due_as_they_are):
        yield await handing_over.hand_over_together(direct, now, page)


async def _due(
    house: House, kinds: Sequence[str], walk: Callable[..., Awaitable[Page]] = walking.due
) -> AsyncIterator[tuple[datetime, Page]]:
    """Page after page, each with the moment at which it was read."""
    now = house.clock.now()
    page = await walk(house.database.direct, now, kinds, START, MANY)
    while page.whose:
        yield now, page
        now = house.clock.now()
        page = await walk(house.database.direct, now, kinds, page.after, MANY)


class Delivering:
    """A walk over what is on its way, which goes on where it was: nobody is asked about twice in one sweep."""

    def __init__(self, push: PushTransport, house: House) -> None:
        self._push, self._house, self._after = push, house, START

    async def all(self) -> int:
        """Send everything after the place where it was; how many were tried."""
        tried, direct, now = 0, self._house.database.direct, self._house.clock.now()
        while (page := await walking.on_their_way(direct, now, self._after, MANY)).whose:
            self._after = page.after
            tried += await _send(self._push, self._house, now, page)
            now = self._house.clock.now()
        return tried


async def _send(push: PushTransport, house: House, now: datetime, page: Page) -> int:
    """Claim what may be tried of this page, and send it; how many."""
    if claimed := await deliveries.claim(house.database.direct, now, page):
        await Sending(push, house, claimed, ends(page.people)).all()
    return len(claimed)
