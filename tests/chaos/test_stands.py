"""What fits must be stored and what does not must be filed, each in its own words; judged on paper, without a storm."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from klankbord.house.content import QUESTIONS, SIGNALS
from klankbord.house.ids import new_id
from tests.chaos.fitting import School
from tests.chaos.held import Held
from tests.chaos.ledger import Kept, Ledger, Said
from tests.chaos.lies import lies, unverifiable
from tests.chaos.stands import missing_of, sort_here
from tests.chaos.town import MONDAY
from tests.chaos.verdict import judge

TODAY = MONDAY.date()
TOO_LONG = ("te lang " * 600).strip()
ASKED = [question.id for question in QUESTIONS[:2]]


@dataclass
class Paper:
    """A teacher with a group and a child in it, another teacher, and what the database says of them."""

    teacher: UUID = field(default_factory=new_id)
    other: UUID = field(default_factory=new_id)
    group: UUID = field(default_factory=new_id)
    child: UUID = field(default_factory=new_id)
    left_at: datetime | None = None
    closed_at: datetime | None = None
    cases: frozenset[UUID] = frozenset()
    items: dict[UUID, Any] = field(default_factory=dict)
    talks: dict[UUID, Any] = field(default_factory=dict)
    notes: dict[UUID, Any] = field(default_factory=dict)
    payloads: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    lessons: dict[UUID, Any] = field(default_factory=dict)

    @property
    def held(self) -> Held:
        child = SimpleNamespace(group_id=self.group, left_at=self.left_at, closed_at=self.closed_at)
        teaches: dict[tuple[UUID, UUID], datetime | None] = {(self.teacher, self.group): None}
        there = School({self.child: child}, teaches, self.lessons, self.cases)
        days = dict.fromkeys(self.items, TODAY.isoformat())
        payloads = {id: dict[str, Any]() for id in self.items} | self.payloads
        return Held(self.notes, {}, Counter(), self.items, {}, payloads, self.talks, there, days)

    def arrives(self, kept: Kept, state: str, kept_at: float | None = None) -> Kept:
        """It is in the database in this state."""
        about = {"problem": "pupil_left", "received_at": MONDAY, "kept_at": kept_at}
        self.items[kept.id] = SimpleNamespace(person_id=kept.person, kind=kept.kind, state=state, **about)
        if state == "attention":
            self.payloads[kept.id] = {"kind": kept.kind, **kept.body}
        return kept

    def note(self, state: str, *, person: UUID | None = None, **other: Any) -> Kept:
        body = {"group": str(self.group), "pupil": str(self.child), "signals": [SIGNALS[0].id]} | other
        body = {"observation": "merk00001", "interpretation": ""} | body
        kept = self.arrives(Kept(new_id(), "note", person or self.teacher, "p1", body), state)
        row = SimpleNamespace(
            group_id=UUID(body["group"]),
            pupil_id=UUID(body["pupil"]),
            writer_id=kept.person,
            signal_ids=body["signals"],
        )
        self.notes[kept.id] = (row, (body["observation"], body["interpretation"]))
        return kept

    def talk(self, state: str = "stored", *, row: dict[str, Any] | None = None, **other: Any) -> Kept:
        """`row`: what the database has otherwise than what was written."""
        body = {
            "pupil": str(self.child),
            "talked_with": "parent",
            "held_on": TODAY.isoformat(),
            "questions": ASKED[::-1],
        }
        body |= {"said": "merk00001", "thought": "", "small_plan": "samen oefenen"} | other
        kept = self.arrives(Kept(new_id(), "conversation", self.teacher, "p1", body, "merk00001"), state)
        if state == "stored":
            stands = {
                "writer_id": self.teacher,
                "pupil_id": self.child,
                "group_id": self.group,
                "talked_with": "parent",
            }
            stands |= {"held_on": min(date.fromisoformat(str(body["held_on"])), TODAY), "question_ids": ASKED}
            stands |= {"texts": (body["said"], body["thought"], body["small_plan"])} | (row or {})
            self.talks[kept.id] = (SimpleNamespace(**stands), stands["texts"])
        return kept

    def wrong(self, kept: Kept) -> str | None:
        return missing_of(kept, self.held)


def test_a_note_that_fits_is_stored_and_one_that_does_not_is_filed() -> None:
    paper = Paper()
    unfit: tuple[dict[str, Any], ...] = (
        {"person": paper.other}, {"pupil": str(new_id())}, {"group": str(new_id())}, {"observation": TOO_LONG},
    )  # fmt: skip
    assert paper.wrong(paper.note("stored")) is None
    assert "it fits" in str(paper.wrong(paper.note("attention")))
    for why in unfit:
        assert "does not fit" in str(paper.wrong(paper.note("stored", **why)))
        assert paper.wrong(paper.note("attention", **why)) is None


@pytest.mark.parametrize("ended", ["left_at", "closed_at"])
def test_what_ended_counts_from_its_moment_and_in_that_moment_both_are_right(ended: str) -> None:
    for since, stored, filed in ((-60, False, True), (0, True, True), (60, True, False)):
        paper = Paper(**{ended: MONDAY + timedelta(seconds=since)})  # type: ignore[arg-type]
        assert (paper.wrong(paper.note("stored")) is None, paper.wrong(paper.note("attention")) is None) == (
            stored,
            filed,
        )


@pytest.mark.parametrize("kind", ["share", "correction"])
def test_what_is_about_a_note_is_filed_only_when_its_note_is(kind: str) -> None:
    paper = Paper()
    words = {"observation": "merk00002", "interpretation": ""} if kind == "correction" else {}
    for state, rightly in (("stored", False), ("mended", False), ("attention", True)):
        note = paper.note(state)
        filed = paper.arrives(Kept(new_id(), kind, paper.teacher, "p1", {"note": str(note.id), **words}), "attention")
        assert (paper.wrong(filed) is None) is rightly


def test_an_answer_is_filed_only_when_the_watch_ended_or_the_lesson_is_not_ones_own() -> None:
    paper, hour = Paper(), timedelta(hours=1)
    for teacher, starts, ended, rightly in (
        (paper.teacher, MONDAY - hour, None, False),
        (paper.teacher, MONDAY - hour, MONDAY, True),
        (paper.teacher, MONDAY + hour, None, True),
        (paper.other, MONDAY - hour, None, True),
    ):
        lesson = new_id()
        paper.lessons[lesson] = SimpleNamespace(teacher_id=teacher, starts_at=starts, ended_at=ended)
        body = {"watch_lesson": str(lesson), "answer": "same"}
        filed = paper.arrives(Kept(new_id(), "lesson_answer", paper.teacher, "p1", body), "attention")
        assert (paper.wrong(filed) is None) is rightly


def test_a_conversation_stands_as_it_was_written() -> None:
    paper = Paper()
    assert paper.wrong(paper.talk()) is None
    assert paper.wrong(paper.talk(held_on=(TODAY + timedelta(days=1)).isoformat())) is None, "a day ahead is today"
    others: tuple[dict[str, Any], ...] = (
        {"writer_id": paper.other}, {"pupil_id": new_id()}, {"group_id": new_id()}, {"talked_with": "child"},
        {"held_on": TODAY - timedelta(days=1)}, {"question_ids": []}, {"texts": ("merk00001", "", "")},
    )  # fmt: skip
    for row in others:
        assert paper.wrong(paper.talk(row=row)), row
    kept = paper.talk()
    del paper.talks[kept.id]
    assert "no conversation" in str(paper.wrong(kept))


def test_a_conversation_is_filed_only_when_it_does_not_fit() -> None:
    paper = Paper()
    assert "it fits" in str(paper.wrong(paper.talk("attention")))
    unfit: tuple[dict[str, Any], ...] = (
        {"pupil": str(new_id())}, {"said": TOO_LONG}, {"held_on": (TODAY + timedelta(days=2)).isoformat()},
    )  # fmt: skip
    for why in unfit:
        assert paper.wrong(paper.talk("attention", **why)) is None
    kept = paper.talk("attention")
    paper.payloads[kept.id]["said"] = "iets anders"
    assert "not as it was written" in str(paper.wrong(kept))


def test_a_child_that_left_with_a_case_may_be_talked_about() -> None:
    paper = Paper(left_at=MONDAY - timedelta(days=1))
    assert "does not fit: left" in str(paper.wrong(paper.talk()))
    paper.cases = frozenset({paper.child})
    assert (paper.wrong(paper.talk()), paper.wrong(paper.talk("attention"))) == (None, None)


def test_a_conversation_that_stands_there_twice_is_duplicated_and_one_that_nobody_wrote_too() -> None:
    paper, ledger = Paper(), Ledger(None)  # type: ignore[arg-type]
    ledger.tried.add("merk00001")
    ledger.keep(paper.talk())
    assert judge(ledger, paper.held, {}).listed() == []
    paper.talk()
    assert len(judge(ledger, paper.held, {}).duplicated) == 1
    paper = Paper()
    paper.talk(said="", thought="merk00009")
    assert len(judge(Ledger(None), paper.held, {}).duplicated) == 1  # type: ignore[arg-type]


def test_an_answer_that_nobody_gave_is_duplicated() -> None:
    ledger, there, lesson = Ledger(None), Paper().held, new_id()  # type: ignore[arg-type]
    ledger.answers(lesson, "p1", "better")
    there.answers[lesson] = "better"
    assert judge(ledger, there, {}).clean
    there.answers[lesson] = "worse"
    assert len(judge(ledger, there, {}).duplicated) == 1


def test_every_sort_is_counted() -> None:
    paper, ledger = Paper(), Ledger(None)  # type: ignore[arg-type]
    kept = [paper.note("stored"), paper.note("attention", person=paper.other), paper.talk()]
    ledger.keep(*kept, replace(kept[0], id=new_id()))
    assert [sort_here(one, paper.held) for one in kept] == ["fits", "a stranger", "fits"]
    judged = judge(ledger, paper.held, {}).judged
    assert judged == {"note (fits)": 1, "note (a stranger)": 1, "conversation (fits)": 1}


def test_what_nobody_could_ask_and_nothing_proves_is_counted_as_unverifiable() -> None:
    paper, ledger = Paper(), Ledger(None)  # type: ignore[arg-type]
    note = paper.note("stored")
    ledger.said += [Said(note.id, "p1", "sent", None), Said(note.id, "p2", "sent", True)]
    assert (list(lies(ledger, paper.held, {})), len(unverifiable(ledger, paper.held))) == ([], 1)
    findings = judge(ledger, paper.held, {})
    assert str(findings).endswith("unverifiable 1")
    paper.items[note.id].kept_at = 1.0
    assert unverifiable(ledger, paper.held) == []
