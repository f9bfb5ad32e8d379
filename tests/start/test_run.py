"""`make run`, lived through: the first start, the next ones, and every way it can end."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from klankbord.rooms.demo.people import PEOPLE
from klankbord.start.secret_file import NAMES, secrets_of
from tests.start.folders import a_public_folder
from tests.start.starting import REAL, Start, gone, is_ready, others, started, until


@pytest.fixture(scope="module")
def data_dir() -> Iterator[Path]:
    """One data folder for this module: the first test to start fills it, the others start warm."""
    with a_public_folder() as folder:
        yield folder / "data"


@pytest.fixture(scope="class")
def running(data_dir: Path) -> Iterator[Start]:
    """One start for the tests that only look, or that it survives."""
    with started(data_dir) as start:
        assert start.address
        yield start


class TestWhileItRuns:
    def test_it_says_where_it_is_and_who_one_can_be_and_is_ready(self, running: Start) -> None:
        assert is_ready(running.address)
        until(lambda: "Ctrl-C" in running.said)
        assert all(person.first_name in running.said for person in PEOPLE)

    def test_no_secret_is_printed_or_in_the_arguments_of_a_process_and_their_file_is_private(
        self, running: Start
    ) -> None:
        shown = running.said + " ".join(" ".join(each.cmdline()) for each in running.everybody())
        assert not [name for name in NAMES if secrets_of(running.data_dir)[name] in shown]
        assert (running.data_dir / "secrets.env").stat().st_mode & 0o777 == 0o600

    @pytest.mark.parametrize("who", ["web", "worker", "postgres"])
    def test_who_dies_by_accident_is_reported_and_started_again(self, running: Start, who: str) -> None:
        before = running.family()[who]
        before.kill()
        name = "PostgreSQL" if who == "postgres" else f"The {who} process"
        until(lambda: f"{name} stopped by itself" in running.said)
        until(lambda: running.family().get(who, before).pid != before.pid and is_ready(running.address))


def test_ctrl_c_leaves_no_process_and_a_next_start_builds_and_makes_up_nothing_again(data_dir: Path) -> None:
    with started(data_dir) as start:
        assert is_ready(start.address)
        everybody = start.everybody()
        assert start.stop() == 0
        assert gone(everybody)
    assert not [word for word in ("Building", "Making up", "Traceback") if word in start.said]
    assert not (data_dir / "postgres" / "data" / "postmaster.pid").exists()


def test_asked_twice_it_waits_for_nobody(data_dir: Path) -> None:
    with started(data_dir) as start:
        assert start.address
        everybody = start.everybody()
        start.family()["web"].suspend()  # would keep an ordinary stop waiting
        start.process.send_signal(signal.SIGINT)
        until(lambda: "Stopping" in start.said)
        start.process.send_signal(signal.SIGINT)
        start.process.wait(4)
        until(lambda: gone(everybody))


def test_after_kill_9_only_the_database_lives_on_and_the_next_start_takes_it_over(data_dir: Path) -> None:
    with started(data_dir) as first:
        port = first.address.rpartition(":")[2]
        family = first.family()
        os.kill(first.process.pid, signal.SIGKILL)
        first.ends()
        with started(data_dir, PORT=port) as second:  # at once, on the same port
            assert is_ready(second.address)
            assert gone(list(family.values()))
            second.process.terminate()
            assert second.ends() == 0


@pytest.fixture(scope="module")
def real() -> Iterator[Start]:
    """A real organisation's first start, by an ordinary user where we can be one."""
    user = others()[0]
    with a_public_folder() as folder:
        if user is not None:
            os.chown(folder, user, user)
        with started(folder / "data", user, **REAL) as start:
            assert start.address
            yield start


def test_an_ordinary_user_gets_the_same_from_nothing(real: Start) -> None:
    assert is_ready(real.address)
    user = others()[0]
    assert real.family()["postgres"].uids().real == (os.geteuid() if user is None else user)


def test_a_real_organisation_gets_no_made_up_people(real: Start) -> None:
    assert "Making up" not in real.said
    assert PEOPLE[0].first_name not in real.said


def test_in_a_real_organisation_each_process_knows_its_own_way_into_the_database_only(real: Start) -> None:
    told = {name: str(child.environ()) for name, child in real.family().items() if name != "postgres"}
    passwords = secrets_of(real.data_dir)
    assert set(told) == {"web", "worker"}
    for name, environment in told.items():
        known = [role for role in ("OWNER", "WEB", "WORKER") if passwords[f"{role}_PASSWORD"] in environment]
        assert known == [name.upper()]
