"""What time it is. Only a demo or a test may move it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


class Clock:
    """Aware UTC now, plus the seconds that stand in `offset_file` (shared by web and worker)."""

    def __init__(self, offset_file: Path | None = None) -> None:
        self._file = offset_file

    def now(self) -> datetime:
        """Aware datetime in UTC."""
        return datetime.now(UTC) + self.offset

    @property
    def offset(self) -> timedelta:
        """How far the clock has been moved; zero in a real organisation."""
        if self._file is None:
            return timedelta()
        try:
            return timedelta(seconds=float(self._file.read_text()))
        except (FileNotFoundError, ValueError):
            return timedelta()

    def move_to(self, moment: datetime) -> None:
        """Let it be `moment` (aware) from now on, in every process that shares the file."""
        self._write(moment - datetime.now(UTC))

    def move_back(self) -> None:
        """Let it be the real time again."""
        self._write(timedelta())

    def _write(self, offset: timedelta) -> None:
        if self._file is None:
            raise RuntimeError("this clock cannot be moved")
        self._file.write_text(str(offset.total_seconds()))
