"""The ladder on paper: whatever people, workers and clocks do, nobody is forgotten and the sender always knows."""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from klankbord.rooms.alarms.rules import (
    CALM,
    RUNGS,
    SEEN_WITHIN,
    Known,
    Ladder,
    Standing,
    Team,
    called_on,
    climb,
    first_rung,
    lifetime,
    median,
    must_phone,
    standing,
    wait_after,
    waited,
)

START = datetime(2026, 11, 3, 11, 0, tzinfo=UTC)
SENDER, KARIM, MARJAN, FATIMA, TESS, DEPUTY = (UUID(int=number) for number in range(1, 7))
TEAM = Team(
    sender=SENDER,
    managers=frozenset({KARIM}),
    social_workers=frozenset({MARJAN}),
    other_managers=frozenset({FATIMA}),
    administrators=frozenset({TESS}),
)
STEPS = int(os.environ.get("KLANKBORD_STEPS", "1500"))
PEOPLE = st.sampled_from([SENDER, KARIM, MARJAN, FATIMA, TESS, DEPUTY])
GROUPS = st.frozensets(PEOPLE)
TEAMS = st.builds(
    Team, st.just(SENDER), GROUPS, GROUPS, GROUPS, GROUPS, st.dictionaries(PEOPLE, PEOPLE), GROUPS
)  # fmt: skip


class TheLadder(RuleBasedStateMachine):
    """One alarm: people come and go, read it, take it; workers tick, die and come back; clocks jump."""

    @initialize(team=TEAMS)
    def send(self, team: Team) -> None:
        self.now = START
        self.team = team
        rung, self.ladder = first_rung(self.now)
        self.climbed, self.called = [rung], called_on(rung, team)
        self.owed = self._owed(rung)
        self.seen: set[UUID] = set()
        self.takers: list[UUID] = []
        self.withdrawn = False
        self.after_the_end = False

    @rule(seconds=st.integers(1, 180))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(minutes=st.integers(-3000, 3000))
    def the_clock_jumps(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(workers=st.integers(1, 3), dies=st.booleans())
    def workers_tick(self, workers: int, dies: bool) -> None:
        """Each looks at what the last one wrote down; one that dies writes nothing."""
        for _ in range(workers):
            step = climb(self.ladder, self.now)
            if step is None or dies:
                continue
            if self.ladder.ended:
                self.after_the_end = True
            rung, self.ladder = step
            self.climbed.append(rung)
            self.called |= called_on(rung, self.team, self.called)
            self.owed = self._owed(rung)

    @rule(team=TEAMS)
    def people_come_and_go(self, team: Team) -> None:
        self.team = team

    @precondition(lambda self: self.called)
    @rule(data=st.data())
    def somebody_reads_it(self, data: st.DataObject) -> None:
        self.seen.add(data.draw(st.sampled_from(sorted(self.called))))

    @precondition(lambda self: self.called)
    @rule(data=st.data(), at_once=st.integers(1, 3))
    def some_take_it_up(self, data: st.DataObject, at_once: int) -> None:
        for _ in range(at_once):
            self._end(data.draw(st.sampled_from(sorted(self.called))), withdrawn=False)

    @rule()
    def the_sender_takes_it_back(self) -> None:
        self._end(SENDER, withdrawn=True)

    def _end(self, who: UUID, withdrawn: bool) -> None:
        if not self.ladder.ended:
            self.takers.append(who)
            self.withdrawn = withdrawn
            self.ladder = replace(self.ladder, next_at=None, ended=True)

    def _owed(self, rung: int) -> set[UUID]:
        """Worked out apart from the rules: by the minute, from roles and hours alone."""
        team, minutes = self.team, RUNGS[rung] / timedelta(minutes=1)
        helpers = team.managers | team.social_workers
        asked = helpers | {stands_in for one in helpers for stands_in in _who_stands_in(team, one)}
        working = {one for one in asked if one in team.on_duty} - {SENDER}
        if minutes < 5 and working:
            return working
        return set(helpers if minutes < 15 else helpers | team.other_managers | team.administrators) - {SENDER}

    def _told(self) -> Standing:
        known = Known(
            self.ladder,
            on_duty=bool(self.team.at_work),
            handed_over=bool(self.called),
            seen=bool(self.seen),
            taken=bool(self.takers) and not self.withdrawn,
            withdrawn=self.withdrawn,
        )
        return standing(known, self.now)

    @invariant()
    def each_rung_is_climbed_at_most_once_and_upwards(self) -> None:
        assert self.climbed == sorted(set(self.climbed))

    @invariant()
    def nobody_is_called_after_somebody_answered(self) -> None:
        assert not self.after_the_end
        assert len(self.takers) <= 1
        if self.ladder.ended:
            assert climb(self.ladder, self.now + timedelta(days=9)) is None

    @invariant()
    def the_sender_is_never_called(self) -> None:
        assert SENDER not in self.called

    @invariant()
    def nobody_of_the_team_is_forgotten(self) -> None:
        """Whoever was to be called on the last rung that was climbed, was called, and so was somebody at all."""
        assert self.owed <= self.called

    @invariant()
    def an_alarm_nobody_answered_climbs_on_or_says_that_it_is_over(self) -> None:
        if self.ladder.ended:
            return
        if self.ladder.next_at is None:
            assert self.ladder.over
            assert self._told() == Standing.OVER
            return
        soon = max(self.now, self.ladder.next_at) if self.ladder.next_at - self.now <= RUNGS[-1] else self.now
        assert climb(self.ladder, soon + timedelta(minutes=17)) is not None

    @invariant()
    def the_sender_always_knows(self) -> None:
        told, unanswered = self._told(), not self.ladder.ended
        assert (told in (Standing.TAKEN, Standing.WITHDRAWN)) == self.ladder.ended
        if unanswered and not self.seen and (not self.team.at_work or self.now - START >= SEEN_WITHIN):
            assert must_phone(told)
        if unanswered and self.now - START >= RUNGS[2]:
            assert must_phone(told), "read, but not taken up"
        assert must_phone(told) is (told not in CALM)


def _who_stands_in(team: Team, person: UUID) -> list[UUID]:
    """For this person, and for that one too, as long as it leads to somebody new."""
    found: list[UUID] = []
    deputies = team.deputies or {}
    while (person in deputies) and deputies[person] not in found:
        person = deputies[person]
        found.append(person)
    return found


TheLadder.TestCase.settings = settings(
    max_examples=max(STEPS // 50, 1),
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
test_the_ladder = TheLadder.TestCase


def test_without_a_disturbance_the_rungs_come_at_their_minutes() -> None:
    _, ladder = first_rung(START)
    found = []
    for second in range(2 * 3600):
        if step := climb(ladder, START + timedelta(seconds=second)):
            found.append((step[0], second / 60))
            ladder = step[1]
    assert found == [(1, 2), (2, 5), (3, 15), (4, 30), (5, 45), (6, 60), (7, 75)]
    assert ladder.over


def test_two_machines_whose_clocks_differ_a_little_climb_no_rung_early() -> None:
    _, ladder = first_rung(START)
    assert climb(ladder, START - timedelta(seconds=30)) is None


def test_a_clock_that_is_moved_back_holds_nothing_up_and_then_goes_at_its_own_pace() -> None:
    _, ladder = first_rung(START)
    before = START - timedelta(days=2)
    step = climb(ladder, before)
    assert step is not None
    assert (step[0], step[1].next_at) == (1, before + timedelta(minutes=3))
    assert climb(step[1], before + timedelta(minutes=2)) is None


def test_first_who_works_then_all_of_these_roles_then_everybody() -> None:
    team = replace(TEAM, on_duty=frozenset({MARJAN, TESS}))
    assert called_on(0, team) == called_on(1, team) == {MARJAN}
    assert called_on(2, team) == {KARIM, MARJAN}
    assert called_on(3, team) == {KARIM, MARJAN, FATIMA, TESS}


def test_who_stands_in_for_who_stands_in_is_found_and_a_circle_ends() -> None:
    team = replace(TEAM, deputies={KARIM: FATIMA, FATIMA: DEPUTY, DEPUTY: KARIM}, on_duty=frozenset({DEPUTY}))
    assert called_on(0, team) == {DEPUTY}


def test_when_the_sender_is_the_only_one_of_the_first_everybody_is_called_at_once() -> None:
    team = replace(TEAM, sender=KARIM, social_workers=frozenset())
    assert called_on(0, team) == {FATIMA, TESS}


def test_who_was_called_is_called_again_also_when_their_role_ended() -> None:
    assert DEPUTY in called_on(4, TEAM, {DEPUTY})


@pytest.mark.parametrize(
    ("known", "minutes", "told"),
    [
        ({}, 0, Standing.CALLED),
        ({}, 2, Standing.UNSEEN),
        ({"on_duty": False}, 0, Standing.NOBODY_ON_DUTY),
        ({"handed_over": False}, 0, Standing.CALLED),
        ({"handed_over": False}, 1, Standing.NOT_GOING_OUT),
        ({"seen": True}, 4, Standing.SEEN),
        ({"seen": True, "on_duty": False}, 1, Standing.SEEN),
        ({"seen": True}, 5, Standing.SEEN_ONLY),
        ({"seen": True}, 75, Standing.OVER),
        ({"taken": True, "seen": True}, 80, Standing.TAKEN),
        ({"withdrawn": True}, 80, Standing.WITHDRAWN),
    ],
)
def test_what_the_sender_is_told(known: dict[str, bool], minutes: int, told: Standing) -> None:
    facts = Known(**{"ladder": first_rung(START)[1], "on_duty": True, "handed_over": True, "seen": False, **known})  # type: ignore[arg-type]
    assert standing(facts, START + timedelta(minutes=minutes)) == told


def test_a_call_lives_until_the_next_one() -> None:
    assert [lifetime(rung) for rung in range(len(RUNGS))] == [120, 180, 600, 900, 900, 900, 900, 900]


def test_a_call_that_fails_is_tried_often_at_first() -> None:
    assert [wait_after(attempts).total_seconds() for attempts in range(1, 8)] == [5, 10, 20, 40, 60, 60, 60]


def test_the_middle_of_the_exercises() -> None:
    minutes = [timedelta(minutes=number) for number in (9, 1, 3)]
    assert median(minutes) == timedelta(minutes=3)
    assert median(minutes[1:]) == timedelta(minutes=2)
    assert median([]) is None


def test_how_long_it_took_is_never_less_than_nothing() -> None:
    assert waited(START, START - timedelta(seconds=1)) == timedelta()
    assert waited(START, None) is None


def test_an_alarm_that_ended_has_nothing_to_climb() -> None:
    assert climb(Ladder(START, 1, START, ended=True), START) is None
