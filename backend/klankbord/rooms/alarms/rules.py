"""The ladder: who is called when, and what its sender must know. No clock and no database: all of it true on paper.

An alarm is called out at once, again after 2, 5 and 15 minutes, then every quarter of an hour for an hour. Each rung
calls at least everybody an earlier one called, so a rung that was missed needs no making up for.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

MINUTE = timedelta(minutes=1)
RUNGS = tuple(minutes * MINUTE for minutes in (0, 2, 5, 15, 30, 45, 60, 75))
OTHERS_FROM, EVERYBODY_FROM = 2, 3
SEEN_WITHIN = RUNGS[1]  # unread for longer: the sender is told to phone
TAKEN_WITHIN = RUNGS[2]  # read, but not taken up for longer: the same
HANDED_WITHIN = timedelta(seconds=30)  # nobody could be reached at all for longer: the same
CLOCKS_DIFFER = MINUTE  # between two machines; what lies further ahead was written by a clock that was moved since


@dataclass(frozen=True)
class Team:
    """Who could help at a location, as it is now. `deputies`: who stands in for whom of those who are away."""

    sender: UUID
    managers: frozenset[UUID]
    social_workers: frozenset[UUID]
    other_managers: frozenset[UUID] = frozenset()
    administrators: frozenset[UUID] = frozenset()
    deputies: Mapping[UUID, UUID] | None = None
    on_duty: frozenset[UUID] = frozenset()

    @property
    def first(self) -> frozenset[UUID]:
        """Managers of the location, social workers, and their deputies; never the sender."""
        return self._with_deputies(self.managers | self.social_workers)

    @property
    def everybody(self) -> frozenset[UUID]:
        """Everybody of these roles wherever they work, administrators, and their deputies."""
        return self._with_deputies(self.managers | self.social_workers | self.other_managers | self.administrators)

    @property
    def at_work(self) -> frozenset[UUID]:
        """Who of the first is on duty."""
        return self.first & self.on_duty

    def _with_deputies(self, people: frozenset[UUID]) -> frozenset[UUID]:
        found, looking = set(people), set(people)
        while looking := {(self.deputies or {})[one] for one in looking if one in (self.deputies or {})} - found:
            found |= looking
        return frozenset(found - {self.sender})


def called_on(rung: int, team: Team, before: Collection[UUID] = ()) -> frozenset[UUID]:
    """Whom a rung calls. `before`: who was called already and still works here.

    First who is on duty; when nobody is, or after five minutes, all of the first; after fifteen everybody.
    """
    if rung >= EVERYBODY_FROM or not team.first:
        asked = team.everybody
    elif rung >= OTHERS_FROM:
        asked = team.first
    else:
        asked = team.at_work or team.first
    return (asked | frozenset(before)) - {team.sender}


@dataclass(frozen=True)
class Ladder:
    """Where an alarm stands: `next_rung` comes at `next_at` (aware), until it `ended` or there is none any more."""

    sent_at: datetime
    next_rung: int = 0
    next_at: datetime | None = None
    ended: bool = False

    @property
    def over(self) -> bool:
        """All rungs were climbed and nobody answered."""
        return self.next_at is None and self.next_rung >= len(RUNGS)


def first_rung(now: datetime) -> tuple[int, Ladder]:
    """The rung that is climbed by sending (at `now`, aware), and the ladder after it."""
    return 0, Ladder(now, 1, now + RUNGS[1])


def climb(ladder: Ladder, now: datetime) -> tuple[int, Ladder] | None:
    """The rung to climb now and the ladder after it; None when there is nothing to do yet, or any more.

    Of rungs that were missed only the last is climbed. A clock that is moved back holds nothing up, and one that is
    moved ahead skips nobody.
    """
    if ladder.ended or ladder.next_at is None or ladder.next_rung >= len(RUNGS):
        return None
    moved_back = ladder.next_at - now > _gap(ladder.next_rung) + CLOCKS_DIFFER
    if now < ladder.next_at and not moved_back:
        return None
    due = [rung for rung in range(ladder.next_rung, len(RUNGS)) if ladder.sent_at + RUNGS[rung] <= now]
    rung = max(due, default=ladder.next_rung)
    return rung, replace(ladder, next_rung=rung + 1, next_at=_moment_after(ladder, rung, now))


def _moment_after(ladder: Ladder, rung: int, now: datetime) -> datetime | None:
    if rung + 1 >= len(RUNGS):
        return None
    return min(ladder.sent_at + RUNGS[rung + 1], now + _gap(rung + 1))


def _gap(rung: int) -> timedelta:
    return RUNGS[rung] - RUNGS[rung - 1] if rung else timedelta()


def lifetime(rung: int) -> int:
    """Seconds a push service may keep the call of a rung: until the next one, at least a minute."""
    gap = _gap(rung + 1) if rung + 1 < len(RUNGS) else _gap(rung)
    return int(max(gap, MINUTE).total_seconds())


def wait_after(attempts: int) -> timedelta:
    """Until a call that could not be handed over is tried again: 5, 10, 20, 40 seconds, then each minute."""
    return min(timedelta(seconds=5) * (1 << min(attempts - 1, 5)), MINUTE)


MOST_ATTEMPTS = 10


class Standing(StrEnum):
    """What the sender is told, in one word."""

    CALLED = "called"
    NOBODY_ON_DUTY = "nobody_on_duty"
    NOT_GOING_OUT = "not_going_out"
    UNSEEN = "unseen"
    SEEN = "seen"
    SEEN_ONLY = "seen_only"
    OVER = "over"
    TAKEN = "taken"
    WITHDRAWN = "withdrawn"


ENDED = (Standing.TAKEN, Standing.WITHDRAWN)
CALM = (Standing.CALLED, Standing.SEEN, *ENDED)


@dataclass(frozen=True)
class Known:
    """What is known of an alarm now."""

    ladder: Ladder
    on_duty: bool
    handed_over: bool
    seen: bool
    taken: bool = False
    withdrawn: bool = False


def standing(known: Known, now: datetime) -> Standing:
    """What its sender is told. Whatever is not calm (`must_phone`) says to phone.

    It hangs on nothing but these facts and the time: whether or not a worker runs, the sender is told.
    """
    waited = now - known.ladder.sent_at
    if known.withdrawn or known.taken:
        return Standing.WITHDRAWN if known.withdrawn else Standing.TAKEN
    if known.ladder.over or waited >= RUNGS[-1]:
        return Standing.OVER
    if known.seen:
        return Standing.SEEN_ONLY if waited >= TAKEN_WITHIN or known.ladder.next_rung > 2 else Standing.SEEN
    if not known.on_duty:
        return Standing.NOBODY_ON_DUTY
    if not known.handed_over and waited >= HANDED_WITHIN:
        return Standing.NOT_GOING_OUT
    return Standing.UNSEEN if waited >= SEEN_WITHIN or known.ladder.next_rung > 1 else Standing.CALLED


def must_phone(told: Standing) -> bool:
    """Whether the sender should not wait for the app any longer."""
    return told not in CALM


def median(waits: Collection[timedelta]) -> timedelta | None:
    """The middle one; of an even number the mean of the two in the middle; None of none."""
    if not waits:
        return None
    sorted_ = sorted(waits)
    half = len(sorted_) // 2
    return sorted_[half] if len(sorted_) % 2 else (sorted_[half - 1] + sorted_[half]) / 2


def waited(since: datetime, until: datetime | None) -> timedelta | None:
    """How long it took, never less than nothing (two machines' clocks may differ)."""
    return None if until is None else max(until - since, timedelta())
