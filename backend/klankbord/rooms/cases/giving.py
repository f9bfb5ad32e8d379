"""Direction (regie) goes from one person to another: offered, then taken over, declined or taken back. Plain functions
on a case, as in `standing`; there is one open offer at most, and one person who holds direction."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from klankbord.house.errors import NotHere
from klankbord.rooms.cases.models import Case, WaitsFor
from klankbord.rooms.cases.path_models import OfferAnswer
from klankbord.rooms.cases.refusals import DirectionIsHeld, NobodyToHold, NotYoursToGive, OfferIsOver, OfferStands
from klankbord.rooms.cases.standing import Around, Offer, holder, may_move, must_be_open, waits


def offered(case: Case, around: Around, by_id: UUID, to_id: UUID | None, now: datetime) -> None:
    """Somebody else is asked to take over direction; it stays where it is until they do.

    Raises CaseIsClosed, OfferStands, NotYoursToGive, NobodyToHold.
    """
    must_be_open(case)
    if around.offer is not None:
        raise OfferStands
    if by_id not in _may_give(case, around):
        raise NotYoursToGive
    if to_id is None or to_id not in around.may_hold or to_id in (by_id, case.lead_id):
        raise NobodyToHold
    if case.waits_for in (WaitsFor.NEXT_STEP, WaitsFor.NOTHING):
        waits(case, WaitsFor.DIRECTION, to_id, now)


def candidates(case: Case, around: Around, by_id: UUID) -> list[UUID]:
    """Whom this person could ask now."""
    if case.closed_at is not None or around.offer is not None or by_id not in _may_give(case, around):
        return []
    return sorted(around.may_hold - {by_id, case.lead_id})


def taken(case: Case, around: Around, by_id: UUID, now: datetime) -> None:
    """Nobody holds direction: this person does from now on. Raises CaseIsClosed, OfferStands, DirectionIsHeld,
    NotYoursToGive."""
    must_be_open(case)
    if around.offer is not None:
        raise OfferStands
    if holder(case, around) is not None:
        raise DirectionIsHeld
    if by_id not in around.may_hold:
        raise NotYoursToGive
    _holds_from_now(case, by_id, now)


def answered(case: Case, around: Around, offer_id: UUID, by_id: UUID, answer: OfferAnswer, now: datetime) -> None:
    """Taken over, declined, or taken back by who asked (or may move the case). Raises OfferIsOver; NotHere for somebody
    it is not up to; NobodyToHold for who cannot see the case any more."""
    must_be_open(case)
    if around.offer is None or around.offer.id != offer_id:
        raise OfferIsOver
    if not _ANSWERS[answer](case, around, around.offer, by_id):
        raise NotHere
    if answer == OfferAnswer.ACCEPTED:
        if by_id not in around.may_hold:
            raise NobodyToHold
        _holds_from_now(case, by_id, now)
    elif case.waits_for == WaitsFor.DIRECTION:
        waits(case, WaitsFor.NEXT_STEP, holder(case, around), now)


def _to_them(case: Case, around: Around, offer: Offer, by_id: UUID) -> bool:
    return by_id == offer.to_id


def _asked_it(case: Case, around: Around, offer: Offer, by_id: UUID) -> bool:
    return by_id == offer.by_id or may_move(case, around, by_id)


_ANSWERS: dict[OfferAnswer, Callable[[Case, Around, Offer, UUID], bool]] = {
    OfferAnswer.ACCEPTED: _to_them,
    OfferAnswer.DECLINED: _to_them,
    OfferAnswer.WITHDRAWN: _asked_it,
}


def _may_give(case: Case, around: Around) -> frozenset[UUID]:
    """Who holds direction; when nobody does, anybody who could."""
    held = holder(case, around)
    return frozenset({held}) if held else around.may_hold


def _holds_from_now(case: Case, person_id: UUID, now: datetime) -> None:
    """What it waited for somebody else to decide, is now up to them."""
    was_on = case.waits_on_id
    case.lead_id = person_id
    if case.waits_for in (WaitsFor.DIRECTION, WaitsFor.NEXT_STEP, WaitsFor.NOTHING) or was_on == person_id:
        waits(case, WaitsFor.NEXT_STEP, person_id, now)
