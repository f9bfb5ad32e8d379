"""Whatever people do with a case, in whatever order: no forbidden order, and one person at most who holds direction.

The rules are those the actions use. KLANKBORD_STEPS gives the number of steps.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from klankbord.house.errors import Problem
from klankbord.house.ids import new_id
from klankbord.rooms.cases import giving, standing
from klankbord.rooms.cases.models import Case, WaitsFor
from klankbord.rooms.cases.path_models import OfferAnswer, StepReason
from klankbord.rooms.cases.standing import Around, Offer
from tests.support.steps import steps

MANAGERS, WORKERS, OTHERS = ([new_id() for _ in range(2)] for _ in range(3))
# Who does it: somebody by what they are now, so that what may be done is also tried often.
anybody = st.sampled_from(["holder", "asked", "asker", "manager", "worker", "another", "teacher"])
givers = st.sampled_from(["holder", "holder", "worker", "teacher"])
takers = st.sampled_from(["manager", "worker", "worker", "another", "teacher"])
managers, workers = st.sampled_from(MANAGERS), st.sampled_from(WORKERS)
FORWARD = {2: StepReason.WATCHING, 3: StepReason.CONTACT, 4: StepReason.PLANNED, 5: StepReason.EVALUATING}


class ACase(RuleBasedStateMachine):
    """One case. `answered` remembers every offer that is over; what a refused act leaves is looked at after each."""

    @initialize()
    def report_it(self) -> None:
        self.now = datetime(2026, 10, 5, 9, tzinfo=UTC)
        ids = {name: new_id() for name in ("organisation_id", "location_id", "group_id", "pupil_id", "opened_by_id")}
        self.case = Case(**ids, opened_at=self.now, waits_since=self.now, step=2)
        self.managers, self.workers = set(MANAGERS), set(WORKERS[:1])
        self.offer: Offer | None = None
        self.answered: set[Any] = set()
        self.before = self._state()

    @property
    def around(self) -> Around:
        return Around(frozenset(self.managers), frozenset(self.workers), self.offer)

    def _who(self, name: str) -> Any:
        known = {"manager": MANAGERS[0], "worker": WORKERS[0], "another": WORKERS[1], "teacher": OTHERS[0]}
        if self.offer:
            known |= {"asked": self.offer.to_id, "asker": self.offer.by_id}
        return (
            standing.holder(self.case, self.around) or MANAGERS[1] if name == "holder" else known.get(name, OTHERS[1])
        )

    def _state(self) -> dict[str, Any]:
        return self.case.model_dump()

    def _do(self, act: Callable[[], Any]) -> bool:
        """Whether it was done; refused, nothing changed."""
        self.now += timedelta(minutes=7)
        self.before = self._state()
        try:
            act()
        except Problem:
            assert self._state() == self.before, "a refused act left a trace"
            return False
        assert self.before["closed_at"] is None or self.case.closed_at is None, "something was done in a closed case"
        return True

    @rule(who=managers)
    def comes_or_goes(self, who: Any) -> None:
        self.managers ^= {who}

    @rule()
    def another_report(self) -> None:
        assert self._do(lambda: standing.reported(self.case, self.now)) == (self.before["closed_at"] is None)

    @rule(by=managers)
    def somebody_looks(self, by: Any) -> None:
        if by not in self.managers:
            return
        held = standing.holder(self.case, self.around)
        self._do_look(by)
        if self.case.closed_at is None:
            assert self.case.lead_id == (held or by)
            assert self.case.waits_for != WaitsFor.FIRST_LOOK

    def _do_look(self, by: Any) -> None:
        self.now += timedelta(minutes=7)
        closed = self._state() if self.case.closed_at else None
        standing.looked_at(self.case, self.around, by, self.now)
        assert closed is None or self._state() == closed
        self.before = self._state()

    @rule(to=workers)
    def passed_on(self, to: Any) -> None:
        if self._do(lambda: standing.passed_on(self.case, to, self.now)):
            self.workers.add(to)
            assert (self.case.waits_for, self.case.waits_on_id) == (WaitsFor.SOCIAL_WORKER, to)

    @rule(step=st.sampled_from(sorted(FORWARD)))
    def goes_on(self, step: int) -> None:
        if self.case.closed_at is None:
            standing.went_on(self.case, FORWARD[step], self.now)
            self.case.step = max(step, self.case.step)

    @rule(by=givers, to=takers)
    def offers(self, by: str, to: str) -> None:
        by, to = self._who(by), self._who(to)
        held, may = standing.holder(self.case, self.around), self.managers | self.workers
        allowed = self.case.closed_at is None and self.offer is None and by in ({held} if held else may)
        allowed = allowed and to in may and to not in (by, self.case.lead_id)
        assert (to in giving.candidates(self.case, self.around, by)) == allowed
        done = self._do(lambda: giving.offered(self.case, self.around, by, to, self.now))
        assert done == allowed
        assert self.case.lead_id == self.before["lead_id"], "direction moved before anybody said yes"
        if done:
            self.offer = Offer(new_id(), by, to)

    @rule(by=anybody, answer=st.sampled_from(OfferAnswer), old=st.booleans())
    def answers(self, by: str, answer: OfferAnswer, old: bool) -> None:
        offer, by = self.offer, self._who(by)
        named = next(iter(self.answered), new_id()) if old or offer is None else offer.id
        done = self._do(lambda: giving.answered(self.case, self.around, named, by, answer, self.now))
        if not done:
            return
        assert offer is not None
        assert named == offer.id, "an offer was answered twice"
        if answer == OfferAnswer.WITHDRAWN:
            assert by == offer.by_id or by in self.managers or by == self.before["lead_id"]
        else:
            assert by == offer.to_id, "somebody answered for another"
        held = by if answer == OfferAnswer.ACCEPTED else self.before["lead_id"]
        assert self.case.lead_id == held
        self.answered.add(offer.id)
        self.offer = None

    @rule(by=anybody)
    def takes(self, by: str) -> None:
        held, by = standing.holder(self.case, self.around), self._who(by)
        if self._do(lambda: giving.taken(self.case, self.around, by, self.now)):
            assert held is None, "direction was taken from somebody"
            assert self.offer is None
            assert self.case.lead_id == by
            assert by in self.managers | self.workers

    @rule(by=anybody, step=st.integers(-1, 6))
    def goes_back(self, by: str, step: int) -> None:
        by = self._who(by)
        if self._do(lambda: standing.gone_back(self.case, self.around, by, step, self.now)):
            assert 1 <= self.case.step == step < self.before["step"]
            assert by in self.managers or by == self.case.lead_id

    @rule(by=anybody)
    def closes(self, by: str) -> None:
        by = self._who(by)
        if self._do(lambda: standing.closed(self.case, self.around, by, self.now)):
            assert by in self.managers or by == self.case.lead_id
            if self.offer:  # as the action does: nobody has to answer any more
                self.answered.add(self.offer.id)
                self.offer = None

    @rule(by=anybody, other=st.booleans())
    def opens_again(self, by: str, other: bool) -> None:
        by = self._who(by)
        was = self.case.closed_at
        if self._do_open(by, other):
            assert was is not None
            assert not other, "two open cases of one child"
            assert self.case.step == self.before["step"]
            assert self.case.lead_id in self.managers | self.workers

    def _do_open(self, by: Any, other: bool) -> bool:
        self.now += timedelta(minutes=7)
        self.before = self._state()
        try:
            standing.opened_again(self.case, self.around, by, self.now, other_open=other)
        except Problem:
            assert self._state() == self.before
            return False
        return True

    @invariant()
    def it_stands_somewhere(self) -> None:
        case = self.case
        assert 1 <= case.step <= 5
        assert case.waits_since <= self.now
        if case.closed_at is not None:
            assert self.offer is None, "somebody is asked about a closed case"
            assert (case.waits_for, case.waits_on_id) == (WaitsFor.NOTHING, None)
        if case.waits_for == WaitsFor.DIRECTION:
            assert self.offer is not None
            assert case.waits_on_id == self.offer.to_id
        held = standing.holder(case, self.around)
        assert held is None or held in self.managers | self.workers


TestACase = ACase.TestCase
TestACase.settings = steps(3000)
