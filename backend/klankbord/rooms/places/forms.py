"""Reading what was typed about days, times and numbers; and giving it back with what is wrong beside it."""

import re
from dataclasses import dataclass, field
from datetime import date, time

from fastapi import Request

from klankbord.house.errors import Unfit
from klankbord.house.language import spoken_by, translator

TIME = re.compile(r"[0-9]{2}:[0-9]{2}(:00)?")
# Far enough for every lesson, near enough to be turned into any other zone.
YEARS = range(2000, 2100)


class DayMissing(Unfit):
    """Choose a day."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class TimeMissing(Unfit):
    """Choose a time, such as 10:00."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True)
class Amiss:
    """What is wrong with a form, in the reader's language: at one field, or at the form as a whole."""

    form: str = ""
    at: dict[str, str] = field(default_factory=dict)

    def __call__(self, name: str) -> str:
        """The sentence for field `name`, empty when it is right."""
        return self.at.get(name, "")


NOTHING_AMISS = Amiss()


def amiss(request: Request, problem: Unfit) -> Amiss:
    """The problem, at the field it names."""
    sentence = translator(spoken_by(request)).gettext(problem.sentence)
    name = getattr(problem, "field", "")
    return Amiss(at={name: sentence}) if name else Amiss(form=sentence)


def read_day(text: str, field: str) -> date:
    """The day in `2026-11-23`. Raises DayMissing for `field`."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise DayMissing(field) from None
    if day.year not in YEARS:
        raise DayMissing(field)
    return day


def read_time(text: str, field: str) -> time:
    """The wall time in `10:00`. Raises TimeMissing for `field`."""
    try:
        return time.fromisoformat(TIME.fullmatch(text.strip())[0])  # type: ignore[index]
    except (TypeError, ValueError):
        raise TimeMissing(field) from None


def read_number(text: str) -> int:
    """The whole number, or -1, which no rule allows, for what is not one."""
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text.strip()) else -1
