"""Every request of the demo is looked at again: from this machine, to this machine, or there is nothing here."""

from fastapi import Request

from klankbord.house.door import house_of
from klankbord.house.errors import NotHere
from klankbord.house.loopback import is_loopback


def only_here(request: Request) -> None:
    """Raises NotHere unless sender and addressed host are both loopback (a name can be made to point here: DNS
    rebinding, so the Host header is looked at too)."""
    client = request.client.host if request.client else ""
    addressed = request.url.hostname or ""
    if not (house_of(request).settings.demo and is_loopback(client) and is_loopback(addressed)):
        raise NotHere
    if request.headers.get("forwarded") or request.headers.get("x-forwarded-for"):
        raise NotHere
