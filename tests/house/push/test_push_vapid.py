"""Who we say we are. A subject that Apple refuses must stop us at start-up, not when the first reminder is due."""

import pytest

from klankbord.house.cannot_start import CannotStart
from klankbord.house.push.keys import are_usable
from klankbord.house.push.vapid import Signer, check_subject, new_key, public_key
from tests.support.push_service import real_subject

REAL = [
    "mailto:beheer@klankbord.nl",
    "mailto:a.b+c@sub.muziekcentrum.nl",
    "https://klankbord.nl",
    "https://klankbord.nl/contact",
]
REFUSED = [
    "",
    "beheer@klankbord.nl",
    "mailto:beheer@localhost",
    "mailto:beheer@klankbord.invalid",
    "mailto:beheer@klankbord.local",
    "mailto:beheer@klankbord.test",
    "mailto:beheer@klankbord.example",
    "mailto:beheer@KLANKBORD.LOCAL",
    "mailto:beheer@klankbord.local.",
    "mailto: <beheer@klankbord.nl>",
    "mailto: beheer@klankbord.nl",
    "mailto:<beheer@klankbord.nl>",
    "mailto:beheer@nl",
    "mailto:@klankbord.nl",
    "https://localhost",
    "https://localhost:8000",
    "https://klankbord.local/contact",
    "http://klankbord.nl",
    "mailto:beheer@klankbord.nl\n",
]


@pytest.mark.parametrize("subject", REAL)
def test_a_real_subject_is_accepted_here_and_by_the_service(subject: str) -> None:
    check_subject(subject)
    assert real_subject(subject)


@pytest.mark.parametrize("subject", REFUSED)
def test_a_made_up_subject_stops_the_start(subject: str) -> None:
    with pytest.raises(CannotStart, match="VAPID_SUBJECT"):
        Signer(new_key(), subject)


@pytest.mark.parametrize("key", ["", "abc", "!" * 43, "A" * 44, "A" * 43])
def test_a_key_that_is_no_key_stops_the_start(key: str) -> None:
    with pytest.raises(CannotStart, match="VAPID_PRIVATE_KEY"):
        Signer(key, REAL[0])


def test_the_keys_of_a_browser_are_a_point_and_sixteen_bytes() -> None:
    point = public_key(new_key())
    assert are_usable(point, "A" * 22)
    assert are_usable(point + "=", "A" * 22 + "==")
    for p256dh, auth in ((point, "A" * 21), (point, ""), ("", "A" * 22), ("A" * 87, "A" * 22), (point, "é" * 22)):
        assert not are_usable(p256dh, auth)
