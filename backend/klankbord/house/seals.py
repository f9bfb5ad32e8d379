"""What a phone sealed for us: HPKE base mode (RFC 9180), P-256, HKDF-SHA256, AES-256-GCM (decision 5).

The phone holds only the public key, so nothing on it can be read back. Old private keys stay on the ring for at
least 60 days after a new one, because a note may wait that long on a phone.
"""

import base64

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class UnknownSealKey(Exception):
    """The key id is not on the ring."""


class BrokenSeal(Exception):
    """The box was not sealed for this item and person, or it is damaged."""


class SealKeys:
    """Private keys by id; the first is handed out to phones."""

    def __init__(self, scalars: dict[str, bytes]) -> None:
        if not scalars:
            raise ValueError("at least one seal key is needed")
        curve = ec.SECP256R1()
        self._keys = {kid: ec.derive_private_key(int.from_bytes(raw, "big"), curve) for kid, raw in scalars.items()}
        self.current = next(iter(scalars))

    @classmethod
    def from_text(cls, text: str) -> "SealKeys":
        """Parse `kid:base64,kid:base64` (32-byte P-256 scalars)."""
        pairs = (entry.strip().split(":", 1) for entry in text.split(",") if entry.strip())
        return cls({kid: base64.b64decode(raw) for kid, raw in pairs})

    def public_key(self) -> tuple[str, str]:
        """(key id, uncompressed point in base64url) for the phone."""
        point = self._keys[self.current].public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return self.current, base64.urlsafe_b64encode(point).rstrip(b"=").decode()

    def open(self, kid: str, box: bytes, info: bytes) -> bytes:
        """The plaintext. Raises UnknownSealKey or BrokenSeal."""
        if kid not in self._keys:
            raise UnknownSealKey(kid)
        try:
            return SUITE.decrypt(box, self._keys[kid], info=info)
        except (InvalidTag, ValueError) as error:
            raise BrokenSeal from error
