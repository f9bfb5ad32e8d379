"""What the hands on a phone write down is what the phone was told, by whom, and in which order."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from klankbord.house.ids import new_id
from tests.chaos.conftest import Calm
from tests.chaos.held import Held
from tests.chaos.ledger import Kept, Ledger
from tests.chaos.plan import Event
from tests.chaos.verdict import judge
from tests.support.rows import rows

A_NOTE = Event(0, "save", 2, {"children": 1, "how": "fits", "share": False})


async def test_a_note_is_of_whose_name_stands_on_the_page_also_when_somebody_else_signed_in_meanwhile(
    calm: Calm,
) -> None:
    hands, before = calm.stage.hands, set(calm.stage.ledger.kept)
    phone = hands.phones[A_NOTE.who]
    first, second = phone.people[0], next(one for one in phone.people if one is not phone.people[0])
    await hands.open_tab(phone, "t1")
    await hands.sign_in(phone, second.id)
    await hands.do(A_NOTE, random.Random(0))
    [kept] = [one for id, one in calm.stage.ledger.kept.items() if id not in before]
    items = (await hands.node.do("items", phone.name))["items"]
    assert [UUID(item["person"]) for item in items if item["id"] == str(kept.id)] == [kept.person] == [first.id]
    assert (UUID(kept.body["group"]), UUID(kept.body["pupil"])) in first.children
    await hands.sign_in(phone, first.id)
    await hands.everywhere(phone, A_NOTE, random.Random(0))  # who signs in sees a page, and a page sends
    sent = "select 1 from outbox_items where id = :id"
    while not await rows(calm.stage.owner, sent, id=kept.id):  # noqa: ASYNC110  it waited for its writer
        await asyncio.sleep(0.1)


async def test_a_conversation_is_kept_as_it_was_typed(calm: Calm) -> None:
    hands, before = calm.stage.hands, set(calm.stage.ledger.kept)
    for number in range(8):  # one of them may not fit, and is filed
        await hands.do(Event(0, "talk", 4, {"tab": "t1"}), random.Random(number))
    talks = [one for id, one in calm.stage.ledger.kept.items() if id not in before]
    assert {one.kind for one in talks} == {"conversation"}
    assert all(one.mark in one.body["said"] for one in talks)
    arrived = "select state from outbox_items where kind = 'conversation' and id = any(:ids)"
    async with asyncio.timeout(20):
        while len(found := await rows(calm.stage.owner, arrived, ids=[one.id for one in talks])) < len(talks):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    assert "stored" in {row.state for row in found}


@dataclass
class Answers:
    """Answers about one lesson, all from one person: what was given, and what the database holds."""

    ledger: Ledger
    there: Held
    person: UUID
    lesson: UUID

    @classmethod
    def none(cls) -> "Answers":
        return cls(Ledger(None), Held({}, {}, Counter(), {}, {}, {}), new_id(), new_id())  # type: ignore[arg-type]

    def give(self, answer: str, told: bool = True, phone: str = "p1") -> None:
        one = self.ledger.answers(self.lesson, phone, answer)
        if told:
            one.id = new_id()
            body = {"watch_lesson": str(self.lesson), "answer": answer}
            self.ledger.keep(Kept(one.id, "lesson_answer", self.person, phone, body))
            self.there.items[one.id] = Item(self.person)

    def lost(self, stands: str) -> int:
        self.there.answers[self.lesson] = stands
        return len(judge(self.ledger, self.there, {}).lost)


@dataclass
class Item:
    person_id: UUID
    kind: str = "lesson_answer"
    state: str = "stored"


def test_an_older_answer_in_the_place_of_a_newer_one_is_lost() -> None:
    answers = Answers.none()
    answers.give("better")
    answers.give("worse")
    assert (answers.lost(stands="worse"), answers.lost(stands="better")) == (0, 1)


def test_an_answer_on_a_page_that_was_gone_before_it_said_so_may_stand_when_it_came_last() -> None:
    answers = Answers.none()
    answers.give("better", told=False)
    answers.give("worse")
    answers.give("same", told=False)
    assert [answers.lost(stands) for stands in ("worse", "same", "better")] == [0, 0, 1]


def test_which_of_two_phones_was_last_is_not_judged() -> None:
    answers = Answers.none()
    answers.give("better", phone="p1")
    answers.give("worse", phone="p2", told=False)
    answers.give("same", phone="p1")
    assert [answers.lost(stands) for stands in ("better", "worse", "same")] == [0, 0, 0]
