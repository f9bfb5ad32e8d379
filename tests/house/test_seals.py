"""What a phone seals: one reader, one item, one person; old keys open, unknown and broken ones do not."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from klankbord.house.seals import SUITE, BrokenSeal, SealKeys, UnknownSealKey
from tests.support.secrets import scalar

INFO = b"klankbord/outbox/1|item|person"


def seal(keys: SealKeys, plain: bytes, info: bytes = INFO) -> bytes:
    """As the phone does, with the public key it was handed."""
    point = base64.urlsafe_b64decode(keys.public_key()[1] + "=")
    return SUITE.encrypt(plain, ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point), info=info)


def test_the_public_key_is_the_one_of_the_rfc() -> None:
    """RFC 9180, A.3: pkRm of skRm."""
    secret = "f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2"
    public = (
        "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d3"
        "0ad6aa8f80e30f1d128aafd68a2ce72ea0"
    )
    keys = SealKeys({"a3": bytes.fromhex(secret)})
    kid, key = keys.public_key()
    assert (kid, base64.urlsafe_b64decode(key + "=").hex()) == ("a3", public)
    assert keys.open("a3", seal(keys, b"muziek"), INFO) == b"muziek"


@given(st.binary(max_size=600))
def test_what_was_sealed_comes_back(plain: bytes) -> None:
    keys = SealKeys({"s1": (7).to_bytes(32, "big")})
    assert keys.open("s1", seal(keys, plain), INFO) == plain


def test_a_seal_is_bound_to_its_item_and_person() -> None:
    keys = SealKeys({"s1": scalar()})
    box = seal(keys, b"note")
    for info in (b"", INFO + b"x", INFO[:-1]):
        with pytest.raises(BrokenSeal):
            keys.open("s1", box, info)


def test_an_old_key_opens_and_the_first_is_handed_out() -> None:
    old = scalar()
    before = SealKeys({"s1": old})
    after = SealKeys({"s2": scalar(), "s1": old})
    assert after.current == after.public_key()[0] == "s2"
    assert after.open("s1", seal(before, b"note"), INFO) == b"note"
    assert after.open("s2", seal(after, b"note"), INFO) == b"note"
    with pytest.raises(UnknownSealKey):
        before.open("s2", seal(after, b"note"), INFO)
    with pytest.raises(BrokenSeal):
        after.open("s2", seal(before, b"note"), INFO)


@given(st.binary(max_size=200))
def test_whatever_is_no_box_is_a_broken_seal(box: bytes) -> None:
    keys = SealKeys({"s1": (7).to_bytes(32, "big")})
    with pytest.raises(BrokenSeal):
        keys.open("s1", box, INFO)


def test_every_changed_byte_breaks_the_seal() -> None:
    keys = SealKeys({"s1": scalar()})
    box = seal(keys, b"note")
    for place in range(len(box)):
        changed = bytearray(box)
        changed[place] ^= 0x80
        with pytest.raises(BrokenSeal):
            keys.open("s1", bytes(changed), INFO)


def test_keys_are_read_from_text_and_none_is_refused() -> None:
    pair = base64.b64encode(scalar()).decode(), base64.b64encode(scalar()).decode()
    assert SealKeys.from_text(f"s9:{pair[0]}, s8:{pair[1]}").public_key()[0] == "s9"
    with pytest.raises(ValueError, match="at least one seal key"):
        SealKeys.from_text(" ")
