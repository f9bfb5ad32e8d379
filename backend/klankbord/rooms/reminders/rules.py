"""When a reminder may buzz, when it is tried again, and what it says. No clock: `now` is always an argument."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from klankbord.house.clock import AMSTERDAM
from klankbord.house.language import mark
from klankbord.rooms.reminders.models import ReminderKind

QUIET_FROM, QUIET_UNTIL = time(21), time(7, 30)
FRESH = timedelta(hours=4)  # how long a push service may keep a reminder for a phone that is off
STALE = timedelta(hours=24)  # the first moment at which we may stop trying
LEASE = timedelta(seconds=60)  # how long a worker may be busy with one delivery before another takes it over
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
SHORTEST_LIFE = 60

# Everything a lock screen may ever show: fixed phrases, nobody's name, no word about care.
SOMETHING = mark("There is something for you in Klankbord.")
IT_WORKS = mark("It works: reminders arrive on this device.")


def phrase(kind: str) -> str:
    """The English source of what the lock screen shows for a kind of reminder."""
    return IT_WORKS if kind == ReminderKind.TEST else SOMETHING


# Kinds that ask about the same thing in turn: of what is asked again, only the last stands under Vandaag.
FAMILIES = (
    (ReminderKind.EVALUATION_SOON, ReminderKind.EVALUATION_TODAY, ReminderKind.EVALUATION_LATE),
    (ReminderKind.REPORT_RECEIVED, ReminderKind.REPORT_UNOPENED),
)


def family(kind: str) -> tuple[str, ...]:
    """The kinds that ask about the same thing as this one, itself included."""
    return next((one for one in FAMILIES if kind in one), (kind,))


# What a reminder is about, in words that may stand on a page (never on a lock screen).
ABOUT = {
    ReminderKind.REPORT_RECEIVED: mark("A report waits for you"),
    ReminderKind.HANDOVER_RECEIVED: mark("A case was passed on to you"),
    ReminderKind.WATCH_LESSON: mark("How did the lesson go?"),
    ReminderKind.WATCH_DECISION: mark("Two lessons watched: what now?"),
    ReminderKind.TELL_CLASS_TEACHER: mark("Tell the class teacher"),
    ReminderKind.REPORT_UNOPENED: mark("Nobody looked at a report yet"),
    ReminderKind.DIRECTION_OFFERED: mark("Will you take over direction?"),
    ReminderKind.QUESTION_RECEIVED: mark("A colleague asks you for advice"),
    ReminderKind.ANSWER_UNREAD: mark("There is an answer to your question"),
    ReminderKind.AGREEMENT: mark("You agreed to do this"),
    ReminderKind.ONE_TO_ONE: mark("Come back to it, one to one"),
    ReminderKind.CASE_IDLE: mark("Nothing happened in this case for two weeks"),
    ReminderKind.OBJECTION_TERM_OVER: mark("The term for an objection is over"),
    ReminderKind.REFERRAL_FOLLOW_UP: mark("How is the referral going?"),
    ReminderKind.EVALUATION_SOON: mark("An evaluation in a week"),
    ReminderKind.EVALUATION_TODAY: mark("An evaluation today"),
    ReminderKind.EVALUATION_LATE: mark("An evaluation is late"),
    ReminderKind.PLAN_WITHOUT_EVALUATION: mark("A plan without an evaluation date"),
    ReminderKind.TEST: IT_WORKS,
}


def about(kind: str) -> str:
    """The English source of what a kind of reminder is about."""
    return ABOUT[ReminderKind(kind)]


def is_quiet(now: datetime, zone: ZoneInfo = AMSTERDAM) -> bool:
    """Whether it is night where the phone is (21:00 to 07:30 on the wall)."""
    wall = now.astimezone(zone).time()
    return wall >= QUIET_FROM or wall < QUIET_UNTIL


def awake_at(now: datetime, zone: ZoneInfo = AMSTERDAM) -> datetime:
    """`now` by day; at night the next 07:30 (aware UTC)."""
    if not is_quiet(now, zone):
        return now
    local = now.astimezone(zone)
    day = local.date() + timedelta(days=local.time() >= QUIET_FROM)
    return datetime.combine(day, QUIET_UNTIL, zone).astimezone(UTC)


def kinds_that_may_buzz(now: datetime) -> list[str]:
    """All by day; at night only the test somebody asks for with the phone in hand."""
    return [kind for kind in ReminderKind if kind == ReminderKind.TEST or not is_quiet(now)]


def lifetime(kind: str, now: datetime, until: datetime | None = None, zone: ZoneInfo = AMSTERDAM) -> int:
    """Seconds a push service may keep it (TTL): four hours, not into the night, and not after `until`, when its person
    can be asked no more; at least a minute."""
    if kind == ReminderKind.TEST:
        return 300
    tonight = datetime.combine(now.astimezone(zone).date(), QUIET_FROM, zone)
    return max(SHORTEST_LIFE, int((min(now + FRESH, tonight, until or tonight) - now).total_seconds()))


def try_again(attempts: int, asked: int | None, now: datetime) -> datetime:
    """When to try again after `attempts` failures: 30 s, 1 min, 2 min … an hour; later if the service asks so."""
    wait = min(FIRST_WAIT * (1 << min(attempts - 1, 10)), LONGEST_WAIT)
    return now + max(wait, timedelta(seconds=asked or 0))


def is_stale(since: datetime, now: datetime) -> bool:
    """A day after it could be said: trying on would remind of something long past. It still stands under Vandaag."""
    return now - since >= STALE


@dataclass(frozen=True)
class Choice:
    """A moment to put something off to; `id` is what the form sends."""

    id: str
    word: str
    until: datetime


def choices(now: datetime, next_lesson_day: date | None, zone: ZoneInfo = AMSTERDAM) -> list[Choice]:
    """Later today (while there is enough of today), tomorrow, and the next day with a lesson; all in the future."""
    local = now.astimezone(zone)
    tomorrow = local.date() + timedelta(days=1)
    later = (local + timedelta(hours=3)).replace(minute=0, second=0, microsecond=0)
    found = [Choice("tomorrow", mark("Tomorrow"), _morning(tomorrow, zone))]
    if later.date() == local.date() and time(8) <= later.time() <= time(20):
        found.insert(0, Choice("later", mark("Later today"), later.astimezone(UTC)))
    if next_lesson_day and next_lesson_day > tomorrow:
        found.append(Choice("next_lesson_day", mark("On the next lesson day"), _morning(next_lesson_day, zone)))
    return found


def first_free_day(now: datetime, zone: ZoneInfo = AMSTERDAM) -> datetime:
    """The morning after tomorrow: the first one a next lesson day can be that is not tomorrow already."""
    return _morning(now.astimezone(zone).date() + timedelta(days=2), zone)


def _morning(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(8), zone).astimezone(UTC)
