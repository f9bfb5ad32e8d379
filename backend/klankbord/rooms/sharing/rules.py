"""When a decision to share holds, and what must be in it (seed 002, options A to D). No clock: `now` is an argument.

Consent: under 12 the parents, from 12 to 15 child and parents, from 16 the child. Option B counts the term that parents
have to say no; seed 002 gives one week as its example, so that is what the form starts with.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from klankbord.house.clock import AMSTERDAM
from klankbord.house.errors import Unfit
from klankbord.rooms.lessons.rules import Days
from klankbord.rooms.sharing.models import ChildAge, Option

DAY = timedelta(days=1)
WEEKS = (1, 2, 3, 4)
ASKED_AT_MOST = timedelta(days=90)  # what somebody said longer ago is asked again
USED_AT_MOST = ASKED_AT_MOST  # and what was decided longer ago is decided again
WEEKEND_FROM = 6  # ISO: Saturday
PARENTS_SAY = frozenset({ChildAge.UNDER_12, ChildAge.FROM_12})
CHILD_SAYS = frozenset({ChildAge.FROM_12, ChildAge.FROM_16})


class OptionMissing(Unfit):
    """Choose one of the four ways to share."""

    field = "option"


class RecipientMissing(Unfit):
    """Choose with whom you share."""

    field = "recipient"


class AgeMissing(Unfit):
    """Choose the age: it decides who must agree."""

    field = "age"


class ParentsNotAsked(Unfit):
    """Until 16 the parents are asked. Talk with them first."""

    field = "asked"


class ChildNotAsked(Unfit):
    """From 12 years on the child is asked too. Talk with the child first."""

    field = "asked"


class HowMissing(Unfit):
    """Choose how it was said."""

    field = "asked_how"


class AskedInFuture(Unfit):
    """This day is still to come. Choose the day on which you spoke."""

    field = "asked_on"


class AskedTooLongAgo(Unfit):
    """This is more than 90 days ago. Ask again, and choose that day."""

    field = "asked_on"


class TermMissing(Unfit):
    """Choose how long they can object."""

    field = "weeks"


class ColleagueNotConsulted(Unfit):
    """Choose the colleague you consulted. It cannot be yourself."""

    field = "consulted"


class NothingToObjectTo(Unfit):
    """An objection belongs to option B. You can withdraw this decision instead."""

    field = "words"


class WithdrawnAlready(Unfit):
    """This decision was withdrawn before. Look at it again."""

    field = "reason"


class Verdict(StrEnum):
    """Whether something may leave under a decision at this moment; all but HOLDS say why not."""

    HOLDS = "holds"
    TERM_RUNS = "term_runs"
    OBJECTED = "objected"
    WITHDRAWN = "withdrawn"
    NOT_ASKED = "not_asked"
    NO_REASONS = "no_reasons"
    TOO_OLD = "too_old"


class Decided(Protocol):
    """What this rule reads of a sharing decision."""

    by_id: UUID
    at: datetime
    option: str
    age: str | None
    child_asked: bool
    parents_asked: bool
    asked_on: date | None
    term_ends_on: date | None
    consulted_id: UUID | None
    reason_sealed: bytes | None


def holds(
    decision: Decided,
    objections: Sequence[object],
    withdrawals: Sequence[object],
    now: datetime,
    zone: tzinfo = AMSTERDAM,
) -> Verdict:
    """Whether this decision allows anything to leave at `now` (aware). Every way out asks this, and nothing else does.

    A withdrawal ends any decision for good. An objection ends one that rests on the will of others (A, B); danger (D)
    and a question without a name (C) do not. Whatever the option, it is about what was known then: for USED_AT_MOST.
    """
    if withdrawals:
        return Verdict.WITHDRAWN
    today = now.astimezone(zone).date()
    verdict = _by_its_option(decision, objections, today)
    if verdict in (Verdict.HOLDS, Verdict.TERM_RUNS) and today - decision.at.astimezone(zone).date() > USED_AT_MOST:
        return Verdict.TOO_OLD
    return verdict


def _by_its_option(decision: Decided, objections: Sequence[object], today: date) -> Verdict:
    if decision.option == Option.DANGER:
        reasons = decision.reason_sealed and decision.consulted_id and decision.consulted_id != decision.by_id
        return Verdict.HOLDS if reasons else Verdict.NO_REASONS
    if decision.option == Option.ANONYMOUS:
        return Verdict.HOLDS
    return _with_their_will(decision, objections, today)


def _with_their_will(decision: Decided, objections: Sequence[object], today: date) -> Verdict:
    if objections:
        return Verdict.OBJECTED
    asked = decision.asked_on is not None and decision.asked_on <= today
    if not asked or who_is_missing(decision.age, decision.child_asked, decision.parents_asked):
        return Verdict.NOT_ASKED
    if decision.option == Option.CONSENT:
        return Verdict.HOLDS
    if decision.option != Option.NO_OBJECTION or decision.term_ends_on is None:
        return Verdict.NOT_ASKED
    return Verdict.HOLDS if today > decision.term_ends_on else Verdict.TERM_RUNS


def who_is_missing(age: str | None, child: bool, parents: bool) -> type[Unfit] | None:
    """Who should have been asked at this age and was not, as the error that says so."""
    if age not in set(ChildAge):
        return AgeMissing
    if age in PARENTS_SAY and not parents:
        return ParentsNotAsked
    return ChildNotAsked if age in CHILD_SAYS and not child else None


def term_end(asked_on: date, weeks: int, closures: Iterable[Days]) -> date:
    """The last day on which they can object: whole weeks later, and never in a weekend or holiday: then the first day
    after it. Sharing is possible from the day after."""
    shut, day = list(closures), asked_on + timedelta(weeks=weeks)
    while day.isoweekday() >= WEEKEND_FROM or any(one.first_day <= day <= one.last_day for one in shut):
        day += DAY
    return day


def check_asked_on(asked_on: date, today: date) -> None:
    """Raises AskedInFuture, AskedTooLongAgo."""
    if asked_on > today:
        raise AskedInFuture
    if today - asked_on > ASKED_AT_MOST:
        raise AskedTooLongAgo
