"""What is about a child leaves as a page or JSON on the screen of who may see it, or through the gate. Nothing else."""

import re

from klankbord.house.web_files import ROOMS
from tests.security.conftest import Ask
from tests.security.matrix import MATRIX
from tests.security.test_who_may_see_what import filled
from tests.security.town import SECRETS, Town

SCREEN = {"text/html", "application/json"}
# Every answer of another kind, and why it is no way around a sharing decision.
KNOWN = {
    "GET /sw.js": "text/javascript",  # the worker's own code
    "GET /manifest.webmanifest": "application/manifest+json",  # the app's own name and icons
    "GET /feeds/{token}.ics": "text/calendar",  # dates with one fixed phrase
    "GET /alarms/{alarm_id}/live": "text/event-stream",  # who saw an alarm; drawn on the screen
    "POST /cases/{case_id}/sharing/{decision_id}/page": "application/pdf",  # the gate itself
}
# How a room could give something else than a page; the file and why it may.
OTHERWISE = re.compile(
    r"media_type|FileResponse|StreamingResponse|PlainTextResponse|EventSourceResponse|Stays|disposition"
)
MAY = {"offline/routes.py", "feeds/routes.py", "alarms/routes.py", "sharing/sheet_routes.py"}


def test_no_other_room_answers_with_anything_but_a_page_or_json() -> None:
    found = {str(path.relative_to(ROOMS)) for path in ROOMS.rglob("*.py") if OTHERWISE.search(path.read_text())}
    assert found - MAY == set(), "a new way out: let it go through klankbord.rooms.sharing.gate, or say here why not"


def test_every_use_of_the_pdf_goes_through_the_gate() -> None:
    used = [path for path in ROOMS.rglob("*.py") if "as_pdf" in path.read_text() and path.name != "paper.py"]
    assert [path.name for path in used] == ["sheet_routes.py"]
    text = used[0].read_text()
    assert text.index("gate.let_out") < text.index("as_pdf, compose")


async def test_every_route_answers_with_a_page_or_json_or_is_known(town: Town, ask: Ask) -> None:
    wrong = []
    for route, row in sorted(MATRIX.items()):
        method, path = route.split(" ")
        if row.demo or path.endswith("/live"):
            continue
        for who in sorted(row.may)[:2]:
            answer = await ask(who, method, filled(path, town.ids), **row.send(town))
            kind = answer.headers.get("content-type", "text/html").split(";")[0]
            if kind not in SCREEN | {KNOWN.get(route, "")}:
                wrong.append(f"{route} as {who}: {kind}")
            if "content-disposition" in answer.headers and KNOWN.get(route) != "application/pdf":
                wrong.append(f"{route}: a file")
    assert wrong == []


async def test_what_is_no_page_says_nothing_about_a_child(town: Town, ask: Ask) -> None:
    for route in KNOWN:
        if route.startswith("GET ") and not route.endswith("/live"):
            answer = await ask("writer", "GET", filled(route.split(" ")[1], town.ids))
            assert not any(secret in answer.text for secret in SECRETS), route
