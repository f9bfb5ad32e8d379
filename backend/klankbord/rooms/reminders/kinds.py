"""The one list of reminder kinds: the rule, for whom, when, what the phone shows, and whether it can wait for the
start of the day. It stands on a page for everybody (/reminders/kinds), and what sends reads the same list."""

from dataclasses import dataclass
from enum import StrEnum

from klankbord.house.language import mark
from klankbord.rooms.reminders.models import ReminderKind
from klankbord.rooms.reminders.rules import about, phrase


class Buzz(StrEnum):
    """When a phone may buzz: at its moment in the person's hours, with the lesson it belongs to (the timetable says
    that the teacher is there), together at the start of the working day, or whenever somebody asks for it."""

    AT_ITS_MOMENT = "at_its_moment"
    WITH_THE_LESSON = "with_the_lesson"
    START_OF_DAY = "start_of_day"
    ANY_TIME = "any_time"


@dataclass(frozen=True)
class Kind:
    """One kind. `stands_in`: while somebody is away it goes to a deputy who may see the case; `ticks`: saying *done* is
    all there is to do. `icon` as in web/icons. Words are English source."""

    kind: ReminderKind
    rule: str
    recipient: str
    moment: str
    buzz: Buzz = Buzz.AT_ITS_MOMENT
    stands_in: bool = False
    ticks: bool = False
    icon: str = "clock"

    @property
    def about(self) -> str:
        return about(self.kind)

    @property
    def phrase(self) -> str:
        return phrase(self.kind)


_MANAGERS = mark("every location manager of the location, not the reporter")
_WATCHER = mark("the teacher who watches extra")
_LEAD = mark("who holds direction; when nobody does, the location managers")
_OWNER = mark("who agreed to do it")
_AT_ONCE = mark("at once, within working hours")
_AFTER_LESSON = mark("ten minutes after the lesson, never at night or in a closure; the next day at 8:30 otherwise")
_THAT_DAY = mark("at the start of the working day")
_PLANNER = mark("who will evaluate")
LESSON, DAY = Buzz.WITH_THE_LESSON, Buzz.START_OF_DAY
K = ReminderKind

KINDS: tuple[Kind, ...] = (
    Kind(K.REPORT_RECEIVED, mark("A teacher shared a note."), _MANAGERS, _AT_ONCE, stands_in=True, icon="send"),
    Kind(
        K.REPORT_UNOPENED,
        mark("Nobody opened a report for a working day."),
        mark("the next location manager of the location; when there is none, the social workers"),
        mark("one working day after the report"),
        stands_in=True,
        icon="eyeoff",
    ),
    Kind(
        K.HANDOVER_RECEIVED,
        mark("A case was passed on."),
        mark("the social worker it was passed on to"),
        _AT_ONCE,
        stands_in=True,
        icon="talk",
    ),
    Kind(
        K.DIRECTION_OFFERED,
        mark("Somebody is asked to take over direction of a case."),
        mark("who is asked"),
        _AT_ONCE,
        icon="route",
    ),
    Kind(
        K.QUESTION_RECEIVED,
        mark("A colleague asks for advice, perhaps without saying about whom."),
        mark("who is asked"),
        _AT_ONCE,
        icon="what",
    ),
    Kind(
        K.ANSWER_UNREAD,
        mark("There is an answer to a question, and it was not read yet."),
        mark("who asked"),
        _AT_ONCE,
        icon="mail",
    ),
    Kind(
        K.WATCH_LESSON,
        mark("A child is watched extra in the next two lessons."),
        _WATCHER,
        _AFTER_LESSON,
        LESSON,
        icon="eye",
    ),
    Kind(K.WATCH_DECISION, mark("Two lessons were watched."), _WATCHER, _AFTER_LESSON, LESSON, icon="fork"),
    Kind(
        K.ONE_TO_ONE,
        mark("Something was agreed with a child: it comes back one to one in the next lesson."),
        mark("the teacher who agreed it"),
        mark("on the day of the next lesson, before it begins"),
        LESSON,
        icon="people",
    ),
    Kind(
        K.TELL_CLASS_TEACHER,
        mark("A report at Leerorkest: the class teacher must know it too."),
        mark("the teacher who reported"),
        _AT_ONCE,
        icon="people",
    ),
    Kind(
        K.AGREEMENT,
        mark("Somebody agreed to do something by a day; again when it is late."),
        _OWNER,
        mark("at the start of that working day; when late on the next working day, then every week"),
        DAY,
        stands_in=True,
        icon="check",
    ),
    Kind(
        K.CASE_IDLE,
        mark("Nothing happened in an open case for two weeks."),
        _LEAD,
        _THAT_DAY,
        DAY,
        stands_in=True,
    ),
    Kind(
        K.OBJECTION_TERM_OVER,
        mark("The term in which somebody could object to sharing is over."),
        mark("who decided to share"),
        _THAT_DAY,
        DAY,
        stands_in=True,
        ticks=True,
    ),
    Kind(
        K.REFERRAL_FOLLOW_UP,
        mark("A referral has not started yet and was not called off."),
        mark("who referred; when they have left, who holds direction"),
        mark("at the start of the working day on which it was to be asked about"),
        DAY,
        stands_in=True,
        icon="right",
    ),
    Kind(
        K.EVALUATION_SOON,
        mark("An evaluation is a week away."),
        _PLANNER,
        mark("a week before, at the start of the working day"),
        DAY,
        stands_in=True,
        ticks=True,
        icon="cal",
    ),
    Kind(K.EVALUATION_TODAY, mark("An evaluation is today."), _PLANNER, _THAT_DAY, stands_in=True, icon="cal"),
    Kind(
        K.EVALUATION_LATE,
        mark("An evaluation should have been held."),
        _PLANNER,
        mark("the working day after, then every week"),
        DAY,
        stands_in=True,
        icon="cal",
    ),
    Kind(
        K.PLAN_WITHOUT_EVALUATION,
        mark("A plan has no evaluation date."),
        _PLANNER,
        _THAT_DAY,
        DAY,
        stands_in=True,
        icon="cal",
    ),
    Kind(
        K.TEST,
        mark("Somebody sends a test message to their own phone."),
        mark("that person"),
        mark("at once, day and night"),
        Buzz.ANY_TIME,
        icon="bell",
    ),
)
BY_KIND = {one.kind: one for one in KINDS}


def kind_of(kind: str) -> Kind:
    """What the list says of a kind."""
    return BY_KIND[ReminderKind(kind)]
