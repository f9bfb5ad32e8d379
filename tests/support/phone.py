"""A phone: seals items as the page does, so that the server's side can be tested without a browser."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from httpx2 import AsyncClient, Response

from klankbord.house.house import House
from klankbord.house.ids import new_id
from tests.factories import World

SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
STEP = 256
SEND = {"content-type": "application/json", "accept": "application/json", "x-outbox": "1"}

SEEN = "Sara kwam weer te laat en zei niets."


def about_sara(world: World, **more: Any) -> dict[str, Any]:
    """The payload of a note that fits; `more` changes it."""
    note = {
        "group": str(world.strijkers),
        "pupil": str(world.sara),
        "signals": ["late"],
        "observation": SEEN,
        "interpretation": "",
    }
    return note | more


def pad(plain: bytes) -> bytes:
    """Length in front, zeros behind, a multiple of 256 bytes."""
    framed = len(plain).to_bytes(4, "big") + plain
    return framed + b"\0" * (-len(framed) % STEP)


@dataclass(frozen=True)
class Phone:
    """The phone of one person, with the public key it was given."""

    person: UUID
    kid: str
    key: str
    at: int

    @classmethod
    def of(cls, house: House, person: UUID, at: datetime | None = None) -> "Phone":
        """A phone that knows the current key; its clock says `at`, or the right time."""
        kid, key = house.seals.public_key()
        return cls(person, kid, key, int((at or house.clock.now()).timestamp() * 1000))

    def seal(self, kind: str, **payload: Any) -> tuple[UUID, dict[str, Any]]:
        """(id, body) of a new item."""
        item = new_id()
        return item, self.body(item, json.dumps({"kind": kind, **payload}).encode())

    def body(self, item: UUID, plain: bytes, *, framed: bool = True) -> dict[str, Any]:
        """What is sent for `item` when `plain` was written."""
        point = base64.urlsafe_b64decode(self.key + "=" * (-len(self.key) % 4))
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        info = f"klankbord/outbox/1|{item}|{self.person}".encode()
        box = SUITE.encrypt(pad(plain) if framed else plain, key, info=info)
        sealed = base64.urlsafe_b64encode(box).rstrip(b"=").decode()
        return {"v": 1, "person": str(self.person), "at": self.at, "kid": self.kid, "box": sealed}


async def put(client: AsyncClient, item: object, body: Any, **headers: str) -> Response:
    """Send an item as the page does."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return await client.put(f"/outbox/{item}", content=content, headers=SEND | headers)
