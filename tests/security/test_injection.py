"""Whatever stands in a name, a hint or a note is text on the page, never a part of it."""

import json
import re
from html.parser import HTMLParser

from httpx2 import Response

from klankbord.house.ids import new_id
from tests.security.conftest import Ask
from tests.security.test_who_may_see_what import READING, filled
from tests.security.town import INSIDE, Town
from tests.support.rows import change

EVIL = "'\"></p><x-evil onx=1>{{7*7}}"
IN_JSON = "</script><x-evil>"
PLACES = (
    ("people", "first_name"),
    ("people", "hours"),
    ("groups", "name"),
    ("locations", "name"),
    ("closures", "name"),
    ("pupils", "first_name"),
    ("pupils", "hint"),
    ("organisations", "name"),
)


class Reader(HTMLParser):
    """Notes every element and attribute that our own templates would never write."""

    def __init__(self) -> None:
        super().__init__()
        self.planted: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.planted += [tag] * (tag == "x-evil")
        self.planted += [name for name, _ in attrs if name.startswith("on")]
        self.planted += [f"{name}={value}" for name, value in attrs if (value or "").strip().startswith("javascript:")]
        self.planted += [name for name, _ in attrs if name.startswith("hx-on")]


async def test_no_name_and_no_note_becomes_part_of_a_page(town: Town, ask: Ask) -> None:
    await _plant_everywhere(town)
    seen = 0
    for who in (*INSIDE, "administrator", "signed out"):
        for route in READING:
            answer = await ask(who, "GET", filled(route.split(" ")[1], town.ids))
            assert answer.status_code != 500, route
            assert _planted_in(answer) == [], f"{route} as {who}"
            seen += "x-evil" in answer.text
    assert seen > 20, "the words were hardly shown, so this proves little"


async def test_what_comes_back_with_a_mistake_is_text_too(town: Town, ask: Ask) -> None:
    ids = town.ids
    forms = {
        ("writer", "/notes"): dict.fromkeys(("observation", "interpretation", "pupil", "signal", "once"), EVIL),
        ("writer", f"/notes/{ids['note_id']}/corrections"): {"observation": EVIL * 200},
        ("writer", f"/attention/{ids['item_id']}/mending"): {"how": EVIL, "observation": EVIL, "pupil": EVIL},
        ("writer", f"/attention/{ids['item_id']}/discard"): {"reason": EVIL * 100},
        ("writer", f"/reminders/{ids['reminder_id']}/snooze"): {"until": EVIL, "reason": EVIL},
        ("manager", f"/cases/{ids['case_id']}/handover"): {"to": EVIL, "question": EVIL},
        ("manager", f"/locations/{ids['location_id']}/closures"): {"name": EVIL, "first_day": EVIL, "last_day": EVIL},
        ("manager", f"/groups/{ids['group_id']}/timetable"): {"weekday": EVIL, "starts_at": EVIL, "minutes": EVIL},
        ("manager", f"/groups/{ids['group_id']}/lesson-changes"): {
            "kind": "moved", "lesson_day": "2026-10-12", "new_day": EVIL, "new_time": EVIL,
        },
    }  # fmt: skip
    for (who, address), given in forms.items():
        answer = await ask(who, "POST", address, data=given)
        assert 400 <= answer.status_code < 500, address
        assert _planted_in(answer) == [], address


async def test_the_json_for_the_scripts_cannot_be_left(town: Town, ask: Ask) -> None:
    await change(town.owner, "update people set language = :evil where id = :me", evil=IN_JSON, me=town.world.iris)
    page = (await ask("writer", "GET", "/notes")).text
    (boot,) = re.findall(r'<script type="application/json" id="boot">(.*?)</script>', page, re.S)
    assert json.loads(boot)["person"] == str(town.world.iris)
    assert "<x-evil>" not in page


async def test_the_roster_is_json_and_never_a_page(town: Town, ask: Ask) -> None:
    await _plant_everywhere(town)
    answer = await ask("writer", "GET", "/roster")
    assert answer.headers["content-type"] == "application/json"
    assert "x-evil" in answer.text


async def _plant_everywhere(town: Town) -> None:
    for table, column in PLACES:
        longest = 20 if column == "hint" else 40
        await change(town.owner, f"update {table} set {column} = :evil", evil=EVIL[:longest])
    await change(town.owner, "update people set phone = :evil, email = :evil", evil=f"javascript:{EVIL}")
    sealed = town.house.keys.seal
    note, case, item = town.ids["shared_note"], town.ids["case_id"], town.ids["item_id"]
    for id in (note, town.ids["note_id"]):
        for column in ("observation_sealed", "interpretation_sealed"):
            words = sealed(EVIL, table="notes", row=id, column=column)
            await change(town.owner, f"update notes set {column} = :words where id = :id", words=words, id=id)
    raw = json.dumps({"kind": "note", "first_name": EVIL, "signals": [EVIL], "observation": EVIL, EVIL: [EVIL]})
    payload = sealed(raw, table="outbox_items", row=item, column="payload_sealed")
    await change(town.owner, "update outbox_items set payload_sealed = :raw where id = :id", raw=payload, id=item)
    asked = new_id()
    question = sealed(EVIL, table="handovers", row=asked, column="question_sealed")
    await change(
        town.owner,
        "insert into handovers select :new, organisation_id, case_id, location_id, group_id, from_id, to_id, :asked,"
        " handed_at from handovers where case_id = :case limit 1",
        new=asked, asked=question, case=case,
    )  # fmt: skip


def _planted_in(answer: Response) -> list[str]:
    if not answer.headers.get("content-type", "").startswith("text/html"):
        return []
    reader = Reader()
    reader.feed(answer.text)
    assert "}}49" not in answer.text
    assert "x-evil onx=1&gt;49" not in answer.text
    return reader.planted
