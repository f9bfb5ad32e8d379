"""The processes the parent starts: how they are told what they need, watched, started again and stopped."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

STEADY = 60.0  # seconds after which a child counts as healthy again
LONGEST_WAIT = 30.0  # seconds between two attempts, at most


@dataclass
class Child:
    """One process of ours: `python -m klankbord <name> …`."""

    name: str
    environment: Mapping[str, str]
    arguments: tuple[str, ...] = ()
    descriptors: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    started: float = 0.0
    again_at: float | None = field(default=None)

    def start(self) -> None:
        """Start it in its own process group: Ctrl-C in the terminal is for the parent only."""
        self.started, self.again_at = time.monotonic(), None
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "klankbord", self.name, *self.arguments],
            env=dict(self.environment), stdin=subprocess.DEVNULL, pass_fds=self.descriptors, process_group=0,
        )  # fmt: skip

    def ended(self) -> int | None:
        """Its exit code when it has just stopped by itself."""
        return self.process.poll() if self.process and self.again_at is None else None

    def plan_restart(self) -> float:
        """Try again after 1, 2, 4 … seconds; returns how many."""
        self.failures = 1 if time.monotonic() - self.started > STEADY else self.failures + 1
        wait = min(2.0 ** (self.failures - 1), LONGEST_WAIT)
        self.again_at = time.monotonic() + wait
        return wait

    def due(self) -> bool:
        return self.again_at is not None and time.monotonic() >= self.again_at

    def stop(self, patience: float) -> None:
        """Ask it to finish; after `patience` seconds end it."""
        if not self.process or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it now, with everything it started itself."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
