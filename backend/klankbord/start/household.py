"""Everything that runs: the database, the web and the worker. Started together, watched, stopped in order."""

import os
import signal
import time

from klankbord.house.cannot_start import CannotStart
from klankbord.house.embedded_postgres import EmbeddedPostgres
from klankbord.start.children import Child
from klankbord.start.ready import is_ready
from klankbord.start.words import say

PATIENCE_AT_START = 60.0  # seconds
PATIENCE_AT_STOP = 6.0  # seconds per process; a request or a job may finish


class Household:
    """Web before worker, so that stopping goes web, worker, database."""

    def __init__(self) -> None:
        self.server: EmbeddedPostgres | None = None
        self.children: list[Child] = []

    def start_children(self, *children: Child) -> None:
        """Start them; each is known before it runs, so that a stop in between forgets nobody."""
        for child in children:
            self.children.append(child)
            child.start()

    def wait_until_ready(self, address: tuple[str, int]) -> None:
        """Raises CannotStart when a process stops at once or readiness takes too long."""
        end = time.monotonic() + PATIENCE_AT_START
        while not is_ready(address):
            for child in self.children:
                if (code := child.ended()) is not None:
                    raise CannotStart(f"The {child.name} process stopped at once ({code}); what it said stands above.")
            if time.monotonic() > end:
                raise CannotStart(f"Klankbord did not get ready in {PATIENCE_AT_START:.0f} seconds (see /readyz).")
            time.sleep(0.03)

    def watch(self) -> None:
        """Keep everything running until a signal ends this."""
        while True:
            self._look_after_database()
            for child in self.children:
                self._look_after(child)
            time.sleep(0.2)

    def stop(self) -> None:
        """Web, worker, database: nobody loses what another still needs."""
        for child in self.children:
            child.stop(PATIENCE_AT_STOP)
        if self.server:
            self.server.stop()

    def kill(self) -> None:
        """End everything now. The database loses nothing: it recovers at its next start."""
        for child in self.children:
            child.kill()
        if self.server and self.server.process and self.server.process.poll() is None:
            os.kill(self.server.process.pid, signal.SIGQUIT)
            self.server.process.wait(5)

    def _look_after(self, child: Child) -> None:
        if (code := child.ended()) is not None:
            wait = child.plan_restart()
            say(f"The {child.name} process stopped by itself ({code}); starting it again in {wait:.0f} s.")
        elif child.due():
            child.start()

    def _look_after_database(self) -> None:
        process = self.server and self.server.process
        if self.server and process and process.poll() is not None:
            say(f"PostgreSQL stopped by itself ({process.returncode}); starting it again.")
            self.server.restart()
