"""What an envelope is, what was sealed in it, and what is wrong with it in words. No database, no clock."""

import base64
import hashlib
import re
from collections.abc import Iterator
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictInt, ValidationError

from klankbord.house.errors import Conflict, NotAllowed, NotHere, Problem, Unfit
from klankbord.house.seals import BrokenSeal, SealKeys, UnknownSealKey

REASON_LENGTH = 1000
PREFIX = 4
UUID_7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


class NotAnItem(Problem):
    """This is not something Klankbord sealed. Nothing was kept."""


class OtherPerson(NotAllowed):
    """This was written by somebody else on this phone. It is kept there until that person signs in."""


class SealUnopened(Unfit):
    """This note cannot be opened here. It is still on your phone: show the code to your administrator."""


class OtherBody(Conflict):
    """Something else arrived under this number. Yours is still on your phone: show the code to your administrator."""


class Unreadable(Unfit):
    """What arrived is not something Klankbord knows. Look at what can be read below."""


class UnfitItem(Unfit):
    """This did not fit anywhere by itself. Look at what stands below."""


class NothingBehindIt(Unfit):
    """What this is about is not in your logbook. Mend the note first, then try again."""


class ReasonMissing(Unfit):
    """Say in a few words why this may go. At most 1000 characters."""

    field = "reason"


class NotMendable(NotHere):
    """This was mended or thrown away already."""


class Envelope(BaseModel):
    """What a phone sends: for whom, when by its own clock (ms), and the sealed box."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    v: Literal[1]
    person: str
    at: StrictInt
    kid: Annotated[str, Field(strict=True, min_length=1, max_length=64)]
    box: Annotated[str, Field(strict=True, min_length=1, pattern=r"^[A-Za-z0-9_-]+$")]

    @property
    def digest(self) -> bytes:
        """Tells a repeat from another body; the phone's clock is no part of it."""
        return hashlib.sha256("\n".join([self.person, self.kid, self.box]).encode()).digest()


def item_id(text: str) -> UUID:
    """The id in the address, a UUIDv7 as the phone wrote it. Raises NotAnItem."""
    if not UUID_7.fullmatch(text):
        raise NotAnItem
    return UUID(text)


def read_envelope(body: bytes) -> Envelope:
    """Raises NotAnItem for anything that is not an envelope."""
    try:
        envelope = Envelope.model_validate_json(body)
        if str(UUID(envelope.person)) != envelope.person:
            raise NotAnItem
    except (ValidationError, ValueError):
        raise NotAnItem from None
    return envelope


def opened(seals: SealKeys, envelope: Envelope, item: UUID) -> bytes:
    """What was sealed for this item and person. Raises NotAnItem (no base64url) or SealUnopened."""
    info = f"klankbord/outbox/1|{item}|{envelope.person}".encode()
    try:
        box = base64.urlsafe_b64decode(envelope.box + "=" * (-len(envelope.box) % 4))  # its letters were looked at
    except ValueError:
        raise NotAnItem from None
    try:
        return unpadded(seals.open(envelope.kid, box, info))
    except (UnknownSealKey, BrokenSeal):
        raise SealUnopened from None


def unpadded(plain: bytes) -> bytes:
    """Without the length in front (4 bytes, big-endian) and the zeros behind; all of it when that is not what it is."""
    length = int.from_bytes(plain[:PREFIX], "big")
    if len(plain) < PREFIX or length > len(plain) - PREFIX:
        return plain.rstrip(b"\0")
    return plain[PREFIX : PREFIX + length]


def checked_reason(text: str) -> str:
    """Why something may be thrown away, trimmed. Raises ReasonMissing."""
    reason = text.strip()
    if not 0 < len(reason) <= REASON_LENGTH:
        raise ReasonMissing
    return reason


def sentence_of(code: str | None) -> str:
    """The English sentence of a kept problem code; a code that no longer exists has the general one."""
    kinds = (kind.__new__(kind) for kind in _problems(Problem))
    return next((problem.sentence for problem in kinds if problem.code == code), UnfitItem().sentence)


def _problems(kind: type[Problem]) -> Iterator[type[Problem]]:
    for each in kind.__subclasses__():
        yield each
        yield from _problems(each)
