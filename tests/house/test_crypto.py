"""Free text at rest: it opens in its own place with a key on the ring, and nowhere else."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klankbord.house.crypto import KeyRing, SealedTextBroken
from klankbord.house.ids import new_id

ROW = new_id()
HERE = {"table": "notes", "row": ROW, "column": "observation_sealed"}
TEXT = "Ze zei: ‘laat maar’ 🎻"


@pytest.fixture
def ring() -> KeyRing:
    return KeyRing({"k1": os.urandom(32)})


@given(st.text(min_size=1, max_size=200))
def test_every_text_comes_back_as_it_was(text: str) -> None:
    ring = KeyRing({"k": b"k" * 32})
    assert ring.open(ring.seal(text, **HERE), **HERE) == text


def test_nothing_stays_nothing(ring: KeyRing) -> None:
    assert ring.seal(None, **HERE) is None
    assert ring.seal("", **HERE) is None
    assert ring.open(None, **HERE) is None


def test_the_same_text_never_looks_the_same(ring: KeyRing) -> None:
    first, second = ring.seal(TEXT, **HERE), ring.seal(TEXT, **HERE)
    assert first is not None
    assert first != second
    assert TEXT.encode() not in first


@pytest.mark.parametrize("moved", [{"table": "corrections"}, {"row": new_id()}, {"column": "interpretation_sealed"}])
def test_a_text_that_was_moved_elsewhere_does_not_open(ring: KeyRing, moved: dict[str, object]) -> None:
    sealed = ring.seal(TEXT, **HERE)
    with pytest.raises(SealedTextBroken) as broken:
        ring.open(sealed, **{**HERE, **moved})
    assert TEXT not in str(broken.value)


def test_every_changed_bit_is_noticed(ring: KeyRing) -> None:
    sealed = ring.seal(TEXT, **HERE)
    assert sealed is not None
    for place in range(1, len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(SealedTextBroken):
            ring.open(bytes(changed), **HERE)


def test_a_new_key_seals_and_the_old_one_still_opens() -> None:
    old, new = os.urandom(32), os.urandom(32)
    sealed = KeyRing({"k1": old}).seal(TEXT, **HERE)
    both = KeyRing({"k2": new, "k1": old})
    assert both.open(sealed, **HERE) == TEXT
    with pytest.raises(SealedTextBroken):
        KeyRing({"k2": new}).open(both.seal(TEXT, **HERE) and sealed, **HERE)
    assert KeyRing({"k2": new}).open(both.seal(TEXT, **HERE), **HERE) == TEXT


def test_a_ring_is_read_from_text_and_an_empty_one_refused() -> None:
    ring = KeyRing.from_text("k2:" + "QUFB" * 10 + "QUE=, k1:" + "QkJC" * 10 + "QkI=")
    assert ring.current == "k2"
    assert ring.open(ring.seal(TEXT, **HERE), **HERE) == TEXT
    with pytest.raises(ValueError, match="at least one key"):
        KeyRing.from_text("")


def test_a_key_for_something_else_is_one_purpose_s_and_one_key_s_alone() -> None:
    ring, other = KeyRing({"k1": b"1" * 32, "k0": b"0" * 32}), KeyRing({"k2": b"2" * 32, "k1": b"1" * 32})
    keys = [ring.key_for("a"), ring.key_for("b"), other.key_for("a")]
    assert len(set(keys)) == 3
    assert {len(key) for key in keys} == {32}
    assert KeyRing({"k1": b"1" * 32}).key_for("a") == keys[0] != b"1" * 32
