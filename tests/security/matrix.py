"""Every route of the app, and who may use it for what is about Sara. A route without a row fails the test beside it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from klankbord.house.ids import new_id
from tests.security.town import EXTRAS, INSIDE, OUTSIDE, Town

TEACHERS = frozenset({"writer", "second teacher"})
ELSEWHERE = frozenset({"other teacher", "former teacher", "former social worker", "another organisation"})
MANAGERS_ELSEWHERE = frozenset({"other manager", "former manager", "another organisation"})
RUNS_THE_PLACE = frozenset({"manager", "administrator"})
SIGNED_IN = (frozenset(EXTRAS) | ELSEWHERE | INSIDE | {"administrator"}) - {"who left"}
EVERYBODY = SIGNED_IN | frozenset(OUTSIDE)
Arguments = Callable[[Town], dict[str, Any]]


@dataclass(frozen=True)
class Row:
    """Who may; what is sent along. `refused`: the status for somebody signed in who may not. `demo`: open to everybody
    on this machine; what stops other machines is tested beside the demo."""

    may: frozenset[str]
    send: Arguments = field(default=lambda town: {})
    refused: tuple[int, ...] = (404,)
    demo: bool = False


def form(**fields: str) -> Arguments:
    """A form that says the same whoever sends it."""
    return lambda town: {"data": fields}


def _sealed(town: Town) -> dict[str, Any]:
    _item, _body = town.phone.seal("share", note=str(town.ids["note_id"]))
    body = town.phone.body(town.ids["item_id"], b"{}")
    headers = {"content-type": "application/json", "x-outbox": "1", "accept": "application/json"}
    return {"content": json.dumps(body).encode(), "headers": headers}


def _browser(town: Town) -> dict[str, Any]:
    return {"json": {"endpoint": "https://fcm.googleapis.com/y", "keys": {"p256dh": "x", "auth": "x"}}}


def _about_sara(town: Town) -> dict[str, Any]:
    about = {"pupil": str(town.world.sara), "signal": "late", "once": str(new_id())}
    return {"data": about | {"group": str(town.world.strijkers)}}


MINE = Row(frozenset({"writer"}))
OPEN = Row(EVERYBODY)
OWN_PAGE = Row(SIGNED_IN)
CASE = Row(INSIDE)
PLACE = Row(RUNS_THE_PLACE)
LESSONS = Row(TEACHERS | RUNS_THE_PLACE)
LOCATIONS = Row(RUNS_THE_PLACE | MANAGERS_ELSEWHERE)
ON_THIS_MACHINE = Row(EVERYBODY, demo=True)

MATRIX: dict[str, Row] = {
    "GET /": OPEN,
    "GET /account": OWN_PAGE,
    "GET /attention": OWN_PAGE,
    "GET /attention/{item_id}": MINE,
    "POST /attention/{item_id}/mending": Row(MINE.may, form(how="again")),
    "POST /attention/{item_id}/discard": Row(MINE.may, form(reason="dubbel")),
    "GET /cases": Row(INSIDE | ELSEWHERE | MANAGERS_ELSEWHERE | {"other social worker"}),
    "GET /cases/{case_id}": CASE,
    "GET /cases/{case_id}/views": CASE,
    "POST /cases/{case_id}/class-teacher": Row(MINE.may),
    "POST /cases/{case_id}/handover": Row(INSIDE - {"social worker"}, form(question="Kijk je mee?")),
    "GET /groups/{group_id}/lessons": LESSONS,
    "POST /groups/{group_id}/lesson-changes": Row(LESSONS.may, form(kind="cancelled", lesson_day="2026-10-12")),
    "POST /groups/{group_id}/timetable": Row(PLACE.may, form(weekday="2", starts_at="11:00", minutes="45")),
    "GET /locations": LOCATIONS,
    "GET /locations/{location_id}": PLACE,
    "POST /locations/{location_id}/closures": Row(PLACE.may, form(name="Studiedag", first_day="2026-12-07")),
    "POST /locations/{location_id}/closures/{closure_id}/removal": Row(PLACE.may),
    "POST /locations/{location_id}/closures/{closure_id}/return": Row(PLACE.may),
    "POST /locations/{location_id}/holidays": Row(PLACE.may),
    "GET /notes": OWN_PAGE,
    "GET /notes/new": Row(TEACHERS | ELSEWHERE),
    "GET /notes/{note_id}": MINE,
    "POST /notes": Row(TEACHERS, _about_sara, refused=(404, 422)),
    "POST /notes/{note_id}/corrections": Row(MINE.may, form(observation="Het was dinsdag")),
    "POST /notes/{note_id}/report": Row(MINE.may),
    "GET /outbox": OWN_PAGE,
    "GET /outbox/states": Row(SIGNED_IN, lambda town: {"params": {"ids": str(town.ids["note_id"])}}),
    "PUT /outbox/{item_id}": Row(frozenset({"writer", "only an add token"}), _sealed, refused=(403,)),
    "GET /push": OWN_PAGE,
    "POST /push/subscriptions": Row(SIGNED_IN, _browser),
    "POST /push/subscriptions/{subscription_id}/removal": MINE,
    "POST /push/test": Row(SIGNED_IN),
    "GET /reachability": LOCATIONS,
    "GET /reminders/{reminder_id}/later": MINE,
    "POST /reminders/{reminder_id}/cancellation": Row(MINE.may, form(reason="weet het al")),
    "POST /reminders/{reminder_id}/done": Row(MINE.may),
    "POST /reminders/{reminder_id}/snooze": Row(MINE.may, form(until="tomorrow")),
    "GET /roster": OWN_PAGE,
    "GET /today": OWN_PAGE,
    "POST /watch-lessons/{lesson_id}/answer": Row(MINE.may, form(answer="same")),
    "POST /watches": Row(TEACHERS, lambda town: {"data": {"case": str(town.ids["case_id"])}}),
    "POST /watches/{watch_id}/next": Row(MINE.may, form(outcome="stop")),
    "POST /sign-out": Row(SIGNED_IN),
    "POST /language": Row(EVERYBODY, form(language="nl")),
    "GET /sign-in": OPEN,
    "GET /signed-out": OPEN,
    "GET /help": OPEN,
    "GET /healthz": OPEN,
    "GET /readyz": OPEN,
    "GET /sw.js": OPEN,
    "GET /manifest.webmanifest": OPEN,
    "GET /offline/{language}": OPEN,
    "GET /demo": ON_THIS_MACHINE,
    "GET /demo/sent": ON_THIS_MACHINE,
    "GET /parts": ON_THIS_MACHINE,
    "POST /demo/clock": ON_THIS_MACHINE,
    "POST /demo/reset": ON_THIS_MACHINE,
    "POST /demo/sign-in": ON_THIS_MACHINE,
}
