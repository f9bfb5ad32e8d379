"""How a case stands, and what may happen to it next: plain functions on a case, without clock or database.

A case is open or closed, stands in one of the five steps, waits for somebody, and has at most one person who holds
direction (regie). Every act is refused with the reason a person reads, or changes the case in place. Actions keep the
rows that say who and when.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from klankbord.rooms.cases.models import Case, WaitsFor
from klankbord.rooms.cases.path_models import StepReason
from klankbord.rooms.cases.refusals import CaseIsClosed, CaseIsOpen, NoStepBack, NotYoursToMove, OtherCaseOpen

FIRST_STEP = 1
# What ends waiting for the social worker, or for nothing: from then on the next step is up to who holds direction.
GOES_ON = {StepReason.CONTACT, StepReason.AGREED, StepReason.REFERRED, StepReason.EVALUATING}


class Offer(NamedTuple):
    """Somebody was asked to take over direction, and did not answer yet."""

    id: UUID
    by_id: UUID
    to_id: UUID


@dataclass(frozen=True)
class Around:
    """What counts besides the case itself. `managers` of its location; `workers`: social workers it was passed on to;
    `offer`: the open one."""

    managers: frozenset[UUID]
    workers: frozenset[UUID]
    offer: Offer | None = None

    @property
    def may_hold(self) -> frozenset[UUID]:
        """Who can hold direction: who answers for it and can see it."""
        return self.managers | self.workers


def must_be_open(case: Case) -> None:
    """Raises CaseIsClosed."""
    if case.closed_at is not None:
        raise CaseIsClosed


def holder(case: Case, around: Around) -> UUID | None:
    """Who holds direction; nobody, once that person cannot see the case any more."""
    return case.lead_id if case.lead_id in around.may_hold else None


def may_move(case: Case, around: Around, person_id: UUID) -> bool:
    """Back, closed, open again: who holds direction, or a manager of the location."""
    return person_id in around.managers or person_id == holder(case, around)


def checked_mover(case: Case, around: Around, person_id: UUID) -> None:
    """Raises NotYoursToMove."""
    if not may_move(case, around, person_id):
        raise NotYoursToMove


def waits(case: Case, waits_for: WaitsFor, on: UUID | None, now: datetime) -> None:
    """From now on it waits for this, and for whom; since when does not change when it waited for that already."""
    if (case.waits_for, case.waits_on_id) != (waits_for, on):
        case.waits_for, case.waits_on_id, case.waits_since = waits_for, on, now


def reported(case: Case, now: datetime) -> None:
    """A note was added: the location manager looks, unless the case waits for that, or for the social worker."""
    must_be_open(case)
    if case.waits_for not in (WaitsFor.FIRST_LOOK, WaitsFor.SOCIAL_WORKER):
        waits(case, WaitsFor.FIRST_LOOK, None, now)


def looked_at(case: Case, around: Around, manager_id: UUID, now: datetime) -> bool:
    """A manager of the location looked; whether that was what it waited for. Who looks first holds direction."""
    if case.closed_at is not None:
        return False
    case.lead_id = holder(case, around) or manager_id
    if case.waits_for != WaitsFor.FIRST_LOOK:
        return False
    waits(case, WaitsFor.NEXT_STEP, case.lead_id, now)
    return True


def passed_on(case: Case, to_id: UUID, now: datetime) -> None:
    """A social worker is asked: it waits for them."""
    must_be_open(case)
    case.waits_for, case.waits_on_id, case.waits_since = WaitsFor.SOCIAL_WORKER, to_id, now


def went_on(case: Case, because: StepReason, now: datetime) -> None:
    """Something was done that what it waits for follows from. A plan needs nobody until what it says is due."""
    if because in GOES_ON and case.waits_for in (WaitsFor.SOCIAL_WORKER, WaitsFor.NOTHING):
        waits(case, WaitsFor.NEXT_STEP, case.lead_id, now)
    if because == StepReason.PLANNED and case.waits_for in (WaitsFor.SOCIAL_WORKER, WaitsFor.NEXT_STEP):
        waits(case, WaitsFor.NOTHING, None, now)


def gone_back(case: Case, around: Around, by_id: UUID, step: int, now: datetime) -> None:
    """To an earlier step. Raises CaseIsClosed, NotYoursToMove, NoStepBack."""
    must_be_open(case)
    checked_mover(case, around, by_id)
    if not FIRST_STEP <= step < case.step:
        raise NoStepBack
    case.step = step
    if case.waits_for == WaitsFor.NOTHING:
        waits(case, WaitsFor.NEXT_STEP, holder(case, around), now)


def closed(case: Case, around: Around, by_id: UUID, now: datetime) -> None:
    """Nothing is to be done any more. Raises CaseIsClosed, NotYoursToMove."""
    must_be_open(case)
    checked_mover(case, around, by_id)
    case.closed_at = now
    waits(case, WaitsFor.NOTHING, None, now)


def opened_again(case: Case, around: Around, by_id: UUID, now: datetime, *, other_open: bool) -> None:
    """Where it stood; who opens it holds direction when nobody else does. `other_open`: the child has another open
    case. Raises CaseIsOpen, NotYoursToMove, OtherCaseOpen."""
    if case.closed_at is None:
        raise CaseIsOpen
    checked_mover(case, around, by_id)
    if other_open:
        raise OtherCaseOpen
    case.closed_at = None
    case.lead_id = holder(case, around) or by_id
    waits(case, WaitsFor.NEXT_STEP, case.lead_id, now)
