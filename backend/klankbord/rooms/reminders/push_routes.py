"""Reminders on this device: turn them on and off, and hear that they arrive."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import BaseModel, StringConstraints

from klankbord.house.door import Signed
from klankbord.house.pages import render
from klankbord.house.problems import wants_json
from klankbord.house.push.hosts import LONGEST, PushHosts
from klankbord.rooms.reminders import actions, queries, subscriptions
from klankbord.rooms.reminders.models import PushSubscription
from klankbord.rooms.reminders.subscriptions import Browser

router = APIRouter(prefix="/push")
Address = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Keys(BaseModel):
    """base64url, as the browser says them."""

    p256dh: Key
    auth: Key


class Said(BaseModel):
    """`PushSubscription.toJSON()`, and the endpoint it takes the place of."""

    endpoint: Address
    keys: Keys
    old: Address | None = None


@dataclass(frozen=True)
class PushPage:
    """The browsers of this person that get reminders; what this one does is the script's to say."""

    browsers: Sequence[PushSubscription]


@router.get("")
async def push(visit: Signed) -> Response:
    """What a reminder looks like, and the button."""
    return render(visit, "reminders/push.html", PushPage(await queries.subscriptions_of(visit.db, visit.who.person_id)))


@router.post("/subscriptions")
async def subscribe(visit: Signed, said: Said) -> Response:
    """201 with the id of the subscription; again for the same browser is fine."""
    id = await subscriptions.subscribe(
        visit.db,
        PushHosts.from_settings(visit.house.settings),
        Browser(said.endpoint, said.keys.p256dh, said.keys.auth),
        organisation_id=visit.who.organisation_id,
        person_id=visit.who.person_id,
        language=visit.who.language,
        now=visit.now,
        old=said.old,
    )
    return JSONResponse({"id": str(id)}, 201)


@router.post("/subscriptions/{subscription_id}/removal")
async def unsubscribe(visit: Signed, subscription_id: UUID) -> Response:
    """No reminders on that browser any more."""
    await subscriptions.unsubscribe(visit.db, person_id=visit.who.person_id, subscription_id=subscription_id)
    return Response(status_code=204) if wants_json(visit.request) else RedirectResponse("/push", 303)


@router.post("/test")
async def test(visit: Signed) -> Response:
    """A test message to every browser of this person, by day and by night."""
    await actions.send_test(
        visit.db, organisation_id=visit.who.organisation_id, person_id=visit.who.person_id, now=visit.now
    )
    return Response(status_code=204) if wants_json(visit.request) else RedirectResponse("/push", 303)
