"""A child lives no longer than its parent, even a killed one: it reads a pipe only the parent can close."""

import os
import signal
import threading
import time

GRACE = 5.0  # seconds to finish what one is doing


def hold_on_to(leash: int) -> None:
    """Stop this process when the parent's end of the pipe `leash` (a file descriptor) is gone."""
    threading.Thread(target=_wait, args=(leash,), daemon=True, name="leash").start()


def _wait(leash: int) -> None:
    os.read(leash, 1)  # the parent never writes: this returns at its end
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)
