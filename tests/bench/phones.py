"""Teachers with phones: real sealed notes, made ready before the clock runs."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from uuid import UUID

from klankbord.house.seals import SealKeys
from klankbord.house.settings import Settings
from tests.bench.dataset import SEEN, THOUGHT, Child, Town, session_of
from tests.bench.load import request
from tests.bench.servers import ADDRESS
from tests.support.phone import SEND, Phone


@dataclass(frozen=True)
class Writer:
    """One teacher, signed in on one phone."""

    phone: Phone
    cookie: str
    children: tuple[Child, ...]


async def writers(web_url: str, settings: Settings, town: Town) -> list[Writer]:
    """Every teacher of the town, signed in on a phone that knows the current key."""
    at = int(time.time() * 1000)
    kid, key = SealKeys.from_text(settings.seal_keys.get_secret_value()).public_key()
    classes: dict[UUID, list[Child]] = {}
    for child in town.children:
        classes.setdefault(child.of.teacher, []).append(child)
    made = []
    for teacher, children in classes.items():
        tokens = await session_of(web_url, town.organisation, teacher)
        cookie = f"__Host-klankbord={tokens.session_token}; klankbord_add={tokens.add_token}"
        made.append(Writer(Phone(teacher, kid, key, at), cookie, tuple(children)))
    return made


def notes(writing: list[Writer]) -> Iterator[bytes]:
    """Requests, each with a new sealed note, of one teacher after the other; without end."""
    for number, writer in enumerate(cycle(writing)):
        child = writer.children[number // len(writing) % len(writer.children)]
        about = {"group": str(child.of.group), "pupil": str(child.id), "signals": ["late"]}
        item, body = writer.phone.seal("note", **about, observation=f"{SEEN} {number}", interpretation=THOUGHT)
        headers = SEND | {"cookie": writer.cookie, "sec-fetch-site": "same-origin", "origin": ADDRESS}
        yield request("PUT", f"/outbox/{item}", headers, json.dumps(body, separators=(",", ":")).encode())
