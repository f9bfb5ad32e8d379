"""What web and worker hold in memory when nobody asks anything, after they have done each thing once."""

import asyncio
import contextlib
import re
from pathlib import Path

import psutil  # type: ignore[import-untyped]
from httpx2 import AsyncClient

from tests.bench.browser_stage import Stage, a_stage
from tests.bench.figure import Figure
from tests.bench.size import Size
from tests.browser.running import Running, a_process, answers

WARM = {
    "Iris": ("/today", "/notes/new", "/notes", "/cases", "/outbox", "/roster", "/help", "/offline/nl", "/sw.js"),
    "Marjan": ("/today", "/cases", "/account", "/push"),
}
REST = 2.0  # seconds


async def measure(size: Size) -> list[Figure]:
    """Proportional set size in MB of 1024² bytes: shared pages count for what is this process's part of them."""
    async with a_stage() as stage, contextlib.AsyncExitStack() as rest:
        running = stage.running
        worker = await rest.enter_async_context(a_process("worker", running.settings, running.said))
        await answers(f"{running.address}/readyz", running.said)
        await warm_up(stage, running)
        await asyncio.sleep(REST)
        return [
            Figure("memory of the web process at rest", "MB", proportional(web_of(running))),
            Figure("memory of the worker process at rest", "MB", proportional(psutil.Process(worker))),
        ]


async def warm_up(stage: Stage, running: Running) -> None:
    """A teacher and a social worker open each of their pages a few times."""
    for name, paths in WARM.items():
        async with AsyncClient(base_url=running.address, headers={"sec-fetch-site": "same-origin"}) as client:
            await client.post("/demo/sign-in", data={"person": str(await stage.person(name))})
            for path in paths * 3:
                answer = await client.get(path)
                if answer.status_code >= 400:
                    raise AssertionError(f"{path} answered {answer.status_code}")


def web_of(running: Running) -> psutil.Process:
    """The web process among our own children."""
    mine = psutil.Process().children(recursive=True)
    return next(one for one in mine if "klankbord" in (words := one.cmdline()) and "web" in words)


def proportional(process: psutil.Process) -> float:
    """MB; what is the process's own where the system does not share it out."""
    rollup = Path(f"/proc/{process.pid}/smaps_rollup")
    if rollup.exists():
        found = re.search(r"^Pss:\s+(\d+) kB", rollup.read_text(), re.MULTILINE)
        return int(found[1]) / 1024 if found else 0.0
    return float(process.memory_full_info().uss) / 1024**2
