"""What makes a conversation, on paper."""

from datetime import date, timedelta

import pytest

from klankbord.house.errors import Unfit
from klankbord.rooms.conversations import rules

TODAY = date(2026, 10, 5)
GOOD = {
    "talked_with": "child",
    "held_on": "2026-10-05",
    "question_ids": (),
    "said": "",
    "thought": "",
    "small_plan": "",
    "today": TODAY,
}


def test_whom_and_when_are_enough() -> None:
    talk = rules.checked(**GOOD)
    assert (talk.talked_with, talk.held_on, talk.questions, talk.said) == ("child", TODAY, [], "")


def test_what_helped_stands_once_in_the_order_of_the_list() -> None:
    talk = rules.checked(**GOOD | {"question_ids": ["what_helps", "how_is_music", "what_helps"]})
    assert talk.questions == ["how_is_music", "what_helps"]


@pytest.mark.parametrize(
    ("wrong", "field", "error"),
    [
        ({"talked_with": "the neighbour"}, "talked_with", rules.NobodyTalkedTo),
        ({"talked_with": ""}, "talked_with", rules.NobodyTalkedTo),
        ({"held_on": "gisteren"}, "held_on", rules.NotADay),
        ({"held_on": "2026-02-30"}, "held_on", rules.NotADay),
        ({"held_on": "2026-10-07"}, "held_on", rules.DayToCome),
        ({"held_on": "2025-10-03"}, "held_on", rules.DayLongAgo),
        ({"question_ids": ["what_helps", "?"]}, "question", rules.UnknownQuestion),
        ({"thought": "x" * 4001}, "thought", rules.SaidTooMuch),
    ],
)
def test_what_cannot_be_is_told_at_its_field(wrong: dict[str, object], field: str, error: type[Unfit]) -> None:
    with pytest.raises(error) as raised:
        rules.checked(**GOOD | wrong)
    assert raised.value.field == field


def test_a_phone_whose_day_has_begun_already_is_believed_and_kept_as_today() -> None:
    talk = rules.checked(**GOOD | {"held_on": (TODAY + timedelta(days=1)).isoformat()})
    assert talk.held_on == TODAY


def test_a_text_is_kept_without_white_space_around_it_and_never_cut() -> None:
    long = "a" * 4000
    talk = rules.checked(**GOOD | {"said": f"  {long} \r\n", "small_plan": "eerder\r\nkomen\0"})
    assert (talk.said, talk.small_plan) == (long, "eerder\nkomen\ufffd")
