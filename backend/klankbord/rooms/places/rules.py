"""What may be written about a place and a child, and which days are known to be free.

Holidays come from the package `holidays`: category school follows the ministerial regulation (Stcrt. 2024, 19237) for
Noord, Midden and Zuid, category public the general days. They are a first filling: a school may choose other days.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby
from uuid import UUID

import regex

from klankbord.house.errors import Unfit
from klankbord.house.who import Who
from klankbord.rooms.places.models import HolidayRegion

DAY = timedelta(days=1)
FIRST_NAME = regex.compile(r"\p{L}[\p{L}\p{M}]*(?:['’‘ʼ\-‐‑][\p{L}\p{M}]+)*['’]?")
FIRST_NAME_LENGTH, HINT_LENGTH, NAME_LENGTH = 40, 20, 60
# A capital may begin a surname, three digits a telephone number, a house number or a year of birth.
HINT = regex.compile(r"(?!.*\p{N}{3})[\p{Ll}\p{Lo}\p{M}\p{N}][\p{Ll}\p{Lo}\p{M}\p{N} \-]*")
LONGEST_CLOSURE = timedelta(days=366)
FURTHEST_AHEAD = timedelta(days=5 * 366)
LESSON_MINUTES = range(5, 481)


class NoFirstName(Unfit):
    """Write the first name."""

    field = "first_name"


class SurnameGiven(Unfit):
    """Only the first name, please: this looks like a surname behind it. Two first names? Put a hyphen between them."""

    field = "first_name"


class NotAFirstName(Unfit):
    """Write one first name of at most 40 letters, without digits or other signs."""

    field = "first_name"


class HintNotNeutral(Unfit):
    """A hint is one neutral word in small letters, of at most 20, such as the instrument: viool."""

    field = "hint"


class NameMissing(Unfit):
    """Write a name of one line, of at most 60 letters."""

    field = "name"


class NotAWeekday(Unfit):
    """Choose a day of the week."""

    field = "weekday"


class LessonLengthUnfit(Unfit):
    """A lesson lasts 5 minutes at least and 480 at most."""

    field = "minutes"


class DaysOutOfOrder(Unfit):
    """The last day comes before the first. Look at both."""

    field = "last_day"


class ClosureTooLong(Unfit):
    """A closure lasts one year at most. Look at the last day."""

    field = "last_day"


class ClosureOutOfReach(Unfit):
    """These days are over, or more than five years ahead. Look at both."""

    field = "first_day"


@dataclass(frozen=True)
class FreeDays:
    """A holiday from `first_day` to `last_day`, both included, with its Dutch name."""

    first_day: date
    last_day: date
    name: str


def may_manage(who: Who, location_id: UUID) -> bool:
    """Whether this person may change a location, its closures and the lesson times of its groups."""
    return who.is_administrator or location_id in who.managed_location_ids


def checked_first_name(text: str) -> str:
    """The first name, trimmed. Raises NoFirstName, SurnameGiven, NotAFirstName (rule 2: first name only)."""
    words = text.split()
    if not words:
        raise NoFirstName
    if len(words) > 1 and any(regex.match(r"\p{Lu}", word) for word in words[1:]):
        raise SurnameGiven
    if len(words) > 1 or len(words[0]) > FIRST_NAME_LENGTH or not FIRST_NAME.fullmatch(words[0]):
        raise NotAFirstName
    return words[0]


def checked_hint(text: str | None) -> str | None:
    """The hint, trimmed, or None. Raises HintNotNeutral for what could be a surname, a number or an address."""
    hint = " ".join((text or "").split())
    if hint and (len(hint) > HINT_LENGTH or not HINT.fullmatch(hint)):
        raise HintNotNeutral
    return hint or None


def checked_name(text: str) -> str:
    """The name of a location, a group or a closure, trimmed. Raises NameMissing."""
    name = " ".join(text.split())
    if not name or len(name) > NAME_LENGTH or not name.isprintable():
        raise NameMissing
    return name


def check_timetable(weekday: int, minutes: int) -> None:
    """Raises NotAWeekday (ISO, 1 to 7) or LessonLengthUnfit."""
    if not 1 <= weekday <= 7:
        raise NotAWeekday
    if minutes not in LESSON_MINUTES:
        raise LessonLengthUnfit


def check_closure(first_day: date, last_day: date, today: date) -> None:
    """Raises DaysOutOfOrder, ClosureOutOfReach, ClosureTooLong."""
    if last_day < first_day:
        raise DaysOutOfOrder
    if last_day < today or last_day > today + FURTHEST_AHEAD:
        raise ClosureOutOfReach
    if last_day - first_day > LONGEST_CLOSURE:
        raise ClosureTooLong


def filled_until(today: date) -> date:
    """How far closures are filled in: up to and including the summer after two more school years (from 1 August)."""
    begun = today.year if today.month >= 8 else today.year - 1
    return date(begun + 3, 9, 30)


@lru_cache
def holidays_known_until(region: HolidayRegion) -> date:
    """The last day of the last summer holiday that is known; behind it the package says nothing, without a word."""
    return max(stretch.last_day for stretch in _school_holidays(region) if stretch.name == "Zomervakantie")


def free_days(region: HolidayRegion, first_day: date, last_day: date) -> list[FreeDays]:
    """School holidays and public holidays that touch `first_day` to `last_day`, in order, none inside another.

    Behind `holidays_known_until` only public holidays are left.
    """
    known_until = holidays_known_until(region)
    school = [stretch for stretch in _school_holidays(region) if stretch.last_day <= known_until]
    years = range(first_day.year, last_day.year + 1)
    import holidays  # 0.4 s, and only needed when a location is made

    public = holidays.country_holidays("NL", years=years, categories=("public",), language="nl")
    single = [FreeDays(day, day, name) for day, name in public.items() if not _within(day, school)]
    here = [stretch for stretch in school + single if stretch.first_day <= last_day and stretch.last_day >= first_day]
    return sorted(here, key=lambda stretch: stretch.first_day)


@lru_cache
def _school_holidays(region: HolidayRegion) -> list[FreeDays]:
    import holidays

    found = holidays.country_holidays(
        "NL", subdiv=region.value.capitalize(), years=range(2020, 2060), categories=("school",), language="nl"
    )
    # Days of one holiday share a name and the distance to their place in the row.
    rows = enumerate(sorted(found.items()))
    stretches = (list(days) for _, days in groupby(rows, key=lambda row: (row[1][1], row[1][0] - row[0] * DAY)))
    return [FreeDays(days[0][1][0], days[-1][1][0], days[0][1][1]) for days in stretches]


def _within(day: date, stretches: Iterable[FreeDays]) -> bool:
    return any(stretch.first_day <= day <= stretch.last_day for stretch in stretches)
