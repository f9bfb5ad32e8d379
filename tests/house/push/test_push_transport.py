"""One push, from our bytes to the decrypted message, through a service that is as strict as Apple's."""

import base64
import json

import pytest

from klankbord.house.push.hosts import KNOWN, PushHosts
from klankbord.house.push.outcome import Gone, Misconfigured, RetryAfter, Sent, TooLarge, Unreachable
from klankbord.house.push.payload import LARGEST, opaque
from klankbord.house.push.transport import Browser, Message, PushTransport
from klankbord.house.push.vapid import Signer, new_key
from tests.support.push_line import SUBJECT, PushLine


def hosts_for(*local: str) -> PushHosts:
    return PushHosts(KNOWN, local)


def message(body: bytes = b"{}", ttl: int = 60) -> Message:
    return Message(body, ttl, opaque("watch_lesson", "secret"))


async def test_a_message_arrives_decrypted_with_a_lifetime_a_topic_and_an_urgency(line: PushLine) -> None:
    assert await line.transport.send(line.browser(), message(b'{"web_push":8030}')) == Sent(201)
    got = line.service.got[0]
    assert (got["text"], got["ttl"], got["urgency"]) == ('{"web_push":8030}', 60, "normal")
    assert got["topic"] == opaque("watch_lesson", "secret")


async def test_two_services_in_one_run_each_hear_their_own_name(line: PushLine) -> None:
    first, second = line.browser(line.service), line.browser(line.other)
    for browser in (first, second, first):
        assert await line.transport.send(browser, message()) == Sent(201)
    assert line.service.refused + line.other.refused == []


async def test_a_lifetime_is_never_zero(line: PushLine) -> None:
    assert await line.transport.send(line.browser(), message(ttl=0)) == Sent(201)
    assert line.service.got[0]["ttl"] == 1


async def test_the_largest_message_fits_and_one_byte_more_is_not_even_sent(line: PushLine) -> None:
    assert await line.transport.send(line.browser(), message(b"x" * LARGEST)) == Sent(201)
    knocks = len(line.service.knocks)
    assert await line.transport.send(line.browser(), message(b"x" * (LARGEST + 1))) == TooLarge(None)
    assert len(line.service.knocks) == knocks


@pytest.mark.parametrize(
    ("mode", "outcome"),
    [
        ("404", Gone(404)),
        ("410", Gone(410)),
        ("400", Misconfigured(400)),
        ("403", Misconfigured(403)),
        ("413", TooLarge(413)),
        ("429", RetryAfter(429, 120)),
        ("500", RetryAfter(500, None)),
        ("503", RetryAfter(503, 120)),
    ],
)
async def test_each_answer_has_its_own_meaning(line: PushLine, mode: str, outcome: object) -> None:
    assert await line.transport.send(line.browser(mode=mode), message()) == outcome


async def test_a_redirect_is_not_followed(line: PushLine) -> None:
    assert await line.transport.send(line.browser(mode="redirect"), message()) == Unreachable(307)
    assert "/elsewhere" not in line.service.knocks


async def test_a_slow_service_is_given_up_in_time(line: PushLine) -> None:
    assert await line.transport.send(line.browser(mode="slow"), message()) == Unreachable(None)


async def test_a_service_that_is_not_there_is_unreachable(line: PushLine) -> None:
    keys = line.browser()
    async with PushTransport(hosts_for("http://127.0.0.1:9"), Signer(line.key, SUBJECT)) as transport:
        nobody = Browser("http://127.0.0.1:9/wpush/1", keys.p256dh, keys.auth)
        assert await transport.send(nobody, message()) == Unreachable(None)


async def test_an_address_off_the_list_is_not_sent_to(line: PushLine) -> None:
    browser = line.browser()
    async with PushTransport(hosts_for(), Signer(line.key, SUBJECT)) as strict:
        assert await strict.send(browser, message()) == Misconfigured(None)
    assert line.service.knocks == []


async def test_keys_that_cannot_be_used_mean_the_subscription_is_over(line: PushLine) -> None:
    browser = line.browser()
    off_curve = base64.urlsafe_b64encode(b"\x04" + b"\x01" * 64).decode()
    for p256dh in (off_curve, "AAAA", ""):
        assert await line.transport.send(Browser(browser.endpoint, p256dh, browser.auth), message()) == Gone(None)


async def test_a_service_refuses_a_key_the_browser_never_said_yes_to(line: PushLine) -> None:
    hosts = line.transport._hosts
    async with PushTransport(hosts, Signer(new_key(), SUBJECT)) as stranger:
        assert await stranger.send(line.browser(), message()) == Misconfigured(403)
    assert line.service.refused[0]["reason"] == "VapidPkHashMismatch"


async def test_the_signature_lasts_half_a_day_and_names_a_real_subject(line: PushLine) -> None:
    token = Signer(line.key, SUBJECT).authorization("https://web.push.apple.com").split("t=")[1].split(",")[0]
    claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    assert claims["aud"] == "https://web.push.apple.com"
    assert claims["sub"] == SUBJECT
