"""Letters over SMTP: short, plain, safe to hand an address to, and honest about what became of them."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from pydantic import SecretStr

from klankbord.house import mail
from klankbord.house.mail import Letter, MailOutcome, Smtp
from klankbord.house.settings import Settings
from tests.support.mail_server import MailServer, a_mail_server

NOW = datetime(2026, 11, 3, 11, 0, tzinfo=UTC)
FROM = "klankbord@muziek.example.org"
NO_ADDRESSES = ["", "x", "a\nbcc: b@example.org", "a@b.nl\r\nSubject: x", "a@b.nl, c@d.nl", "<a@b.nl>", "é@b.nl"]
NO_SERVERS = [
    ("http://x", FROM),
    ("smtp://", FROM),
    ("mail.example.org", FROM),
    ("smtp://x", ""),
    ("smtp://x", "x"),
]


@pytest_asyncio.fixture
async def server() -> AsyncIterator[MailServer]:
    async with a_mail_server() as made:
        yield made


def letter(to: str = "karim@muziek.example.org", subject: str = "Dringend. Open Klankbord nu.") -> Letter:
    return Letter(to, subject, "Klankbord wacht op je — nu.\n", "nl", "0192", NOW)


def smtp(server: MailServer) -> Smtp:
    return Smtp("127.0.0.1", server.port, FROM)


async def test_a_letter_arrives_whole(server: MailServer) -> None:
    assert await smtp(server).send(letter()) == MailOutcome.SENT
    (got,) = server.got
    assert (got["subject"], got["to"]) == ("Dringend. Open Klankbord nu.", "karim@muziek.example.org")
    assert got["from"] == f"Klankbord <{FROM}>"
    assert got["message-id"] == "<0192@muziek.example.org>"
    assert got.get_content().strip() == "Klankbord wacht op je — nu."
    assert got["auto-submitted"] == "auto-generated"


@pytest.mark.parametrize(
    "bad", ["", "x", "a\nbcc: b@example.org", "a@b.nl\r\nSubject: x", "a@b.nl, c@d.nl", "<a@b.nl>", "é@b.nl"]
)
async def test_what_is_no_address_is_refused_and_adds_no_header(server: MailServer, bad: str) -> None:
    assert await smtp(server).send(letter(to=bad)) == MailOutcome.REFUSED
    assert server.got == []


@pytest.mark.parametrize(
    ("says", "became"),
    [
        ("550 no such person", MailOutcome.REFUSED),
        ("451 come back later", MailOutcome.UNREACHABLE),
        ("421 too busy", MailOutcome.UNREACHABLE),
    ],
)
async def test_what_a_server_says_is_understood(server: MailServer, says: str, became: MailOutcome) -> None:
    server.says = says
    assert await smtp(server).send(letter()) == became


async def test_a_server_that_is_away_or_silent_is_unreachable(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "TIMEOUT", 0.5)
    server.mute = True
    assert await smtp(server).send(letter()) == MailOutcome.UNREACHABLE
    await server.stop()
    assert await smtp(server).send(letter()) == MailOutcome.UNREACHABLE


async def test_no_letter_leaves_this_machine_unencrypted(server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "is_loopback", lambda host: False)
    assert await smtp(server).send(letter()) == MailOutcome.UNREACHABLE
    assert server.got == []


def test_the_settings_say_where_and_how(settings: Settings) -> None:
    assert Smtp.from_settings(settings) is None
    given = settings.model_copy(
        update={"smtp_url": SecretStr("smtps://me%40x:p%3Aw@mail.example.org"), "mail_from": FROM}
    )
    made = Smtp.from_settings(given)
    assert made == Smtp("mail.example.org", 465, FROM, "me@x", "p:w", implicit=True)
    assert "p:w" not in repr(made)
    plain = settings.model_copy(update={"smtp_url": SecretStr("smtp://mail.example.org"), "mail_from": FROM})
    assert Smtp.from_settings(plain) == Smtp("mail.example.org", 587, FROM)


@pytest.mark.parametrize(("url", "sender"), NO_SERVERS)
def test_settings_that_cannot_work_stop_the_start(settings: Settings, url: str, sender: str) -> None:
    with pytest.raises(ValueError, match=r"SMTP_URL|MAIL_FROM"):
        made_up_settings_like(settings, smtp_url=SecretStr(url), mail_from=sender)


def made_up_settings_like(settings: Settings, **more: object) -> Settings:
    return Settings(**{**settings.model_dump(), **more})  # type: ignore[arg-type]
