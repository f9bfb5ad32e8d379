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
TWO = frozenset({"writer", "social worker"})
BEHIND_TEACHERS = frozenset({"manager", "social worker"})
HERE_SOCIAL = frozenset({"social worker", "other social worker"})
SOCIAL_WORKERS = HERE_SOCIAL | {"another organisation"}
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


def _spoke(town: Town) -> dict[str, Any]:
    other = town.people["other social worker"]
    return {"data": {"to": str(other), "held_on": "2026-10-05", "summary": "We bellen de school"}}


def _question(town: Town) -> dict[str, Any]:
    return {"data": {"to": str(town.world.marjan), "question": "Hoe begin je zo'n gesprek?"}}


def _recorded(town: Town) -> dict[str, Any]:
    about = {"track": str(town.ids["track_id"]), "kind": "step", "step": "1", "done_on": "2026-10-05"}
    return {"data": about | {"words": "Kwam drie keer te laat", "once": str(new_id())}}


def _talked(town: Town) -> dict[str, Any]:
    about = {"pupil": str(town.world.sara), "talked_with": "child", "held_on": "2026-10-05"}
    return {"data": about | {"said": "Ze slaapt slecht", "once": str(new_id())}}


def _agreed(town: Town) -> dict[str, Any]:
    about = {"owner": str(town.world.iris), "what": "Belt de school", "due_on": "2026-10-12"}
    return {"data": about | {"once": str(new_id())}}


def _on_paper(town: Town) -> dict[str, Any]:
    return {"data": {"asked": "Herkennen jullie dit?", "caller": str(town.world.karim)}}


def _referred(town: Town) -> dict[str, Any]:
    about = {"partner": str(town.ids["partner_id"]), "purpose": "Iedere week judo", "told": "parents"}
    return {"data": about | {"follow_up_on": "2026-10-19", "once": str(new_id())}}


def _looked_back(town: Town) -> dict[str, Any]:
    found = {"held_on": "2026-10-05", "found": "Het gaat beter", "for_teacher": "Zeg haar dat je het ziet"}
    return {"data": found | {"next_move": "go_on", "next_on": "2027-02-01", "once": str(new_id())}}


MINE = Row(frozenset({"writer"}))
OPEN = Row(EVERYBODY)
TEXTS = Row(SOCIAL_WORKERS | {"administrator"})
OWN_PAGE = Row(SIGNED_IN)
CASE = Row(INSIDE)
PLACE = Row(RUNS_THE_PLACE)
HOURS = Row(frozenset({"writer", "administrator"}))
LESSONS = Row(TEACHERS | RUNS_THE_PLACE)
LOCATIONS = Row(RUNS_THE_PLACE | MANAGERS_ELSEWHERE)
ON_THIS_MACHINE = Row(EVERYBODY, demo=True)

KEEPS_PARTNERS = HERE_SOCIAL | {"manager", "administrator"} | MANAGERS_ELSEWHERE
PARTNER = Row(KEEPS_PARTNERS - {"another organisation"})
ALARM = frozenset({"writer", "manager", "social worker", "other social worker"})

MATRIX: dict[str, Row] = {
    "GET /": OPEN,
    "GET /account": OWN_PAGE,
    "GET /alarms": OWN_PAGE,
    "GET /alarms/new": OWN_PAGE,
    "GET /alarms/now": OWN_PAGE,
    "GET /alarms/{alarm_id}": Row(ALARM),
    "GET /alarms/{alarm_id}/live": Row(ALARM),
    "POST /alarms": Row(SIGNED_IN, form(words="Kom snel")),
    "POST /alarms/{alarm_id}/taking": Row(ALARM - {"writer"}),
    "POST /alarms/{alarm_id}/withdrawal": Row(MINE.may, form(reason="Opgelost")),
    "GET /attention": OWN_PAGE,
    "GET /attention/{item_id}": MINE,
    "POST /attention/{item_id}/mending": Row(MINE.may, form(how="again")),
    "POST /attention/{item_id}/discard": Row(MINE.may, form(reason="dubbel")),
    "GET /cases": Row(INSIDE | ELSEWHERE | MANAGERS_ELSEWHERE | {"other social worker"}),
    "GET /cases/{case_id}": CASE,
    "GET /cases/{case_id}/views": CASE,
    "GET /cases/{case_id}/story": CASE,
    "GET /cases/{case_id}/parts/{name}": CASE,
    "POST /cases/{case_id}/class-teacher": Row(MINE.may),
    "GET /cases/closed": Row(INSIDE | ELSEWHERE | MANAGERS_ELSEWHERE | {"other social worker"}),
    "GET /cases/{case_id}/direction": Row(BEHIND_TEACHERS),
    "POST /cases/{case_id}/direction": Row(BEHIND_TEACHERS),
    "POST /cases/{case_id}/direction-offers": Row(BEHIND_TEACHERS, form(words="Neem jij het over?")),
    "POST /cases/{case_id}/direction-offers/{offer_id}/answer": Row(
        frozenset({"social worker"}), form(answer="declined")
    ),
    "GET /cases/{case_id}/care-level": Row(BEHIND_TEACHERS),
    "POST /cases/{case_id}/care-levels": Row(BEHIND_TEACHERS, form(level="2")),
    "GET /cases/{case_id}/return": Row(frozenset({"manager"})),
    "POST /cases/{case_id}/returns": Row(frozenset({"manager"}), form(step="1", reason="Te vroeg")),
    "GET /cases/{case_id}/closing": Row(frozenset({"manager"})),
    "POST /cases/{case_id}/closings": Row(frozenset({"manager"}), form(why="goes_well")),
    "GET /cases/{case_id}/reopening": Row(frozenset({"manager"})),
    "POST /cases/{case_id}/reopenings": Row(frozenset({"manager"}), form(reason="Het begint weer")),
    "POST /cases/{case_id}/handover": Row(INSIDE, form(question="Kijk je mee?")),
    "GET /cases/{case_id}/sharing/new": Row(BEHIND_TEACHERS),
    "POST /cases/{case_id}/sharing": Row(BEHIND_TEACHERS, form(option="c", recipient="other", what="Wat nu?")),
    "GET /cases/{case_id}/sharing/{decision_id}": CASE,
    "GET /cases/{case_id}/sharing/{decision_id}/page": Row(BEHIND_TEACHERS),
    "POST /cases/{case_id}/sharing/{decision_id}/page": Row(BEHIND_TEACHERS, _on_paper),
    "POST /cases/{case_id}/sharing/{decision_id}/objections": Row(INSIDE, form(words="Liever niet")),
    "POST /cases/{case_id}/sharing/{decision_id}/withdrawal": Row(INSIDE, form(reason="Toch niet")),
    "GET /cases/{case_id}/referrals/new": Row(BEHIND_TEACHERS),
    "POST /cases/{case_id}/referrals": Row(BEHIND_TEACHERS, _referred),
    "GET /cases/{case_id}/referrals/{referral_id}": CASE,
    "POST /cases/{case_id}/referrals/{referral_id}/steps": Row(BEHIND_TEACHERS, form(state="started")),
    "GET /cases/{case_id}/contacts/new": CASE,
    "POST /cases/{case_id}/contacts": Row(INSIDE, _spoke),
    "GET /cases/{case_id}/evaluations/new": Row(BEHIND_TEACHERS),
    "GET /cases/{case_id}/evaluations/result": Row(BEHIND_TEACHERS),
    "POST /cases/{case_id}/evaluations": Row(
        BEHIND_TEACHERS, form(planned_on="2026-12-14", reason="De school is dicht")
    ),
    "POST /cases/{case_id}/evaluations/results": Row(BEHIND_TEACHERS, _looked_back),
    "GET /cases/{case_id}/meldcode": Row(BEHIND_TEACHERS),
    "POST /cases/{case_id}/meldcode": Row(BEHIND_TEACHERS, form(special="")),
    "POST /cases/{case_id}/meldcode/entries": Row(BEHIND_TEACHERS, _recorded),
    "GET /cases/{case_id}/plan": CASE,
    "GET /cases/{case_id}/plans/new": Row(BEHIND_TEACHERS),
    "POST /cases/{case_id}/plans": Row(BEHIND_TEACHERS, form(situation="Komt vaak te laat", what_1="Op tijd")),
    "GET /cases/{case_id}/conversations/new": CASE,
    "POST /cases/{case_id}/conversations": Row(INSIDE, form(talked_with="child", held_on="2026-10-05")),
    "GET /conversations/new": Row(TEACHERS | ELSEWHERE),
    "POST /conversations": Row(TEACHERS, _talked),
    "GET /conversations/{conversation_id}": MINE,
    "POST /conversations/{conversation_id}/ending": Row(MINE.may, form(kind="kept")),
    "POST /attention/{item_id}/conversation": Row(MINE.may, _talked),
    "GET /cases/{case_id}/agreements/new": CASE,
    "POST /cases/{case_id}/agreements": Row(INSIDE, _agreed),
    "GET /cases/{case_id}/agreements/{agreement_id}": CASE,
    "POST /cases/{case_id}/agreements/{agreement_id}/ending": Row(INSIDE, form(kind="kept")),
    "GET /consultations": OWN_PAGE,
    "GET /consultations/new": OWN_PAGE,
    "POST /consultations": Row(SIGNED_IN, _question),
    "GET /consultations/{consultation_id}": Row(TWO),
    "POST /consultations/{consultation_id}/replies": Row(TWO, form(text="Vraag eerst hoe het weekend was")),
    "GET /duty": OWN_PAGE,
    "GET /duty/absences/{away_id}/cases": Row(frozenset({"social worker"})),
    "POST /duty/absences/{away_id}/cases": Row(frozenset({"social worker"})),
    "GET /people/{person_id}/duty": HOURS,
    "POST /people/{person_id}/hours": Row(HOURS.may, form(weekdays="2", starts_at="09:00", ends_at="12:00")),
    "POST /people/{person_id}/hours/removal": Row(HOURS.may, form(weekday="1", starts_at="09:00")),
    "POST /people/{person_id}/absences": Row(HOURS.may, form(first_day="2026-12-07")),
    "POST /people/{person_id}/absences/{absence_id}/end": HOURS,
    "GET /feeds": OWN_PAGE,
    "GET /feeds/{token}.ics": OPEN,
    "POST /feeds": Row(SIGNED_IN),
    "POST /feeds/{feed_id}/end": MINE,
    "GET /groups/{group_id}/lessons": LESSONS,
    "POST /groups/{group_id}/lesson-changes": Row(LESSONS.may, form(kind="cancelled", lesson_day="2026-10-12")),
    "POST /groups/{group_id}/timetable": Row(PLACE.may, form(weekday="2", starts_at="11:00", minutes="45")),
    "GET /locations": LOCATIONS,
    "GET /locations/{location_id}": PLACE,
    "GET /locations/{location_id}/meldcode": Row(PLACE.may | HERE_SOCIAL),
    "POST /locations/{location_id}/meldcode": Row(PLACE.may | HERE_SOCIAL, form(whose="school", contact_name="Ans")),
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
    "GET /partners": Row(KEEPS_PARTNERS),
    "GET /partners/new": Row(KEEPS_PARTNERS),
    "POST /partners": Row(KEEPS_PARTNERS, form(name="De Worp", kind="sport")),
    "GET /partners/{partner_id}": PARTNER,
    "POST /partners/{partner_id}": Row(PARTNER.may, form(name="De Worp", kind="sport")),
    "POST /partners/{partner_id}/closure": PARTNER,
    "POST /partners/{partner_id}/return": PARTNER,
    "GET /push": OWN_PAGE,
    "POST /push/subscriptions": Row(SIGNED_IN, _browser),
    "POST /push/subscriptions/{subscription_id}/removal": MINE,
    "POST /push/test": Row(SIGNED_IN),
    "GET /reachability": LOCATIONS,
    "GET /reminders/kinds": OWN_PAGE,
    "GET /reminders/settled": OWN_PAGE,
    "GET /reminders/{reminder_id}/later": MINE,
    "POST /reminders/{reminder_id}/cancellation": Row(MINE.may, form(reason="weet het al")),
    "POST /reminders/{reminder_id}/done": Row(MINE.may),
    "POST /reminders/{reminder_id}/snooze": Row(MINE.may, form(until="tomorrow")),
    "GET /roster": OWN_PAGE,
    "GET /today": OWN_PAGE,
    "GET /texts": TEXTS,
    "GET /texts/{key}": TEXTS,
    "POST /texts/{key}": Row(TEXTS.may, form(nl="Schrijf het op", en="Write it down")),
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
