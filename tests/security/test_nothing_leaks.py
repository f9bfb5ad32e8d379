"""What was written stands in the database, sealed, and nowhere else: not in logs, addresses, titles or the queue."""

import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy.exc import IntegrityError

from klankbord.house.ids import new_id
from klankbord.house.logs import JsonLines
from klankbord.rooms.places import actions as places
from tests.conftest import Cluster
from tests.security.conftest import Ask
from tests.security.town import CHILD, Town
from tests.support.phone import Phone
from tests.support.rows import change, rows

SAID = "Kanariegeel zei iets over thuis"
NAME = "Kanariegeel"  # never written out below: a traceback shows the line it comes from
THOUGHT = "Vlindergroen is mijn vermoeden"
NUL, HALF, LONG = "\0", "\ud83c", "é" * 5000
TABLES = "select tablename as name from pg_tables where schemaname = 'public'"
BREAKS = ("notes", "corrections", "handovers", "outbox_items", "reminders", "case_views")


class Ear(logging.Handler):
    """Hears everything any library says, as our log writes it and as any other would: with the error's own words."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.heard = io.StringIO()
        self.ours, self.theirs = JsonLines(), logging.Formatter("%(name)s %(message)s")

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.WARNING or record.name.startswith("klankbord"):
            self.heard.write(self.ours.format(record) + "\n")
            self.heard.write(self.theirs.format(record) + "\n")


@pytest.fixture
def ear() -> Iterator[Ear]:
    """Listens at the root of all loggers."""
    listening, root = Ear(), logging.getLogger()
    before = root.level
    root.addHandler(listening)
    root.setLevel(logging.DEBUG)
    yield listening
    root.removeHandler(listening)
    root.setLevel(before)


def _forms(town: Town) -> list[tuple[str, str, dict[str, Any]]]:
    """Every form that takes words, filled in by who may."""
    ids, both = town.ids, {"observation": SAID, "interpretation": THOUGHT}
    about = {"pupil": str(town.world.sara), "signal": "late", "group": str(town.world.strijkers)}
    return [
        ("writer", "/notes", about | both),
        ("writer", "/notes", both),
        ("writer", "/notes", about | {"pupil": SAID, **both}),
        ("writer", "/notes", about | {"observation": SAID + LONG}),
        ("writer", "/notes", about | {"observation": SAID + NUL}),
        ("writer", "/notes", about | {"signal": SAID}),
        ("writer", f"/notes/{ids['note_id']}/corrections", both),
        ("writer", f"/notes/{ids['note_id']}/corrections", {"observation": SAID + LONG}),
        ("writer", f"/attention/{ids['item_id']}/mending", {"how": "note", **about, **both, "signal": SAID}),
        ("writer", f"/attention/{ids['item_id']}/discard", {"reason": SAID + LONG}),
        ("writer", f"/attention/{ids['item_id']}/discard", {"reason": SAID}),
        ("writer", f"/reminders/{ids['reminder_id']}/snooze", {"until": SAID, "reason": SAID}),
        ("writer", f"/reminders/{ids['reminder_id']}/cancellation", {"reason": SAID + LONG}),
        ("writer", f"/reminders/{ids['reminder_id']}/cancellation", {"reason": SAID}),
        ("manager", f"/cases/{ids['case_id']}/handover", {"to": SAID, "question": SAID}),
        ("manager", f"/cases/{ids['case_id']}/handover", {"question": SAID + LONG}),
        ("manager", f"/cases/{ids['case_id']}/handover", {"question": SAID + NUL, "to": str(town.world.marjan)}),
        ("writer", f"/watches/{ids['watch_id']}/next", {"outcome": SAID, "question": SAID}),
        ("writer", f"/watch-lessons/{ids['lesson_id']}/answer", {"answer": SAID}),
    ]


def _items(phone: Phone, town: Town) -> list[bytes]:
    """Every kind of outbox item, right and wrong."""
    note = {"kind": "note", "group": str(town.world.strijkers), "pupil": str(town.world.sara), "signals": ["late"]}
    both = {"observation": SAID, "interpretation": THOUGHT}
    kinds: list[dict[str, Any]] = [
        note | both,
        note | both | {"pupil": str(new_id())},
        note | both | {"observation": SAID + LONG},
        note | both | {"observation": SAID + NUL},
        note | both | {"observation": SAID + HALF},
        note | both | {"signals": [SAID]},
        note | both | {SAID: SAID},
        {"kind": "correction", "note": str(town.ids["note_id"]), **both},
        {"kind": "correction", "note": str(new_id()), **both},
        {"kind": "lesson_answer", "watch_lesson": str(new_id()), "answer": SAID},
        {"kind": SAID},
    ]
    return [json.dumps(each).encode() for each in kinds] + [SAID.encode(), b"\xff" + SAID.encode()]


async def test_what_is_written_stands_in_no_log_and_no_address(
    town: Town, ask: Ask, ear: Ear, cluster: Cluster
) -> None:
    log = cluster.postgres.state / "postgres.log"
    begin = log.stat().st_size
    answers = [await ask(who, "POST", address, data=given) for who, address, given in _forms(town)]
    answers += await _all_items(town, ask)
    assert {answer.status_code for answer in answers} <= {200, 201, 303, 400, 404, 422}
    for name in BREAKS:
        await change(town.owner, f"alter table {name} add constraint broken check (false) not valid")
    answers += [await ask(who, "POST", address, data=given) for who, address, given in _forms(town)]
    answers += await _all_items(town, ask)
    answers += [await ask("manager", "GET", f"/cases/{town.ids['case_id']}")]
    assert answers[-1].status_code == 500, "the database was broken, and nobody noticed"
    for answer in answers:
        _says_nothing_outside_the_page(answer)
    heard = ear.heard.getvalue() + log.read_bytes()[begin:].decode()
    assert "unexpected" in heard
    assert "Traceback" in heard
    assert not _words_in(heard)


async def test_what_is_written_is_sealed_in_every_table_and_absent_from_the_queue(town: Town, ask: Ask) -> None:
    for who, address, given in _forms(town):
        await ask(who, "POST", address, data=given)
    await _all_items(town, ask)
    for table in [row.name for row in await rows(town.owner, TABLES)]:
        stored = " ".join(str(row) for row in await rows(town.owner, f"select t::text from {table} t"))
        assert not _words_in(stored.replace(CHILD, "") if table == "pupils" else stored), table
        assert SAID.encode().hex() not in stored, f"{table} holds it unsealed, as bytes"


async def test_a_page_title_names_nobody(town: Town, ask: Ask) -> None:
    pages = [
        f"/cases/{town.ids['case_id']}",
        f"/notes/{town.ids['note_id']}",
        "/notes",
        "/today",
        "/cases",
        "/notes/new",
    ]
    for address in pages:
        page = (await ask("writer", "GET", address)).text
        assert CHILD in page, f"{address} is about nobody, so this proves nothing"
        (title,) = re.findall(r"<title>(.*?)</title>", page, re.S)
        assert not _words_in(title), address


async def test_an_error_page_does_not_repeat_what_was_asked(town: Town, ask: Ask) -> None:
    for address in (f"/{SAID}", f"/notes/{SAID}", f"/offline/{SAID}", f"/notes?pupil={SAID}", f"/cases?page={SAID}"):
        answer = await ask("writer", "GET", address)
        assert 400 <= answer.status_code < 500
        assert not _words_in(answer.text), address


async def test_an_error_of_the_database_quotes_no_name(town: Town, ear: Ear) -> None:
    await change(town.owner, "alter table pupils add constraint broken check (false) not valid")
    world = town.world
    with pytest.raises(IntegrityError) as broken:
        async with town.house.database.transaction(world.iris, world.organisation_id) as db:
            await places.add_pupil(db, world.organisation_id, world.strijkers, NAME)
    logging.getLogger("uvicorn.error").error("Exception in ASGI application\n", exc_info=broken.value)
    assert "IntegrityError" in ear.heard.getvalue()
    assert not _words_in(ear.heard.getvalue() + str(broken.value))


def test_our_log_never_writes_the_words_of_an_error() -> None:
    error = ValueError(f"{SAID} is no number")
    record = logging.LogRecord("uvicorn.error", logging.ERROR, "", 0, "went wrong", (), (ValueError, error, None))
    line = JsonLines().format(record)
    assert "ValueError" in line
    assert not _words_in(line)


async def _all_items(town: Town, ask: Ask) -> list[Response]:
    """Sent by the writer's phone, and once more with another body under the same number."""
    phone, answers = town.phone, []
    for plain in _items(phone, town):
        item = new_id()
        for again in (plain, plain + b" "):
            body = json.dumps(phone.body(item, again)).encode()
            headers = {"content-type": "application/json", "accept": "application/json", "x-outbox": "1"}
            answers.append(await ask("writer", "PUT", f"/outbox/{item}", content=body, headers=headers))
    return [answer for answer in answers if answer.status_code != 409]


def _says_nothing_outside_the_page(answer: Response) -> None:
    assert not _words_in(str(answer.headers) + str(answer.url))
    if answer.headers.get("content-type", "").startswith("application/json") or answer.status_code >= 500:
        assert not _words_in(answer.text)


def _words_in(text: str) -> set[str]:
    return {word for word in ("anariegeel", "lindergroen", CHILD) if word in text}
