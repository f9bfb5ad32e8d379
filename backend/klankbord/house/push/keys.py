"""A browser's keys (RFC 8291): a point on P-256 and a secret of 16 bytes."""

import base64
import re

from cryptography.hazmat.primitives.asymmetric import ec

LETTERS = re.compile(r"[A-Za-z0-9_-]{1,128}=*")


Keys = tuple[ec.EllipticCurvePublicKey, bytes]


class UnusableKeys(ValueError):
    """Nothing can be encrypted to these."""


def opened_keys(p256dh: str, auth: str) -> Keys:
    """(point, secret) of what the browser gave, in base64url with or without padding. Raises UnusableKeys."""
    if not LETTERS.fullmatch(p256dh) or not LETTERS.fullmatch(auth):
        raise UnusableKeys
    try:
        point, secret = _raw(p256dh), _raw(auth)
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        raise UnusableKeys from None
    if len(point) != 65 or len(secret) != 16:
        raise UnusableKeys
    return key, secret


def are_usable(p256dh: str, auth: str) -> bool:
    """Whether a message can be encrypted to these."""
    try:
        opened_keys(p256dh, auth)
    except UnusableKeys:
        return False
    return True


def _raw(text: str) -> bytes:
    bare = text.rstrip("=")
    return base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
