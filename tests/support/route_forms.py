"""The forms of the route: direction, going back, asking, planning, looking back, the Meldcode and its words."""

from tests.support.form import Form, Values
from tests.support.scene import Scene

_LONG = "a" * 10_000
_GONE = ["", "x", "00000000-0000-0000-0000-000000000000"]
_PLAN = {
    "situation": "Komt vaak te laat.",
    "needs": "Rust.",
    "approach": "Samen beginnen.",
    "what_1": "Op tijd.",
    "measure_1": "Vier keer.",
    "by_when_1": "2027-01-11",
    "same_as_1": "",
    "based_on": "",
    "evaluation_on": "2027-02-01",
    "once": "",
}
_RESULT = {
    "held_on": "2026-11-09",
    "found": "Het gaat beter.",
    "for_teacher": "Zeg het haar.",
    "next_move": "go_on",
    "next_on": "2027-02-01",
    "reason": "",
    "words": "",
    "once": "",
}


def _entry(scene: Scene) -> Values:
    return {
        "track": scene.ids["track_id"],
        "kind": "step",
        "step": "1",
        "question": "",
        "answer": "",
        "done_on": "2026-11-09",
        "veilig_thuis": "",
        "words": "Drie keer te laat.",
        "corrects": "",
        "once": "",
    }


def _asked(scene: Scene) -> Values:
    to = str(scene.world.marjan)
    return {"to": to, "question": "Hoe begin je zo iets?", "case": "", "once": "", "not_a_child": ""}


def _spoke(scene: Scene) -> Values:
    to = str(scene.world.marjan)
    return {"to": to, "way": "phone", "held_on": "2026-11-09", "summary": "We bellen de school.", "once": ""}


ROUTE_FORMS = (
    Form("POST", "/cases/{case_id}/direction", who="karim"),
    Form(
        "POST",
        "/cases/{case_id}/direction-offers",
        who="karim",
        good=lambda scene: {"to": str(scene.world.marjan), "words": "Wil jij?", "once": ""},
        refused={"to": _GONE, "words": [_LONG]},
    ),
    Form(
        "POST",
        "/cases/{case_id}/returns",
        who="karim",
        good=lambda scene: {"step": "1", "reason": "Te vroeg.", "once": ""},
        refused={"step": ["", "x", "9"], "reason": ["", _LONG]},
    ),
    Form(
        "POST",
        "/cases/{case_id}/closings",
        who="karim",
        good=lambda scene: {"why": "goes_well", "words": "Het gaat goed.", "once": ""},
        refused={"why": ["", "x"], "words": [_LONG]},
    ),
    Form(
        "POST",
        "/cases/{case_id}/care-levels",
        who="karim",
        good=lambda scene: {"level": "2", "reason": "Meer hulp.", "once": ""},
        refused={"level": ["", "x", "9"], "reason": [_LONG]},
    ),
    Form(
        "POST",
        "/cases/{case_id}/contacts",
        who="karim",
        good=_spoke,
        refused={"to": _GONE, "held_on": ["", "x", "2090-01-01"], "summary": ["", _LONG]},
    ),
    Form("POST", "/consultations", good=_asked, stranger=0, refused={"to": _GONE, "question": ["", "Sara?", _LONG]}),
    Form(
        "POST",
        "/consultations/{consultation_id}/replies",
        good=lambda scene: {"text": "Dank je.", "agreed": "1", "once": ""},
        refused={"text": ["", _LONG]},
    ),
    Form(
        "POST",
        "/conversations/{conversation_id}/ending",
        good=lambda scene: {"kind": "changed", "reason": "Te groot.", "small_plan": "Kleiner."},
        refused={"kind": ["", "x"], "reason": ["", _LONG], "small_plan": ["", _LONG]},
    ),
    Form(
        "POST",
        "/cases/{case_id}/plans",
        who="karim",
        good=lambda scene: dict(_PLAN),
        refused={
            "situation": ["", _LONG],
            "needs": [_LONG],
            "what_1": ["", _LONG],
            "by_when_1": ["x", "2020-01-01"],
            "evaluation_on": ["x", "2020-01-01", "2090-01-01"],
        },
    ),
    Form(
        "POST",
        "/cases/{case_id}/evaluations",
        who="karim",
        good=lambda scene: {"planned_on": "2027-02-01", "reason": "", "once": ""},
        refused={"planned_on": ["", "x", "2020-01-01", "2090-01-01"], "reason": [_LONG]},
    ),
    Form(
        "POST",
        "/cases/{case_id}/evaluations/results",
        who="karim",
        good=lambda scene: dict(_RESULT),
        refused={
            "held_on": ["", "x", "2090-01-01"],
            "found": ["", _LONG],
            "for_teacher": ["", _LONG],
            "next_move": ["", "x"],
            "next_on": ["", "x", "2020-01-01", "2090-01-01"],
        },
    ),
    Form("POST", "/cases/{case_id}/meldcode", who="karim", good=lambda scene: {"special": "", "once": ""}),
    Form(
        "POST",
        "/cases/{case_id}/meldcode/entries",
        who="karim",
        good=_entry,
        refused={
            "kind": ["help_possible"],
            "step": ["", "x", "9", "3"],
            "question": ["1", "x"],
            "done_on": ["x", "2090-01-01"],
            "words": [_LONG],
            "corrects": _GONE[2:],
        },
    ),
    Form(
        "POST",
        "/locations/{location_id}/meldcode",
        who="tess",
        good=lambda scene: {"whose": "school", "contact_name": "Ans", "contact_phone": "020 123 45 67"},
        refused={"contact_name": [_LONG], "contact_phone": [_LONG]},
    ),
    Form(
        "POST",
        "/texts/{key}",
        who="tess",
        good=lambda scene: {"nl": "In kaart.", "en": "Map it."},
        refused={"nl": [_LONG], "en": [_LONG]},
    ),
)
# They need a case in another state; what is garbage in them is refused in tests/rooms/cases.
IN_ANOTHER_STATE = {
    ("POST", "/cases/{case_id}/reopenings"),
    ("POST", "/cases/{case_id}/direction-offers/{offer_id}/answer"),
}
