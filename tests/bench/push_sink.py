"""`python -m tests.bench.push_sink`: a push service that answers 201 at once and is strict afterwards.

It only writes down what comes, so that it is not what is measured; then every message is judged by the same strict
service as in the tests (headers, signature, decryption). One JSON command a line: {"subscribe": how many, "key": …},
{"check": true}; one JSON answer a line.
"""

import asyncio
import json
import sys
from typing import Any

import httptools

from tests.support.push_service import PushService, Refused

ANSWER = b"HTTP/1.1 201 Created\r\nlocation: /message/1\r\ncontent-length: 0\r\n\r\n"
Got = tuple[str, dict[str, str], bytes]


class Sink(asyncio.Protocol):
    """One connection."""

    def __init__(self, got: list[Got]) -> None:
        self._got = got
        self._parser = httptools.HttpRequestParser(self)
        self._transport: Any = None
        self._path, self._headers, self._body = "", dict[str, str](), b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_url(self, url: bytes) -> None:
        self._path, self._headers, self._body = url.decode(), {}, b""

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers[name.decode().lower()] = value.decode()

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        self._got.append((self._path, self._headers, self._body))
        self._transport.write(ANSWER)


def judged(service: PushService, got: list[Got]) -> dict[str, Any]:
    """How many came, why others would have been refused, and what phones would show."""
    for path, headers, body in got:
        try:
            service.take(service.subscriptions[path.rsplit("/", 1)[1]], headers, body)
        except Refused as refusal:
            service.refused.append({"reason": str(refusal)})
    said = {json.loads(one["text"])["notification"]["body"] for one in service.got}
    ids = {(one["id"], json.loads(one["text"])["id"]) for one in service.got}
    return {"got": len(got), "different": len(ids), "refused": service.refused, "said": sorted(said)}


async def main() -> None:
    """Serve until stdin ends."""
    got: list[Got] = []
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Sink(got), "127.0.0.1", 0)
    service = PushService(origin=f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    sys.stdout.write(json.dumps({"origin": service.origin}) + "\n")
    sys.stdout.flush()
    while line := await asyncio.to_thread(sys.stdin.readline):
        asked = json.loads(line)
        wanted = range(asked.get("subscribe", 0))
        answer = [service.subscribe(asked["key"]) for _ in wanted] if wanted else judged(service, got)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
