"""What the worker does for alarms: climb when it is time, and ring. Each looks again first; both may run twice."""

import asyncio

from klankbord.house.house import House
from klankbord.house.mail import Smtp
from klankbord.house.push.transport import PushTransport
from klankbord.rooms.alarms import calling, calls, climbing
from klankbord.rooms.alarms.channels import channels_of


async def climb(house: House) -> int:
    """Sweep: climb every rung that is due; how many. Ringing is a job, so that a slow line holds no rung up."""
    return await climbing.climb_all(house, channels_of(house.settings))


async def call(push: PushTransport, house: House, _: dict[str, str]) -> None:
    """Job: an alarm has calls to make."""
    await asyncio.gather(ring(push, house), write(house))


async def ring(push: PushTransport, house: House) -> int:
    """Sweep: pushes that wait, also after a crash; how many were tried."""
    await house.database.direct.fetch(calls.DROP)
    return await calling.ring(house, push)


async def write(house: House) -> int:
    """Sweep: letters that wait; how many were tried."""
    mailer = Smtp.from_settings(house.settings)
    return await calling.write(house, mailer) if mailer else 0
