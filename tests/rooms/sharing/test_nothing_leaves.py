"""Whatever people do in whatever order: nothing leaves without a decision that holds at that moment.

The rules and the gate that the actions use, against an own account of what was said. KLANKBORD_STEPS gives the number
of steps (20,000 for the full run).
"""

import os
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from klankbord.house.ids import new_id
from klankbord.rooms.sharing import rules, ways_out
from klankbord.rooms.sharing.models import (
    ChildAge,
    DisclosureKind,
    Objection,
    Option,
    Recipient,
    SharingDecision,
    Withdrawal,
)
from tests.support.story import at

STEPS = int(os.environ.get("KLANKBORD_STEPS", "800"))
ONE_RUN = 50
ME, OTHER = new_id(), new_id()
BEGIN = date(2026, 11, 2)


@dataclass
class Account:
    """One decision, and what a person in the room would remember of it."""

    row: SharingDecision
    taken_on: date
    objections: list[Objection] = field(default_factory=list)
    withdrawals: list[Withdrawal] = field(default_factory=list)
    said_no: bool = False
    taken_back: bool = False
    free_from: date | None = None  # the first day on which nobody could object any more


class Sharing(RuleBasedStateMachine):
    """Days pass; people decide, object, withdraw, and try to share all the time. `steps` counts what they did."""

    steps = 0

    decisions: Bundle[Account] = Bundle("decisions")

    @initialize()
    def begin(self) -> None:
        self.day = BEGIN
        self.accounts: list[Account] = []

    @rule(days=st.integers(1, 20))
    def days_pass(self, days: int) -> None:
        Sharing.steps += 1
        self.day += timedelta(days=days)

    @rule(account=decisions, off=st.integers(-1, 1))
    def it_becomes_the_last_day(self, account: Account, off: int) -> None:
        """Where mistakes live: the day before the term ends, that day, and the day after."""
        Sharing.steps += 1
        self.day = max(self.day, (account.row.term_ends_on or self.day) + timedelta(days=off))

    @rule(account=decisions, off=st.integers(-1, 1))
    def it_becomes_the_last_day_of_use(self, account: Account, off: int) -> None:
        """Ninety days after it was taken: the day before, that day, and the day after."""
        Sharing.steps += 1
        self.day = max(self.day, account.taken_on + timedelta(days=90 + off))

    @rule(
        target=decisions,
        option=st.sampled_from(Option),
        recipient=st.sampled_from(Recipient),
        age=st.sampled_from(ChildAge),
        child=st.booleans(),
        parents=st.booleans(),
        weeks=st.sampled_from(rules.WEEKS),
        ago=st.integers(-3, 20),
        consulted=st.sampled_from([None, ME, OTHER]),
    )
    def decide(
        self,
        option: Option,
        recipient: Recipient,
        age: ChildAge,
        child: bool,
        parents: bool,
        weeks: int,
        ago: int,
        consulted: object,
    ) -> Account:
        """Also what the form would refuse: the gate must not trust it."""
        asked_on = self.day - timedelta(days=ago)
        row = SharingDecision(
            organisation_id=ME,
            case_id=ME,
            by_id=ME,
            at=at(self.day),
            option=option,
            recipient=recipient,
            age=age,
            child_asked=child,
            parents_asked=parents,
            asked_on=asked_on,
            term_ends_on=rules.term_end(asked_on, weeks, []) if option == Option.NO_OBJECTION else None,
            consulted_id=consulted,
            what_sealed=b"x",
            reason_sealed=b"x" if option == Option.DANGER else None,
        )
        Sharing.steps += 1
        self.accounts.append(Account(row, self.day, free_from=asked_on + timedelta(weeks=weeks, days=1)))
        return self.accounts[-1]

    @rule(account=decisions)
    def object(self, account: Account) -> None:
        account.objections.append(Objection(organisation_id=ME, case_id=ME, by_id=ME, at=at(self.day), decision_id=ME))
        Sharing.steps += 1
        account.said_no = True

    @rule(account=decisions)
    def withdraw(self, account: Account) -> None:
        row = Withdrawal(organisation_id=ME, case_id=ME, by_id=ME, at=at(self.day), decision_id=ME, reason_sealed=b"x")
        account.withdrawals.append(row)
        Sharing.steps += 1
        account.taken_back = True

    @invariant()
    def the_gate_opens_exactly_when_it_may(self) -> None:
        """After every step every decision is tried, every way out."""
        for account, way in product(getattr(self, "accounts", []), DisclosureKind):
            said = (account.row, account.objections, account.withdrawals)
            try:
                ways_out.check(way, *said, at(self.day))
            except ways_out.DecisionDoesNotHold:
                assert not self._may(account, way), "what may be shared was stopped"
            else:
                assert self._may(account, way), "something left that may not"

    def _may(self, account: Account, way: DisclosureKind) -> bool:
        row = account.row
        if (self.day - account.taken_on).days > 90:
            return False
        if account.taken_back or (way == "referral" and (row.recipient != "partner" or row.option == "c")):
            return False
        if row.option == "c":
            return True
        if row.option == "d":
            return row.consulted_id == OTHER
        parents_decide, child_decides = row.age != "from_16", row.age != "under_12"
        agreed = (row.parents_asked or not parents_decide) and (row.child_asked or not child_decides)
        if account.said_no or not agreed or row.asked_on is None or row.asked_on > self.day:
            return False
        return row.option == "a" or self._term_is_over(account)

    def _term_is_over(self, account: Account) -> bool:
        """The day after the last day, which is never a Saturday or Sunday."""
        assert account.free_from is not None
        last = account.free_from - timedelta(days=1)
        while last.weekday() > 4:
            last += timedelta(days=1)
        return self.day > last


def test_nothing_ever_leaves_without_a_decision_that_holds() -> None:
    quiet = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    size = settings(
        max_examples=60, stateful_step_count=ONE_RUN, deadline=None, suppress_health_check=quiet, database=None
    )
    while Sharing.steps < STEPS:
        run_state_machine_as_test(Sharing, settings=size)
