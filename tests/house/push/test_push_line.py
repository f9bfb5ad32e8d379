"""The line to a push service: kept while it is good, and never believed further than the head of an answer."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
import pytest_asyncio
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from klankbord.house.push.hosts import PushHosts
from klankbord.house.push.line import LineLost, Lines
from klankbord.house.push.outcome import Unreachable
from klankbord.house.push.transport import Browser, Message, PushTransport
from klankbord.house.push.vapid import Signer, new_key, public_key
from tests.support.push_line import SUBJECT

CREATED = b"HTTP/1.1 201 Created\r\nlocation: /m/1\r\ncontent-length: 0\r\n\r\n"


class Service:
    """Says the same to every request; counts who came."""

    def __init__(self, says: bytes, hangs_up: bool) -> None:
        self.says, self.hangs_up = says, hangs_up
        self.lines: list[asyncio.StreamWriter] = []
        self.heard: list[bytes] = []
        self.address = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.lines.append(writer)
        while head := await _head(reader):
            self.heard.append(head)
            writer.write(self.says)
            if self.hangs_up:
                writer.close()
                return


async def _head(reader: asyncio.StreamReader) -> bytes:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        length = [int(line[16:]) for line in head.split(b"\r\n") if line.startswith(b"content-length: ")]
        await reader.readexactly(length[0] if length else 0)
    except (asyncio.IncompleteReadError, ConnectionError):
        return b""
    return head


@asynccontextmanager
async def a_service(
    says: bytes = CREATED, hangs_up: bool = False, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Service]:
    service = Service(says, hangs_up)
    server = await asyncio.start_server(service.serve, "127.0.0.1", 0, ssl=tls)
    service.address = f"http{'s' if tls else ''}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield service
    finally:
        for line in service.lines:
            line.close()
        server.close()


@pytest_asyncio.fixture
async def lines() -> AsyncIterator[Lines]:
    made = Lines(1)
    yield made
    await made.close()


async def test_one_line_serves_many_messages(lines: Lines) -> None:
    async with a_service() as service:
        for _ in range(5):
            assert await lines.post(f"{service.address}/w/1?a=b#c", {"ttl": "60"}, b"x") == (
                201,
                {"location": "/m/1", "content-length": "0"},
            )
        assert (len(service.lines), len(service.heard)) == (1, 5)
    assert service.heard[0].startswith(b"POST /w/1?a=b HTTP/1.1\r\nhost: 127.0.0.1:")


async def test_messages_at_once_have_a_line_each(lines: Lines) -> None:
    async with a_service() as service:
        await asyncio.gather(*(lines.post(service.address, {}, b"x") for _ in range(4)))
        assert len(service.lines) == 4


async def test_a_line_that_the_other_side_closed_is_not_used_again(lines: Lines) -> None:
    async with a_service() as service:
        await lines.post(service.address, {}, b"x")
        service.lines[0].close()
        await asyncio.sleep(0.05)
        assert (await lines.post(service.address, {}, b"x"))[0] == 201
        assert len(service.lines) == 2


@pytest.mark.parametrize(
    ("says", "status"),
    [
        (b"HTTP/1.1 100 Continue\r\n\r\n" + CREATED, 201),
        (b"HTTP/1.1 201 Created\r\nconnection: close\r\n\r\nas long as it takes", 201),
        (b"HTTP/1.1 410 Gone\r\ncontent-length: 900\r\n\r\nonly a part", 410),
        (b"HTTP/1.1 503 Busy\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 503),
        (b"HTTP/1.1 400 Bad\r\ncontent-length: 999999\r\n\r\n" + b"x" * 999_999, 400),
    ],
)
async def test_the_head_of_an_answer_is_the_answer(lines: Lines, says: bytes, status: int) -> None:
    async with a_service(says, hangs_up=True) as service:
        assert (await lines.post(service.address, {}, b"x"))[0] == status


@pytest.mark.parametrize("says", [b"", b"hello\r\n\r\n", b"HTTP/1.1 201 Created\r\nhalf: a he", b"\0" * 300_000])
async def test_what_is_no_answer_is_a_lost_line(lines: Lines, says: bytes) -> None:
    async with a_service(says, hangs_up=True) as service:
        with pytest.raises((LineLost, OSError)):
            await lines.post(service.address, {}, b"x")


async def test_no_answer_is_given_up_in_time(lines: Lines) -> None:
    begin = asyncio.get_running_loop().time()
    async with a_service(b"HTTP/1.1 100 Continue\r\n\r\n") as service:
        with pytest.raises(LineLost):
            await lines.post(service.address, {}, b"x")
    assert asyncio.get_running_loop().time() - begin < 3


async def test_a_certificate_that_nobody_vouches_for_is_refused(lines: Lines, tmp_path: Path) -> None:
    theirs, trusting = certified(tmp_path)
    async with a_service(tls=theirs) as service:
        with pytest.raises(ssl.SSLCertVerificationError):
            await lines.post(service.address, {}, b"x")
        good = Lines(1, trusting)
        assert (await good.post(service.address, {}, b"x"))[0] == 201
        await good.close()
    assert len(service.heard) == 1


async def test_the_world_is_reached_through_the_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_service(b"HTTP/1.1 403 No\r\ncontent-length: 0\r\n\r\n") as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.address)
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        browser = Browser("https://web.push.apple.com/1", public_key(new_key()), "A" * 22)
        async with PushTransport(PushHosts(), Signer(new_key(), SUBJECT), timeout=2) as transport:
            assert await transport.send(browser, Message(b"{}", 60, "topic")) == Unreachable(None)
    assert proxy.heard[0].startswith(b"CONNECT web.push.apple.com:443")


def certified(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """(a server's, a client's that trusts it) for a certificate that it signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "push")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    plain = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "both.pem").write_bytes(pem + plain)
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(folder / "both.pem")
    return theirs, ssl.create_default_context(cadata=pem.decode())
