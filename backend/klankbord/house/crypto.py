"""Free text at rest: AES-256-GCM, bound to its table, row, column and key (architecture decision 12).

Layout of a sealed value: one byte with the length of the key id, the key id, 12 bytes nonce, ciphertext and tag.
"""

import base64
import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12


class SealedTextBroken(Exception):
    """A sealed text does not belong to this place, or its key is not on the ring."""


class KeyRing:
    """The first key seals, every key on the ring opens."""

    def __init__(self, keys: dict[str, bytes]) -> None:
        if not keys:
            raise ValueError("a key ring needs at least one key")
        self._keys = {kid: AESGCM(key) for kid, key in keys.items()}
        self.current = next(iter(keys))
        self._newest = keys[self.current]

    @classmethod
    def from_text(cls, text: str) -> "KeyRing":
        """Parse `kid:base64,kid:base64` (32-byte keys)."""
        pairs = (entry.strip().split(":", 1) for entry in text.split(",") if entry.strip())
        return cls({kid: base64.b64decode(key) for kid, key in pairs})

    def seal(self, text: str | None, *, table: str, row: UUID, column: str) -> bytes | None:
        """Seal `text` for this one place; nothing and empty text stay nothing."""
        if not text:
            return None
        kid, nonce = self.current.encode(), os.urandom(NONCE)
        box = self._keys[self.current].encrypt(nonce, text.encode(), _place(table, row, column, self.current))
        return bytes([len(kid)]) + kid + nonce + box

    def key_for(self, purpose: str) -> bytes:
        """A key (32 bytes) for something else than a text at rest, from the first one (HKDF-SHA256, RFC 5869)."""
        return HKDF(SHA256(), 32, salt=None, info=purpose.encode()).derive(self._newest)

    def open(self, sealed: bytes | None, *, table: str, row: UUID, column: str) -> str | None:
        """The text again. Raises SealedTextBroken when it was moved here from elsewhere or its key is gone."""
        if sealed is None:
            return None
        end = 1 + sealed[0]
        kid = sealed[1:end].decode(errors="replace")
        try:
            key = self._keys[kid]
            plain = key.decrypt(sealed[end : end + NONCE], sealed[end + NONCE :], _place(table, row, column, kid))
        except (KeyError, InvalidTag) as error:
            raise SealedTextBroken(f"{table}.{column} {row}") from error
        return plain.decode()


def _place(table: str, row: UUID, column: str, kid: str) -> bytes:
    return f"{table}|{row}|{column}|{kid}".encode()
