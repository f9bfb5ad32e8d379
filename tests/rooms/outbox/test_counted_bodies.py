"""The quick way reads only a body whose length is known; any other is read where bytes are counted."""

import pytest
from starlette.types import Message, Scope

from klankbord.house.door import session_cookie
from klankbord.house.house import House
from klankbord.house.ids import new_id
from klankbord.rooms.outbox.intake import SAID, Intake


class Counted(Exception):
    """It came to the app, where the length of every body is watched."""


async def test_a_body_that_says_its_length_twice_is_read_by_who_counts(house: House) -> None:
    said = {**SAID, b"cookie": f"{session_cookie(house)}=x".encode(), b"content-length": b"10"}

    def asked(headers: dict[bytes, bytes]) -> Scope:
        return {"type": "http", "method": "PUT", "path": f"/outbox/{new_id()}", "headers": list(headers.items())}

    async def the_app(*_: object) -> None:
        raise Counted

    async def unread() -> Message:
        raise AssertionError("read before anybody counted")

    intake = Intake(the_app, house)
    with pytest.raises(AssertionError):
        await intake(asked(said), unread, the_app)
    with pytest.raises(Counted):
        await intake(asked({**said, b"transfer-encoding": b"chunked"}), unread, the_app)
