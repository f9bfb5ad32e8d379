from datetime import date, timedelta
from itertools import pairwise

import pytest

from klankbord.rooms.places.models import HolidayRegion
from klankbord.rooms.places.rules import (
    ClosureOutOfReach,
    ClosureTooLong,
    DaysOutOfOrder,
    FreeDays,
    HintNotNeutral,
    LessonLengthUnfit,
    NameMissing,
    NoFirstName,
    NotAFirstName,
    NotAWeekday,
    SurnameGiven,
    check_closure,
    check_timetable,
    checked_first_name,
    checked_hint,
    checked_name,
    filled_until,
    free_days,
    holidays_known_until,
)

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    "name", ["Sara", "  Milan ", "Anne-Fleur", "D'Angelo", "Noa’s", "Çağla", "İbrahim", "Ömer", "Bo"]
)
def test_a_first_name_is_one_word_with_hyphen_or_apostrophe(name: str) -> None:
    assert checked_first_name(name) == name.strip()


def test_a_first_name_may_be_written_in_any_script_and_with_loose_accents() -> None:
    for name in ("محمد", "李娜", "Zoe\u0308", "Саша"):
        assert checked_first_name(name) == name


@pytest.mark.parametrize("name", ["Sara Jansen", "Sara de Vries", "Sara  J.", "Mohamed El Amrani", "Sara\tJansen"])
def test_a_surname_is_refused(name: str) -> None:
    with pytest.raises(SurnameGiven):
        checked_first_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "sara jansen",
        "S4ra",
        "sara@voorbeeld.nl",
        "Sara,",
        "Sara(10)",
        "-Sara",
        "Sara-",
        "0612345678",
        "S" * 41,
        "Sa\0ra",
    ],
)
def test_what_is_not_one_first_name_is_refused(name: str) -> None:
    with pytest.raises(NotAFirstName):
        checked_first_name(name)


@pytest.mark.parametrize("name", ["", "   ", "\n"])
def test_a_child_without_a_name_is_refused(name: str) -> None:
    with pytest.raises(NoFirstName):
        checked_first_name(name)


@pytest.mark.parametrize("hint", ["viool", "groep 6b", "tweede rij", " cello "])
def test_a_hint_is_a_neutral_word(hint: str) -> None:
    assert checked_hint(hint) == hint.strip()


@pytest.mark.parametrize(
    "hint", ["Jansen", "viool J", "0612345", "straat 123", "a@b.nl", "v" * 21, "op 1-1-2016", "\0"]
)
def test_a_hint_that_may_single_out_a_child_is_refused(hint: str) -> None:
    with pytest.raises(HintNotNeutral):
        checked_hint(hint)


def test_no_hint_is_no_hint() -> None:
    assert checked_hint(None) is None
    assert checked_hint("  ") is None


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "Stu\0diedag", "rij\u202eom"])
def test_a_place_needs_a_readable_name(name: str) -> None:
    with pytest.raises(NameMissing):
        checked_name(name)


def test_a_timetable_has_a_weekday_and_a_length() -> None:
    check_timetable(7, 480)
    for weekday in (0, 8, -1):
        with pytest.raises(NotAWeekday):
            check_timetable(weekday, 60)
    for minutes in (0, 4, 481, -1):
        with pytest.raises(LessonLengthUnfit):
            check_timetable(1, minutes)


def test_a_closure_has_its_days_in_order_and_within_reach() -> None:
    check_closure(TODAY - timedelta(days=7), TODAY, TODAY)
    with pytest.raises(DaysOutOfOrder):
        check_closure(TODAY + timedelta(days=1), TODAY, TODAY)
    with pytest.raises(ClosureOutOfReach):
        check_closure(TODAY - timedelta(days=2), TODAY - timedelta(days=1), TODAY)
    with pytest.raises(ClosureOutOfReach):
        check_closure(date(2099, 1, 1), date(2099, 1, 1), TODAY)
    with pytest.raises(ClosureTooLong):
        check_closure(TODAY, TODAY + timedelta(days=367), TODAY)


# From the regulation of 2024 (Stcrt. 2024, 19237), by hand: not from the package.
SCHOOL_YEAR = {
    HolidayRegion.NOORD: (
        "2026-12-19 2027-01-03",
        "2027-02-20 2027-02-28",
        "2027-04-24 2027-05-02",
        "2027-07-10 2027-08-22",
    ),
    HolidayRegion.MIDDEN: (
        "2026-12-19 2027-01-03",
        "2027-02-20 2027-02-28",
        "2027-04-24 2027-05-02",
        "2027-07-17 2027-08-29",
    ),
    HolidayRegion.ZUID: (
        "2026-12-19 2027-01-03",
        "2027-02-13 2027-02-21",
        "2027-04-24 2027-05-02",
        "2027-07-24 2027-09-05",
    ),
}


@pytest.mark.parametrize("region", list(HolidayRegion))
def test_school_holidays_are_those_of_the_region(region: HolidayRegion) -> None:
    names = ("Kerstvakantie", "Voorjaarsvakantie", "Meivakantie", "Zomervakantie")
    expected = [
        FreeDays(*(date.fromisoformat(day) for day in days.split()), name)
        for name, days in zip(names, SCHOOL_YEAR[region], strict=True)
    ]
    found = free_days(region, TODAY, date(2027, 9, 30))
    assert [free for free in found if free.name.endswith("vakantie")] == expected


def test_public_holidays_are_one_day_each_and_not_repeated_inside_a_school_holiday() -> None:
    found = free_days(HolidayRegion.NOORD, TODAY, date(2028, 5, 1))
    single = {free.name: free.first_day for free in found if free.first_day == free.last_day}
    assert single["Tweede paasdag"] == date(2028, 4, 17)
    assert single["Koningsdag"] == date(2028, 4, 27), "in 2027 it falls in the May holiday, in 2028 just before it"
    assert single["Hemelvaartsdag"] == date(2027, 5, 6)
    assert {"Tweede pinksterdag", "Goede vrijdag"} <= single.keys()
    assert not {"Eerste kerstdag", "Nieuwjaarsdag"} & single.keys()


def test_a_holiday_over_new_year_is_one_closure() -> None:
    (christmas,) = [
        free for free in free_days(HolidayRegion.ZUID, TODAY, date(2027, 1, 31)) if free.name == "Kerstvakantie"
    ]
    assert (christmas.first_day, christmas.last_day) == (date(2026, 12, 19), date(2027, 1, 3))


def test_a_holiday_that_goes_on_today_is_there_whole() -> None:
    found = free_days(HolidayRegion.NOORD, date(2026, 12, 28), date(2027, 1, 31))
    assert found[0].first_day == date(2026, 12, 19)


def test_no_two_filled_in_closures_overlap() -> None:
    for region in HolidayRegion:
        found = free_days(region, date(2026, 8, 1), date(2030, 9, 30))
        assert all(one.last_day < two.first_day for one, two in pairwise(found))


def test_it_is_said_until_when_school_holidays_are_known() -> None:
    assert holidays_known_until(HolidayRegion.NOORD) == date(2030, 9, 1)
    assert holidays_known_until(HolidayRegion.MIDDEN) == date(2030, 8, 25)
    assert holidays_known_until(HolidayRegion.ZUID) == date(2030, 8, 18)


def test_behind_what_is_known_no_half_holiday_is_filled_in() -> None:
    found = free_days(HolidayRegion.NOORD, date(2030, 9, 2), date(2031, 12, 31))
    assert found, "public holidays are known for ever"
    assert not [free for free in found if free.name.endswith("vakantie")]


@pytest.mark.parametrize(
    ("today", "until"),
    [(date(2026, 7, 31), date(2028, 9, 30)), (date(2026, 8, 1), date(2029, 9, 30)), (TODAY, date(2029, 9, 30))],
)
def test_closures_are_filled_in_for_this_school_year_and_two_more(today: date, until: date) -> None:
    assert filled_until(today) == until
    last = free_days(HolidayRegion.ZUID, today, until)[-1]
    assert last.name == "Zomervakantie", "the last summer is whole, whatever the region"
