"""Who is next, and when somebody may be asked. No clock: `now` is an argument."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from klankbord.house.errors import Unfit
from klankbord.rooms.lessons.calendar import Calendar
from klankbord.rooms.lessons.rules import Closure, Days, human_moment

QUESTION_LENGTH = 4000
WEEKEND_FROM = 6  # ISO: Saturday
WEEKS_AHEAD = 60


class NotYourGroupAnyMore(Unfit):
    """You do not teach this child any more. Your note is kept. Call the location manager."""


class NobodyToAsk(Unfit):
    """Choose which social worker you ask."""

    field = "to"


class QuestionTooLong(Unfit):
    """This question is longer than 4000 characters. Make it shorter."""

    field = "question"


def telling_moment(now: datetime, calendar: Calendar | None, zone: tzinfo) -> datetime:
    """When to remind of telling the class teacher: after today's lesson, else soon; on a school day, by day."""
    closures: Sequence[Days] = calendar.closures if calendar else ()
    today = now.astimezone(zone).date()
    ends = [lesson.ends for lesson in calendar.between(today, today)] if calendar else []
    return human_moment(max([now, *ends]), [*closures, *_weekends(now, zone)], zone)


def _weekends(now: datetime, zone: tzinfo) -> list[Closure]:
    """A school is shut on Saturday and Sunday."""
    today = now.astimezone(zone).date()
    saturday = today - timedelta(days=(today.isoweekday() - WEEKEND_FROM) % 7)
    each = (saturday + timedelta(weeks=week) for week in range(WEEKS_AHEAD))
    return [Closure(day, day + timedelta(days=1)) for day in each]


def checked_question(text: str) -> str:
    """The question, without white space around it. Raises QuestionTooLong."""
    question = text.replace("\r\n", "\n").replace("\0", "\ufffd").strip()
    if len(question) > QUESTION_LENGTH:
        raise QuestionTooLong
    return question
