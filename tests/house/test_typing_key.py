"""The key for what is being typed: one person's, the same on each page, and in no place that is kept."""

from uuid import UUID

from klankbord.house.crypto import KeyRing
from klankbord.house.ids import new_id
from klankbord.house.typing_key import typing_key
from klankbord.house.who import Who

RING = KeyRing({"k1": b"1" * 32})


def of(person: UUID) -> str:
    return typing_key(RING, Who(person, new_id(), "Iris", "nl", ()))


def test_the_key_is_the_same_for_one_person_in_any_session() -> None:
    person = new_id()
    assert of(person) == of(person)
    assert len(of(person)) == 43


def test_two_people_have_two_keys() -> None:
    assert of(new_id()) != of(new_id())
