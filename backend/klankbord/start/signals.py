"""Ctrl-C once: stop in order. Ctrl-C again: stop now."""

import signal
from types import FrameType

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Someone asked us to stop; not an error, so nothing that handles errors may swallow it."""


class Forced(BaseException):
    """Someone asked again while we were stopping."""


class Signals:
    """The first signal raises Stopped wherever the parent is, the next ones Forced."""

    def __init__(self) -> None:
        self._asked = False
        for each in STOPPING:
            signal.signal(each, self._heard)

    def stopping(self) -> None:
        """Stopping has begun for another reason than a signal: the next one means 'now'."""
        self._asked = True

    def _heard(self, number: int, frame: FrameType | None) -> None:
        if self._asked:
            raise Forced
        self._asked = True
        raise Stopped
