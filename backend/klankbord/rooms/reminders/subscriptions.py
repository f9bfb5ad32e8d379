"""Which browsers of a person reminders go to. Only addresses of push services we know are kept (SSRF)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.errors import Conflict, NotHere, Unfit
from klankbord.house.push.hosts import EndpointRefused, PushHosts
from klankbord.house.push.keys import are_usable
from klankbord.rooms.reminders import queries
from klankbord.rooms.reminders.models import PushSubscription


class PushAddressRefused(Unfit):
    """This browser's push service is not one Klankbord may send to. Reminders stay visible under Today."""


class BrowserTaken(Conflict):
    """This browser gets the reminders of somebody else. Let that person sign in here and turn them off."""


@dataclass(frozen=True)
class Browser:
    """What `PushSubscription.toJSON()` says in the browser."""

    endpoint: str
    p256dh: str
    auth: str


async def subscribe(
    db: AsyncSession,
    hosts: PushHosts,
    browser: Browser,
    *,
    organisation_id: UUID,
    person_id: UUID,
    language: str,
    now: datetime,
    old: str | None = None,
) -> UUID:
    """This browser is this person's from now on, whoever used it before; the id of the subscription.

    `old` is the endpoint that the browser replaced. Raises PushAddressRefused or BrowserTaken.
    """
    try:
        hosts.origin(browser.endpoint)
    except EndpointRefused:
        raise PushAddressRefused from None
    if not are_usable(browser.p256dh, browser.auth):
        raise PushAddressRefused
    row = PushSubscription(
        organisation_id=organisation_id, person_id=person_id, language=language, created_at=now, **vars(browser)
    )
    await queries.release(db, row)
    if old and old != browser.endpoint and old.isascii() and old.isprintable():
        await queries.drop_subscription(db, person_id, col(PushSubscription.endpoint) == old)
    id = await queries.keep_subscription(db, row)
    if id is None:
        raise BrowserTaken
    return id


async def unsubscribe(db: AsyncSession, *, person_id: UUID, subscription_id: UUID) -> None:
    """This browser gets no reminders any more. Raises NotHere for one that is not this person's."""
    if not await queries.drop_subscription(db, person_id, col(PushSubscription.id) == subscription_id):
        raise NotHere
