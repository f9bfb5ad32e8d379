"""Whose turn it is to read, and what counts as naming a child."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from klankbord.rooms.consultations.rules import Said, named_in, unread, wanted

IRIS, MARJAN = UUID(int=1), UUID(int=2)
START = datetime(2026, 10, 5, 9, tzinfo=UTC)


def at(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


def waiting(said: list[Said], read: dict[UUID, datetime]) -> list[tuple[UUID, datetime]]:
    return [(one.person_id, one.since) for one in unread(IRIS, MARJAN, said, read)]


def test_a_name_is_found_as_a_whole_word_whatever_its_capitals():
    names = ["Sara", "Noor", "Strijkers 6B"]
    assert named_in("Hoe praat ik met sara over slapen?", names) == ["Sara"]
    assert named_in("Wat doe ik met een kind uit strijkers 6b?", names) == ["Strijkers 6B"]
    assert named_in("Noorse muziek en Saraband", names) == []


def test_a_name_with_signs_of_its_own_is_no_pattern():
    assert named_in("wat als (", ["("]) == ["("]
    assert named_in("een kind zegt niets", ["", " "]) == []


def test_who_was_asked_has_something_to_read_and_who_asked_has_not():
    assert waiting([Said(IRIS, at(0))], {}) == [(MARJAN, at(0))]


def test_opening_it_or_writing_back_is_reading_it():
    asked = [Said(IRIS, at(0))]
    assert waiting(asked, {MARJAN: at(1)}) == []
    assert waiting([*asked, Said(MARJAN, at(5))], {}) == [(IRIS, at(5))]


def test_it_waits_since_the_first_line_that_was_not_read():
    said = [Said(IRIS, at(0)), Said(MARJAN, at(5)), Said(MARJAN, at(9))]
    assert waiting(said, {}) == [(IRIS, at(5))]
    assert waiting(said, {IRIS: at(6)}) == [(IRIS, at(9))]


def test_the_asker_hears_of_an_answer_and_the_other_of_a_question():
    found = unread(IRIS, MARJAN, [Said(IRIS, at(0)), Said(MARJAN, at(5)), Said(IRIS, at(9))], {})
    kinds = {one.person_id: one.kind for one in wanted(IRIS, [(each, at(10)) for each in found])}
    assert kinds == {MARJAN: "question_received"}
    found = unread(IRIS, MARJAN, [Said(IRIS, at(0)), Said(MARJAN, at(5))], {})
    assert [one.kind for one in wanted(IRIS, [(each, at(10)) for each in found])] == ["answer_unread"]
