"""Whether a browser's keys can be encrypted to (RFC 8291): a point on P-256 and a secret of 16 bytes."""

import base64
import re

from cryptography.hazmat.primitives.asymmetric import ec

LETTERS = re.compile(r"[A-Za-z0-9_-]{1,128}=*")


def are_usable(p256dh: str, auth: str) -> bool:
    """Both in base64url, with or without padding."""
    if not LETTERS.fullmatch(p256dh) or not LETTERS.fullmatch(auth):
        return False
    try:
        point, secret = raw_keys(p256dh, auth)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        return len(point) == 65 and len(secret) == 16
    except ValueError:
        return False


def raw_keys(p256dh: str, auth: str) -> tuple[bytes, bytes]:
    """(uncompressed point, secret) as bytes."""
    return _raw(p256dh), _raw(auth)


def _raw(text: str) -> bytes:
    bare = text.rstrip("=")
    return base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
