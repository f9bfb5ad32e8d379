"""deploy/CAPACITY.md: its tables are the arithmetic's, and the arithmetic survives a simulated Monday afternoon."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from tests.bench.capacity.afternoon import after_outage, busiest
from tests.bench.capacity.arithmetic import connections, needed, peak
from tests.bench.capacity.coming_back import AS_THEY_DO, PAGES_AT_ONCE
from tests.bench.capacity.machine import COMFORT, MEASURED, PATIENCE, Machine
from tests.bench.capacity.outage import catching_up, last_page
from tests.bench.capacity.page import FACTORS, tables
from tests.bench.capacity.practice import AGAIN, BUSY, Practice
from tests.bench.capacity.simulation import Seen
from tests.bench.capacity.sizes import OUTAGE

PAGE = Path(__file__).parents[2] / "deploy" / "CAPACITY.md"
A_MINUTE = 60
# Of the larger columns: as crowded, and full size, but not the whole ten minutes.
SECONDS = {1: BUSY, 10: 2 * A_MINUTE, 100: A_MINUTE}
POSTGRESQLS_DEFAULT = 100  # max_connections


def asked_for(factor: int) -> tuple[Practice, Machine]:
    """A column of the page: the people, and the machine it asks for."""
    practice = Practice().times(factor)
    return practice, needed(practice, MEASURED, replica=factor > 1)


@cache
def played(factor: int, replica: bool) -> Seen:
    """That column's peak, played once for all tests that look at it."""
    practice, machine = asked_for(factor)
    return busiest(practice, MEASURED, replace(machine, replica=replica), SECONDS[factor])


def test_the_page_says_what_the_arithmetic_says() -> None:
    written = PAGE.read_text()
    for table in tables().strip().split("\n\n"):
        assert table in written, "python -m tests.bench.capacity prints the tables anew"


@pytest.mark.parametrize("factor", FACTORS)
def test_web_processes_and_postgresql_are_as_busy_as_the_arithmetic_says(factor: int) -> None:
    practice, machine = asked_for(factor)
    expected, seen = peak(practice, MEASURED, machine), played(factor, machine.replica)
    assert seen.web_busy == pytest.approx(expected.web_busy, rel=0.05)
    assert seen.database_busy == pytest.approx(expected.database_busy, rel=0.05)


@pytest.mark.parametrize("factor", FACTORS)
def test_with_what_the_page_asks_for_nobody_waits_a_second(factor: int) -> None:
    assert played(factor, factor > 1).worst < 1


def test_with_one_web_process_ten_times_the_people_do_wait() -> None:
    practice, machine = asked_for(10)
    crowded = replace(machine, webs=1)
    assert peak(practice, MEASURED, crowded).web_busy > COMFORT
    assert busiest(practice, MEASURED, crowded, A_MINUTE).p95 > 20 * played(10, True).p95


def test_with_half_of_postgresqls_cores_a_hundred_times_the_people_do_wait() -> None:
    practice, machine = asked_for(100)
    crowded = replace(machine, database_cores=machine.database_cores // 2)
    assert peak(practice, MEASURED, crowded).database_busy > COMFORT
    assert busiest(practice, MEASURED, crowded, A_MINUTE / 3).p95 > 20 * played(100, True).p95


@pytest.mark.parametrize("factor", FACTORS)
def test_reminders_of_one_moment_are_sent_in_the_time_the_page_gives_while_people_work(factor: int) -> None:
    practice, machine = asked_for(factor)
    seen = played(factor, machine.replica).reminded
    assert seen == pytest.approx(peak(practice, MEASURED, machine).burst, rel=0.1)
    assert seen <= PATIENCE


def test_with_a_worker_less_than_the_page_asks_for_reminders_are_late() -> None:
    practice, machine = asked_for(100)
    assert machine.workers > 1
    fewer = replace(machine, workers=machine.workers - 1)
    assert busiest(practice, MEASURED, fewer, seconds=1).reminded > PATIENCE


@pytest.mark.parametrize("factor", [1, 10])
def test_an_outage_is_caught_up_in_the_time_the_page_gives_when_all_come_at_once(factor: int) -> None:
    practice, machine = asked_for(factor)
    seen = after_outage(practice, MEASURED, machine, OUTAGE)
    expected = catching_up(practice, MEASURED, machine, OUTAGE)
    assert max(seen.settled, seen.reminded) - OUTAGE == pytest.approx(expected.seconds, rel=0.05)


def test_when_notes_alone_wait_and_postgresql_is_the_slower_the_arithmetic_knows() -> None:
    practice = replace(Practice(), pages=0, pages_shared=0, watched=0, alarmed=0)
    machine, costs = Machine(webs=1, database_cores=1), replace(MEASURED, note_database=3 * MEASURED.note_web)
    expected = catching_up(practice, costs, machine, OUTAGE)
    assert expected.who == "PostgreSQL"
    seen = after_outage(practice, costs, machine, OUTAGE).settled - OUTAGE
    assert seen == pytest.approx(expected.seconds, rel=0.05)


def test_when_notes_and_pages_come_as_they_do_nobody_waits_a_second() -> None:
    practice, machine = asked_for(1)
    quiet, after = (after_outage(practice, MEASURED, machine, outage, AS_THEY_DO) for outage in (0, OUTAGE))
    assert last_page(practice, MEASURED, machine, OUTAGE) < 1
    assert after.worst < 1
    looks_missed = round(practice.looks * OUTAGE)
    assert len(quiet.took) - len(after.took) == pytest.approx(looks_missed, abs=1), "only the screens' looks are lost"


def test_when_all_want_their_page_in_the_same_moment_the_back_off_of_notes_helps_them_little() -> None:
    practice, machine = asked_for(1)
    caught_up = catching_up(practice, MEASURED, machine, OUTAGE).seconds
    assert after_outage(practice, MEASURED, machine, OUTAGE, PAGES_AT_ONCE).worst == pytest.approx(caught_up, rel=0.1)


def test_ten_times_the_people_wait_for_their_page_as_long_as_the_page_says() -> None:
    practice, machine = asked_for(10)
    expected = last_page(practice, MEASURED, machine, OUTAGE)
    assert expected > AGAIN
    assert after_outage(practice, MEASURED, machine, OUTAGE, AS_THEY_DO).worst == pytest.approx(expected, rel=0.05)


@pytest.mark.parametrize("factor", FACTORS)
def test_at_least_as_many_requests_are_under_way_as_the_page_says_and_not_twice_as_many(factor: int) -> None:
    practice, machine = asked_for(factor)
    least = peak(practice, MEASURED, machine).under_way
    assert 0.95 * least < played(factor, machine.replica).under_way < 2 * least


@pytest.mark.parametrize("factor", [10, 100])
def test_a_replica_keeps_as_many_more_connections_busy_as_its_answer_takes(factor: int) -> None:
    practice, machine = asked_for(factor)
    alone, both = (peak(practice, MEASURED, replace(machine, replica=one)).under_way for one in (False, True))
    seen = played(factor, True).under_way - played(factor, False).under_way
    assert seen == pytest.approx(both - alone, rel=0.25)


def test_in_the_last_column_only_the_connections_pass_what_postgresql_gives_by_itself() -> None:
    first, second, last = (connections(asked_for(factor)[1]) for factor in FACTORS)
    assert first < second < POSTGRESQLS_DEFAULT < last
