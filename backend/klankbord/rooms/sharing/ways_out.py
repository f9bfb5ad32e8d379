"""Every way in which something about a child leaves the team, and the one gate they all go through."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from klankbord.house.clock import AMSTERDAM
from klankbord.house.errors import Unfit
from klankbord.rooms.sharing.models import DisclosureKind, Objection, Option, Recipient, SharingDecision, Withdrawal
from klankbord.rooms.sharing.rules import Verdict, holds


class DecisionDoesNotHold(Unfit):
    """This decision does not hold, so nothing may leave under it."""

    field = "decision"


class TermStillRuns(DecisionDoesNotHold):
    """The term for an objection is not over yet. Wait until it is."""


class SomebodyObjected(DecisionDoesNotHold):
    """There is an objection. Nothing may leave under this decision."""


class DecisionWithdrawn(DecisionDoesNotHold):
    """This decision was withdrawn. Nothing may leave under it."""


class DecisionTooOld(DecisionDoesNotHold):
    """This decision is more than 90 days old, and much may be different now. Please decide again."""


class ForSomebodyElse(DecisionDoesNotHold):
    """This decision is about sharing with somebody else. Make a decision for this one."""


class WouldNameTheChild(DecisionDoesNotHold):
    """This decision is about sharing without a name, and here the child is known. Make another decision."""


WHY_NOT: dict[Verdict, type[DecisionDoesNotHold]] = {
    Verdict.TERM_RUNS: TermStillRuns,
    Verdict.OBJECTED: SomebodyObjected,
    Verdict.WITHDRAWN: DecisionWithdrawn,
    Verdict.NOT_ASKED: DecisionDoesNotHold,
    Verdict.NO_REASONS: DecisionDoesNotHold,
    Verdict.TOO_OLD: DecisionTooOld,
}


def check(
    way: DisclosureKind,
    decision: SharingDecision,
    objections: Sequence[Objection],
    withdrawals: Sequence[Withdrawal],
    now: datetime,
    zone: tzinfo = AMSTERDAM,
) -> None:
    """Whether something may go out this way, at this moment. Raises DecisionDoesNotHold, by its reason.

    A referral is about this child and for a partner; a page can be without a name and for anybody.
    """
    verdict = holds(decision, objections, withdrawals, now, zone)
    if verdict != Verdict.HOLDS:
        raise WHY_NOT[verdict]
    if way == DisclosureKind.REFERRAL:
        if decision.recipient != Recipient.PARTNER:
            raise ForSomebodyElse
        if decision.option == Option.ANONYMOUS:
            raise WouldNameTheChild
