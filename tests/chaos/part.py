"""One process of Klankbord that can be ended at any moment and started again."""

import asyncio
import signal
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from klankbord.house.settings import Settings
from tests.browser.running import environment_of


@dataclass
class Part:
    """One process of ours, started again with the settings of that moment; what it says is added to the file `said`.
    `ends`: from when it was asked to end (or ended by itself) until it was gone, in seconds since 1970."""

    name: str
    said: Path
    more: tuple[str, ...]
    descriptors: tuple[int, ...]
    process: asyncio.subprocess.Process | None = None
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    ends: list[tuple[float, float]] = field(default_factory=list)
    _asked: float | None = None
    _watching: asyncio.Task[None] | None = None

    async def start(self, settings: Settings) -> None:
        """Start it; it is ready when it is."""
        with self.said.open("ab") as file:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "klankbord", self.name, *self.more, env=environment_of(settings),
                stdin=asyncio.subprocess.DEVNULL, stdout=file, stderr=file, pass_fds=self.descriptors,
                process_group=0,
            )  # fmt: skip
        self._asked = None
        self._watching = asyncio.create_task(self._watch(self.process))

    async def end(self, how: signal.Signals, patience: float = 10) -> None:
        """Send it a signal and wait until it is gone; after `patience` seconds it is killed."""
        if self.process is None or self.process.returncode is not None:
            return
        self._asked = time.time()
        self.process.send_signal(how)
        try:
            await asyncio.wait_for(self.process.wait(), patience)
        except TimeoutError:
            self.process.kill()
            await self.process.wait()
        if self._watching:
            await self._watching

    async def kill(self) -> bool:
        """kill -9; whether that is what ended it: what had ended already is not killed."""
        if self.process is None or self.gone:
            return False
        await self.end(signal.SIGKILL)
        return self.process.returncode == -signal.SIGKILL

    @property
    def gone(self) -> bool:
        """Whether it ran once and does not run now."""
        return self.process is not None and self.process.returncode is not None

    @property
    def stopped_by_itself(self) -> bool:
        """Whether it is gone although nobody is busy with it."""
        return self.gone and not self.turn.locked()

    async def _watch(self, process: asyncio.subprocess.Process) -> None:
        await process.wait()
        now = time.time()
        self.ends.append((self._asked or now, now))
