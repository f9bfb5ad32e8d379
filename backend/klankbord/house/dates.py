"""Moments as people say them, in Dutch or English, on the clock of Amsterdam (lesson times are wall times there)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from babel.dates import format_date, format_skeleton, format_time, format_timedelta, get_day_names
from babel.lists import format_list

from klankbord.house.clock import AMSTERDAM
from klankbord.house.language import mark, translator

Unit = Literal["month", "week", "day", "hour", "minute"]
# Days up to two weeks and weeks up to two months: "13 dagen" says more than "2 weken" about a wait.
UNITS: tuple[tuple[Unit, timedelta, timedelta], ...] = (
    ("month", timedelta(days=61), timedelta(days=30)),
    ("week", timedelta(days=14), timedelta(days=7)),
    ("day", timedelta(days=1), timedelta(days=1)),
    ("hour", timedelta(hours=1), timedelta(hours=1)),
    ("minute", timedelta(minutes=1), timedelta(minutes=1)),
)


class Dates:
    """Formats for one language. Datetimes must be aware."""

    def __init__(self, language: str) -> None:
        self.language = language
        # British English puts the day before the month, as everybody here does
        self._locale = "en_GB" if language == "en" else language
        self._say = translator(language).gettext

    def day(self, when: date | datetime, form: str = "short") -> str:
        """`di 3 nov`, or with form `long`: `dinsdag 17 november`."""
        pattern = "EEEE d MMMM" if form == "long" else "EEE d MMM"
        return format_date(_local_date(when), pattern, locale=self._locale).replace(".", "")

    def clock_time(self, when: datetime) -> str:
        """`9:40`."""
        return format_time(when, "H:mm", tzinfo=AMSTERDAM, locale=self._locale)

    def moment(self, when: datetime, now: datetime) -> str:
        """`vandaag 9:40`, `gisteren 9:40`, else `di 3 nov 9:40`; another year is written out."""
        days = (_local_date(now) - _local_date(when)).days
        near = {0: self._say(mark("today")), 1: self._say(mark("yesterday")), -1: self._say(mark("tomorrow"))}
        spoken = near.get(days) or self._dated(when, now)
        return f"{spoken} {self.clock_time(when)}"

    def ago(self, when: datetime, now: datetime) -> str:
        """`2 uur geleden`; less than a minute is `net`."""
        if abs(now - when) < timedelta(minutes=1):
            return self._say(mark("just now"))
        return format_timedelta(when - now, add_direction=True, threshold=1.5, locale=self._locale)

    def duration(self, length: timedelta) -> str:
        """`4 dagen`, `5 uur`, `1 minuut`: whole units that have passed; under a minute it is `1 minuut`."""
        length = max(length, timedelta(minutes=1))
        unit, _, size = next(step for step in UNITS if length >= step[1])
        return _spelled(length // size * size, unit, self._locale)

    def weekday(self, number: int) -> str:
        """`maandag` for 1, `zondag` for 7 (ISO 8601)."""
        return str(get_day_names("wide", "stand-alone", locale=self._locale)[number - 1])

    def joined(self, words: Sequence[str]) -> str:
        """`Iris, Karim en jij`."""
        return format_list(list(words), locale=self._locale)

    def _dated(self, when: datetime, now: datetime) -> str:
        if _local_date(when).year == _local_date(now).year:
            return self.day(when)
        return format_skeleton("yMMMd", when, tzinfo=AMSTERDAM, locale=self._locale).replace(".", "")


@lru_cache(maxsize=1024)
def _spelled(length: timedelta, unit: Unit, locale: str) -> str:
    """Remembered: a long list says the same few lengths over and over, and spelling one out takes 0.1 ms."""
    # the threshold keeps the unit we chose: else 47 hours would become 2 days
    return format_timedelta(length, unit, threshold=10**6, locale=locale)


def _local_date(when: date | datetime) -> date:
    return when.astimezone(AMSTERDAM).date() if isinstance(when, datetime) else when
