"""What a screen claims, on paper: beside one item, beside several, and about everything at once."""

import pytest

from klankbord.house.ids import new_id
from tests.chaos.claims import at_rest, promises
from tests.chaos.screen import Mark, Screen, state_in

FIRST, SECOND = new_id(), new_id()
BOTH = {FIRST: "sent", SECOND: "sent"}
SENT = ("here", "sent")


def quiet(*marks: Mark) -> Screen:
    """A page in good weather, when nothing waits."""
    return Screen(marks, header="Alles verzonden")


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("op deze telefoon", "waiting"),
        ("verzonden", "sent"),
        ("verzonden, vraagt aandacht", "filed"),
        ("gezien door Beheer om 9:05", "seen"),
        ("gedeeld vandaag 9:05", "sent"),
        ("bijna", "'bijna'"),
    ],
)
def test_words_tell_a_state_and_unknown_words_only_themselves(words: str, state: str) -> None:
    assert state_in(words) == state


def test_a_card_that_says_what_its_row_says_agrees() -> None:
    assert at_rest(quiet(Mark((FIRST,), ("verzonden", "verzonden"), SENT)), BOTH) == {FIRST: "sent"}
    assert at_rest(quiet(Mark((FIRST,), ("gezien",), (*SENT, "seen"))), BOTH) == {FIRST: "sent"}


@pytest.mark.parametrize(
    ("words", "beads", "shown"),
    [
        (("op deze telefoon",), SENT, "waiting"),
        (("verzonden", "op deze telefoon"), SENT, "waiting"),
        (("verzonden",), ("here",), "here"),
        (("verzonden, vraagt aandacht",), SENT, "filed"),
        (("bijna",), SENT, "'bijna'"),
    ],
)
def test_whatever_differs_from_the_row_is_what_is_shown(
    words: tuple[str, ...], beads: tuple[str, ...], shown: str
) -> None:
    assert at_rest(quiet(Mark((FIRST,), words, beads), Mark((FIRST,), ("verzonden",))), BOTH) == {FIRST: shown}


def test_several_items_under_one_word_are_as_far_as_the_one_that_is_least_far() -> None:
    rows = {FIRST: "sent", SECOND: "filed"}
    several = Mark((FIRST, SECOND), ("verzonden, vraagt aandacht",), SENT)
    assert at_rest(quiet(several), rows) == rows
    assert at_rest(quiet(Mark((FIRST, SECOND), ("verzonden",), SENT)), rows) == dict.fromkeys(rows, "sent")
    assert set(promises(several)) == {(FIRST, "arrived"), (SECOND, "arrived")}
    assert list(promises(Mark((FIRST,), ("verzonden, vraagt aandacht",)))) == [(FIRST, "filed")]
    assert list(promises(Mark((FIRST, SECOND), ("op deze telefoon",), ("here",)))) == []


def test_what_should_stand_there_and_does_not_is_shown_as_nothing() -> None:
    assert at_rest(quiet(), BOTH, [FIRST]) == {FIRST: "nothing"}


def test_an_item_of_another_phone_is_held_against_the_server_as_it_is_shown() -> None:
    other = new_id()
    assert at_rest(quiet(Mark((other,), ("verzonden, alleen jij ziet het",))), BOTH) == {other: "sent"}


@pytest.mark.parametrize(
    ("states", "header"),
    [
        (("sent", "filed"), "Alles verzonden"),
        (("sent", "waiting"), "1 wacht sinds 9:05"),
        (("waiting", "signin"), "2 wachten sinds ma 9:05"),
        (("sent", "attention"), "Vraagt aandacht"),
    ],
)
def test_the_header_tells_how_many_wait(states: tuple[str, str], header: str) -> None:
    rows = dict(zip((FIRST, SECOND), states, strict=True))
    assert at_rest(Screen((), header=header), rows) == {}
    for other in {"Alles verzonden", "1 wacht sinds 9:05", "3 wachten sinds 9:05", "Vraagt aandacht", None} - {header}:
        assert list(at_rest(Screen((), header=other), rows)) == [SECOND], other


def test_the_page_of_what_waits_lists_all_of_it_and_nothing_else() -> None:
    rows, none = {FIRST: "sent", SECOND: "waiting"}, "Hier wacht niets."
    header, waits = "1 wacht sinds 9:05", Mark((SECOND,), ("op deze telefoon",))
    assert at_rest(Screen((), [waits], header, list=True), rows) == {SECOND: "waiting"}
    assert at_rest(Screen((), [], header, list=True), rows) == {SECOND: "not everything that waits"}
    assert at_rest(Screen((), [waits], header, list=True, none=none), rows) == {SECOND: f"'{none}' in the list"}
    sent = at_rest(Screen((), [waits], "Alles verzonden", list=True, none=none), BOTH)
    assert sent == {SECOND: "waiting"}
