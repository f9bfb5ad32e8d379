"""One process of Klankbord that can be ended at any moment and started again."""

import asyncio
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path

from klankbord.house.settings import Settings
from tests.browser.running import environment_of


@dataclass
class Part:
    """One process of ours, started again with the settings of that moment; what it says is added to the file `said`."""

    name: str
    said: Path
    more: tuple[str, ...]
    descriptors: tuple[int, ...]
    process: asyncio.subprocess.Process | None = None
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def start(self, settings: Settings) -> None:
        """Start it; it is ready when it is."""
        with self.said.open("ab") as file:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "klankbord", self.name, *self.more, env=environment_of(settings),
                stdin=asyncio.subprocess.DEVNULL, stdout=file, stderr=file, pass_fds=self.descriptors,
                process_group=0,
            )  # fmt: skip

    async def end(self, how: signal.Signals, patience: float = 10) -> None:
        """Send it a signal and wait until it is gone; after `patience` seconds it is killed."""
        if self.process is None or self.process.returncode is not None:
            return
        self.process.send_signal(how)
        try:
            await asyncio.wait_for(self.process.wait(), patience)
        except TimeoutError:
            self.process.kill()
            await self.process.wait()

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
