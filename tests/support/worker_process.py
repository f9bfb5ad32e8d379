"""A real worker process, with the settings of a test; and waiting for what it does."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from klankbord.house import working
from klankbord.house.settings import Settings


async def soon(true: Callable[[], Awaitable[bool] | bool], seconds: float = 15) -> None:
    """Wait until it is true; fails when it does not become so."""
    async with asyncio.timeout(seconds):
        while not (await found if isinstance(found := true(), Awaitable) else found):  # noqa: ASYNC110
            await asyncio.sleep(0.05)


def environment(settings: Settings) -> dict[str, str]:
    """The settings as a process reads them."""
    said = {name: getattr(settings, name) for name in Settings.model_fields}
    secrets = {name: getattr(value, "get_secret_value", lambda value=value: value)() for name, value in said.items()}
    return {**os.environ, **{name.upper(): str(value) for name, value in secrets.items() if value is not None}}


@asynccontextmanager
async def process(settings: Settings) -> AsyncIterator[asyncio.subprocess.Process]:
    """A real worker process, killed at the end of the block."""
    command = (sys.executable, "-m", "klankbord", "worker")
    where = Path(working.__file__).parents[2]
    made = await asyncio.create_subprocess_exec(
        *command, env=environment(settings), cwd=where, stderr=asyncio.subprocess.PIPE
    )
    try:
        yield made
    finally:
        if made.returncode is None:
            made.kill()
        await made.communicate()
