"""Encryption of one message to one browser (RFC 8291)."""

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec

from klankbord.house.push.keys import Keys


def encrypted(to: Keys, body: bytes) -> bytes:
    """A fresh key pair per message, one record. `to` is what `opened_keys` gave."""
    own = ec.generate_private_key(ec.SECP256R1())
    point, secret = to
    sealed: bytes = http_ece.encrypt(body, private_key=own, dh=point, auth_secret=secret, version="aes128gcm")
    return sealed
