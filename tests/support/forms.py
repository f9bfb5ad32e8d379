"""Every form of the app: who may send it, what is good in it, and what must be refused."""

from tests.support.form import NOBODY, Form, Values, ids
from tests.support.scene import Scene


def _note(scene: Scene) -> Values:
    group, pupil = scene.ids["group_id"], [str(scene.world.milan)]
    return {
        "group": group,
        "pupil": pupil,
        "signal": ["late"],
        "observation": "Kwam laat.",
        "interpretation": "",
        "once": "",
    }


def _mending(scene: Scene) -> Values:
    return {"how": "note", "pupil": str(scene.world.milan), "signal": ["late"], "observation": "", "interpretation": ""}


def _talk(scene: Scene) -> Values:
    talk = {"pupil": str(scene.world.milan), "talked_with": "child", "held_on": "2026-11-09", "question": "what_helps"}
    return talk | {"said": "Ze was moe.", "thought": "Slaapt ze?", "small_plan": "Eerder komen.", "once": ""}


_NO_TALK = {"talked_with": ["", "x"], "held_on": ["", "x", "2026-12-09", "2020-01-01"]}
_AGREED = {"what": "Belt de school.", "due_on": "2026-11-16"}


def _decision(scene: Scene) -> Values:
    asked = {"age": "under_12", "parents": "1", "asked_on": "2026-11-05", "asked_how": "spoken"}
    return {"option": "a", "recipient": "partner", "what": "Dat ze vaak moe is.", "once": "", **asked}


def _on_paper(scene: Scene) -> Values:
    return {"agreed": "We bellen.", "asked": "Herkennen jullie dit?", "caller": str(scene.world.karim), "note": []}


def _referral(scene: Scene) -> Values:
    about = {"partner": scene.ids["partner_id"], "purpose": "Iedere week judo.", "once": ""}
    return about | {"told": scene.ids["danger_id"], "follow_up_on": "2026-11-23"}


_STEP = {"state": "waiting_list", "words": "In januari.", "follow_up_on": "2026-11-23", "once": ""}
_PARTNER = {"name": "De Worp", "kind": "sport", "about": "Judo.", "phone": "020 000 00 01", "website": "worp.example"}
_NO_PARTNER = {
    "name": ["", "a" * 81],
    "kind": ["", "x"],
    "about": ["a" * 601],
    "phone": ["x", "1"],
    "website": ["javascript:alert(1)", "x y"],
}
_HOURS = {"weekdays": ["2", "4"], "starts_at": "09:00", "ends_at": "12:30"}
_AWAY = {"first_day": "2026-12-21", "last_day": "2026-12-24", "deputy": "", "once": ""}
_WHEN = {"lesson_day": "2026-11-16", "kind": "moved", "new_day": "2026-11-17", "new_time": "11:00"}
_TIMES = {"weekday": "2", "starts_at": "11:00", "minutes": "45"}
_DAYS = {"name": "Studiedag", "first_day": "2027-02-01", "last_day": "2027-02-02"}
_LONG = "a" * 4001
_GONE = [NOBODY, "x", ""]

FORMS = (
    Form(
        "POST",
        "/notes",
        good=_note,
        stranger=422,
        refused={
            "pupil": [*_GONE, []],
            "group": [NOBODY],
            "signal": ["blue"],
            "observation": [_LONG],
            "interpretation": [_LONG],
        },
    ),
    Form(
        "POST",
        "/notes/{note_id}/corrections",
        good=ids(observation="Toch op tijd.", interpretation="", once=""),
        refused={"observation": ["", _LONG], "interpretation": [_LONG]},
    ),
    Form("POST", "/notes/{note_id}/report"),
    Form("POST", "/attention/{item_id}/mending", good=_mending, refused={"pupil": _GONE, "observation": [_LONG]}),
    Form("POST", "/attention/{item_id}/discard", good=ids(reason="Dubbel."), refused={"reason": ["", "a" * 1001]}),
    Form(
        "POST", "/attention/{item_id}/conversation", good=_talk, refused={"pupil": _GONE, "said": [_LONG], **_NO_TALK}
    ),
    Form("POST", "/conversations", good=_talk, refused={"said": [_LONG], "small_plan": [_LONG], **_NO_TALK}),
    Form("POST", "/cases/{case_id}/conversations", good=_talk, refused={"thought": [_LONG], **_NO_TALK}),
    Form(
        "POST",
        "/cases/{case_id}/agreements",
        good=lambda scene: {"owner": str(scene.world.iris), **_AGREED},
        refused={"owner": _GONE, "what": ["", _LONG], "due_on": ["", "x", "2020-01-01", "2090-01-01"]},
    ),
    Form(
        "POST",
        "/cases/{case_id}/agreements/{agreement_id}/ending",
        good=lambda scene: {"kind": "changed", "reason": "Geen gehoor.", "owner": str(scene.world.iris), **_AGREED},
        refused={"kind": ["", "x"], "reason": ["", _LONG], "what": ["", _LONG], "due_on": ["x", "2020-01-01"]},
    ),
    Form(
        "POST",
        "/cases/{case_id}/handover",
        who="karim",
        good=lambda scene: {"to": str(scene.world.marjan), "question": "Denk je mee?"},
        refused={"to": _GONE[:2], "question": ["a" * 10_000]},
    ),
    Form(
        "POST",
        "/cases/{case_id}/sharing",
        who="karim",
        good=_decision,
        refused={
            "option": ["", "x", "b", "d"],
            "recipient": ["", "x"],
            "what": ["", _LONG],
            "age": ["", "x", "from_12"],
            "parents": [""],
            "asked_on": ["", "x", "2026-11-10", "2026-01-01"],
            "asked_how": ["", "x"],
        },
    ),
    Form(
        "POST",
        "/cases/{case_id}/sharing/{decision_id}/objections",
        who="karim",
        good=ids(words="Liever niet.", once=""),
        refused={"words": [_LONG]},
    ),
    Form(
        "POST",
        "/cases/{case_id}/sharing/{decision_id}/withdrawal",
        who="karim",
        good=ids(reason="Toch niet.", once=""),
        refused={"reason": ["", _LONG]},
    ),
    Form(
        "POST",
        "/cases/{case_id}/sharing/{decision_id}/page",
        about="/cases/{case_id}/sharing/{danger_id}/page",
        who="karim",
        good=_on_paper,
        refused={"agreed": [_LONG, "Milan"], "asked": ["", _LONG, "Milan"], "caller": _GONE},
    ),
    Form(
        "POST",
        "/cases/{case_id}/referrals",
        who="karim",
        good=_referral,
        refused={
            "partner": _GONE,
            "purpose": ["", _LONG],
            "told": ["", "x"],
            "follow_up_on": ["", "x", "2026-11-01", "2090-01-01"],
        },
    ),
    Form(
        "POST",
        "/cases/{case_id}/referrals/{referral_id}/steps",
        who="karim",
        good=lambda scene: dict(_STEP),
        refused={"state": ["", "x"], "words": [_LONG], "follow_up_on": ["", "x", "2026-11-01"]},
    ),
    Form("POST", "/partners", who="tess", good=lambda scene: dict(_PARTNER), refused=_NO_PARTNER),
    Form("POST", "/partners/{partner_id}", who="tess", good=lambda scene: dict(_PARTNER), refused=_NO_PARTNER),
    Form("POST", "/partners/{partner_id}/closure", who="tess"),
    Form("POST", "/partners/{partner_id}/return", who="tess"),
    Form(
        "POST",
        "/people/{person_id}/hours",
        who="marjan",
        good=lambda scene: dict(_HOURS),
        refused={"weekdays": ["", "x", "8"], "starts_at": ["", "x", "25:00"], "ends_at": ["", "x", "08:00"]},
    ),
    Form(
        "POST",
        "/people/{person_id}/hours/removal",
        who="marjan",
        good=ids(weekday="1", starts_at="09:00"),
        refused={"weekday": ["", "x", "8"], "starts_at": ["", "x"]},
    ),
    Form(
        "POST",
        "/people/{person_id}/absences",
        who="marjan",
        good=lambda scene: dict(_AWAY),
        refused={"first_day": ["", "x", "2090-01-01"], "last_day": ["x", "2026-01-01"], "deputy": ["x", NOBODY]},
    ),
    Form("POST", "/people/{person_id}/absences/{absence_id}/end", who="marjan"),
    Form("POST", "/duty/absences/{away_id}/cases", who="marjan", good=ids(case="case_id")),
    Form("POST", "/feeds", stranger=0),
    Form("POST", "/feeds/{feed_id}/end"),
    Form("POST", "/cases/{case_id}/class-teacher", good=ids(back="today")),
    Form("POST", "/watches", good=ids(note="note_id"), refused={"note": _GONE}),
    Form("POST", "/watches/{watch_id}/next", good=ids(outcome="stop"), refused={"outcome": ["", "x"]}),
    Form("POST", "/watch-lessons/{lesson_id}/answer", good=ids(answer="better"), refused={"answer": ["", "meh"]}),
    Form(
        "POST",
        "/groups/{group_id}/lesson-changes",
        good=lambda scene: dict(_WHEN),
        refused={
            "lesson_day": ["", "x", "2026-11-18"],
            "kind": ["", "x"],
            "new_day": ["", "x", "2026-02-30"],
            "new_time": ["", "x", "25:00"],
        },
    ),
    Form(
        "POST",
        "/groups/{group_id}/timetable",
        who="karim",
        good=lambda scene: dict(_TIMES),
        refused={"weekday": ["", "0", "8", "x"], "starts_at": ["", "x", "25:00"], "minutes": ["", "0", "9999", "x"]},
    ),
    Form(
        "POST",
        "/locations/{location_id}/closures",
        who="tess",
        good=lambda scene: dict(_DAYS),
        refused={"name": ["", "a" * 500], "first_day": ["", "x"], "last_day": ["x", "2020-01-01"]},
    ),
    Form("POST", "/locations/{location_id}/closures/{closure_id}/removal", who="tess"),
    Form("POST", "/locations/{location_id}/closures/{closure_id}/return", who="tess"),
    Form("POST", "/locations/{location_id}/holidays", who="tess"),
    Form(
        "POST", "/reminders/{reminder_id}/snooze", good=ids(until="tomorrow", reason=""), refused={"until": ["", "x"]}
    ),
    Form("POST", "/reminders/{reminder_id}/cancellation", good=ids(reason="Al gedaan."), refused={"reason": ["", " "]}),
    Form("POST", "/reminders/{reminder_id}/done"),
    Form(
        "POST",
        "/push/subscriptions",
        json=True,
        good=lambda scene: dict(scene.browser),
        stranger=0,
        refused={
            "endpoint": ["", "x", 7, "https://elders.example/push", "http://127.0.0.1/", "file:///etc/passwd"],
            "keys": [{}, {"p256dh": "x", "auth": "y"}, [], None],
            "old": [7, [], "x" * 5000],
        },
    ),
    Form("POST", "/push/subscriptions/{subscription_id}/removal"),
    Form(
        "POST",
        "/alarms",
        good=lambda scene: {"location": scene.ids["location_id"], "words": "Kom snel.", "drill": "1", "once": ""},
        stranger=0,
        refused={"location": [NOBODY, "x"], "words": ["a" * 501 + "."]},
    ),
    Form("POST", "/alarms/{alarm_id}/taking", who="karim"),
    Form(
        "POST",
        "/alarms/{alarm_id}/withdrawal",
        good=ids(reason="Opgelost."),
        refused={"reason": ["", " ", "a" * 501 + "."]},
    ),
    Form("POST", "/push/test", stranger=0),
    Form(
        "POST", "/language", good=ids(language="en", back="/notes"), stranger=0, refused={"language": ["", "x", "de"]}
    ),
    Form("POST", "/sign-out", good=ids(waits="some"), stranger=0),
    Form(
        "POST",
        "/demo/sign-in",
        who="",
        good=lambda scene: {"person": str(scene.world.iris)},
        stranger=0,
        refused={"person": _GONE},
    ),
    Form("POST", "/demo/clock", who="", good=ids(to="now"), stranger=0, refused={"to": ["", "x"]}),
    Form("POST", "/demo/reset", who="", stranger=0),
)
# The outbox has garbage of its own: tests/rooms/outbox/test_garbage.py.
ELSEWHERE = {("PUT", "/outbox/{item_id}")}
