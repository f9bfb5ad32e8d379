"""What makes a note, on paper."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klankbord.house.content import SIGNALS
from klankbord.house.ids import new_id
from klankbord.rooms.notes import rules

NOW = datetime(2026, 10, 5, 8, 30, tzinfo=UTC)


def test_a_text_of_four_thousand_fits_and_one_more_does_not() -> None:
    assert rules.checked_texts("a" * 4000, "é" * 4000) == ("a" * 4000, "é" * 4000)
    for texts in (("a" * 4001, ""), ("", "a" * 4001)):
        with pytest.raises(rules.TooLong):
            rules.checked_texts(*texts)


def test_line_ends_of_a_form_count_once_and_white_space_around_does_not() -> None:
    assert rules.checked_texts("a\r\n" * 2000, "  b \n") == (("a\n" * 2000).strip(), "b")


@given(st.text(alphabet=st.characters(), max_size=30))
def test_every_text_can_be_kept(text: str) -> None:
    kept = rules.tidy(text)
    assert "\0" not in kept
    assert kept.encode().decode() == kept


def test_signals_are_kept_once_in_the_order_of_the_list() -> None:
    assert rules.checked_signals(["went_well", "late", "late"]) == ["late", "went_well"]
    with pytest.raises(rules.UnknownSignal):
        rules.checked_signals(["late", "blue"])


def test_a_note_without_anything_is_no_note() -> None:
    with pytest.raises(rules.NothingNoted):
        rules.check_something_noted([], "", "")
    rules.check_something_noted(["late"], "", "")
    rules.check_something_noted([], "", "Een vraag")


def test_the_signals_used_most_stand_first_and_the_last_two_stay_last() -> None:
    order = [signal.id for signal in SIGNALS]
    assert [signal.id for signal in rules.by_use({})] == order
    used = [signal.id for signal in rules.by_use({"meldcode": 2, "absent": 9, "went_well": 40, "something_else": 50})]
    assert used[:3] == ["absent", "meldcode", "late"]
    assert used[-2:] == ["went_well", "something_else"] == order[-2:]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (NOW - timedelta(hours=8), NOW - timedelta(hours=8)),
        (NOW - timedelta(days=59), NOW - timedelta(days=59)),
        (NOW + timedelta(minutes=4), NOW + timedelta(minutes=4)),
        (NOW + timedelta(hours=1), NOW),
        (NOW - timedelta(days=365), NOW),
        (NOW + timedelta(days=365), NOW),
    ],
)
def test_a_moment_is_shown_as_the_phone_said_when_that_can_be_true(written: datetime, shown: datetime) -> None:
    assert rules.shown_moment(written, NOW) == shown


@given(st.integers())
def test_any_number_a_phone_calls_a_moment_is_one(milliseconds: int) -> None:
    assert rules.FIRST_MOMENT <= rules.claimed(milliseconds) <= rules.LAST_MOMENT


def test_the_same_form_gives_the_same_id_and_other_content_another() -> None:
    once, pupil = new_id(), new_id()

    def made(once: UUID = once, pupil: UUID = pupil, signals: Sequence[str] = ("late",), text: str = "a") -> UUID:
        return rules.form_note_id(once, pupil, signals, text, "")

    assert made() == made()
    others = {made(), made(once=new_id()), made(pupil=new_id()), made(signals=[]), made(text="b")}
    assert len(others) == 5
    assert {(each.version, each.variant) for each in others} == {(7, UUID(int=0x8 << 60).variant)}
    assert made().int >> 80 == once.int >> 80
