"""What the worker does for reminders: put what is due on its way, and send what is on its way (see `sending`).

Short transaction to claim, none during the network, short transaction to remember. A worker that dies in between
leaves a claim that lapses: it is sent again, with the same tag and id, so that the phone shows one and buzzes once.
"""

from collections.abc import Sequence
from uuid import UUID

from klankbord.house.house import House
from klankbord.house.push.transport import PushTransport
from klankbord.rooms.reminders import deliveries, holding
from klankbord.rooms.reminders.holding import Asked
from klankbord.rooms.reminders.sending import MANY, Sending


async def send_reminder(push: PushTransport, house: House, about: dict[str, str]) -> None:
    """Job: this reminder is due now. Looks again first; what is not due any more is left alone."""
    await hand_over(house, UUID(about["reminder"]))
    await deliver(push, house)


async def send_due(push: PushTransport, house: House) -> int:
    """Sweep: put reminders that came due on their way and send them, until no more are due; how many reminders."""
    due, people = 0, await holding.asked(house.database.direct, house.clock.now())
    while some := await _hand_over(house, None, people):
        due += some
        await deliver(push, house)
    return due


async def hand_over(house: House, only: UUID | None = None) -> int:
    """Put reminders that came due on their way, a number at a time; how many."""
    people = await holding.asked(house.database.direct, house.clock.now(), only)
    return await _hand_over(house, only, people)


async def _hand_over(house: House, only: UUID | None, people: Sequence[Asked]) -> int:
    return await deliveries.hand_over_due(house.database.direct, house.clock.now(), only, MANY, people)


async def deliver(push: PushTransport, house: House) -> int:
    """Sweep: send what is on its way, until nothing is left; how many were tried."""
    direct, tried = house.database.direct, 0
    await deliveries.drop_unwanted(direct, house.clock.now())
    people = await holding.asked(direct, house.clock.now())
    while claimed := await deliveries.claim(direct, house.clock.now(), MANY, people):
        await Sending(push, house, claimed, holding.ends(people)).all()
        tried += len(claimed)
    return tried
