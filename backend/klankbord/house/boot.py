"""What the scripts of a signed-in page must know: for whom to seal, with which key, and where push comes from."""

from functools import cache
from typing import Any

from klankbord.house.house import House
from klankbord.house.push.vapid import public_key
from klankbord.house.seals import SealKeys
from klankbord.house.who import Who


def boot_of(house: House, who: Who) -> dict[str, Any]:
    """The content of #boot; nothing secret, nothing about a child."""
    return {
        "person": str(who.person_id),
        "language": who.language,
        "seal": _seal(house.seals),
        "push_key": _push_key(house.settings.vapid_private_key.get_secret_value()),
    }


@cache
def _seal(seals: SealKeys) -> dict[str, str]:
    kid, key = seals.public_key()
    return {"kid": kid, "key": key}


@cache
def _push_key(private: str) -> str:
    return public_key(private)
