"""Who we say we are to a push service (RFC 8292), and whether it would believe us."""

import base64
import re
import time

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from klankbord.house.cannot_start import CannotStart

VALID_FOR, RENEW_BEFORE = 12 * 3600, 6 * 3600
REFUSED_ENDINGS = frozenset({"localhost", "local", "invalid", "test", "example"})
PLAIN_MAILTO = re.compile(r"mailto:[^\s<>@,?]+@([a-z0-9.-]+)", re.IGNORECASE)
PLAIN_HTTPS = re.compile(r"https://([a-z0-9.-]+)(/[!-~]*)?", re.IGNORECASE)


def new_key() -> str:
    """A fresh private key: the 32-byte P-256 scalar in base64url without padding."""
    scalar = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return _b64(scalar.to_bytes(32, "big"))


def public_key(private_key: str) -> str:
    """What the browser is given as `applicationServerKey`: the uncompressed point in base64url."""
    return _b64(_point(_opened(private_key)))


def check_subject(subject: str) -> None:
    """Raise CannotStart when a push service would refuse `subject`.

    Apple answers 403 BadJwtToken to made-up hosts and to `mailto: <x>`, and only when the first reminder is due.
    """
    found = PLAIN_MAILTO.fullmatch(subject) or PLAIN_HTTPS.fullmatch(subject)
    host = found[1].lower().rstrip(".") if found else ""
    if "." not in host or host.rsplit(".", 1)[1] in REFUSED_ENDINGS or host.startswith("example."):
        raise CannotStart(
            "VAPID_SUBJECT must be a real address, like mailto:name@organisation.nl or https://organisation.nl: "
            "push services refuse anything else."
        )


class Signer:
    """Signs for one origin at a time; a claim of one service must never reach another (Apple: 403)."""

    def __init__(self, private_key: str, subject: str) -> None:
        check_subject(subject)
        self._vapid, self._subject = Vapid02(_opened(private_key)), subject
        self._kept: dict[str, tuple[float, str]] = {}

    def authorization(self, origin: str) -> str:
        """The Authorization header for `origin`. Uses the real time: a moved clock must not move `exp`."""
        now = time.time()
        renew_at, header = self._kept.get(origin, (0.0, ""))
        if renew_at <= now:
            claims = {"aud": origin, "exp": int(now) + VALID_FOR, "sub": self._subject}
            header = str(self._vapid.sign(claims)["Authorization"])
            self._kept[origin] = (now + RENEW_BEFORE, header)
        return header


def _opened(private_key: str) -> ec.EllipticCurvePrivateKey:
    try:
        raw = base64.urlsafe_b64decode(private_key + "=" * (-len(private_key) % 4))
        if len(raw) == 32:
            return ec.derive_private_key(int.from_bytes(raw, "big"), ec.SECP256R1())
    except ValueError:
        pass
    raise CannotStart("VAPID_PRIVATE_KEY must be 32 bytes in base64url: a P-256 private key.") from None


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
