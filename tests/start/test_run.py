"""`make run`, lived through: the first start, the next ones, and every way it can end."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from klankbord.rooms.demo.people import PEOPLE
from klankbord.start.secret_file import NAMES, secrets_of
from tests.start.folders import a_public_folder
from tests.start.starting import gone, is_ready, others, started, until


@pytest.fixture(scope="module")
def data_dir() -> Iterator[Path]:
    """One data folder for this module: the first test to start makes it, the others start warm."""
    with a_public_folder() as folder:
        yield folder / "data"


def test_a_start_says_where_it_is_and_who_one_can_be_and_is_ready(data_dir: Path) -> None:
    with started(data_dir) as start:
        assert is_ready(start.address)
        until(lambda: "Ctrl-C" in start.said)
        assert all(person.first_name in start.said for person in PEOPLE)


def test_a_second_start_builds_and_makes_up_nothing_again(data_dir: Path) -> None:
    with started(data_dir) as start:
        assert start.address
    with started(data_dir) as start:
        assert is_ready(start.address)
        assert "Building" not in start.said
        assert "Making up" not in start.said


def test_no_secret_is_printed_or_in_the_arguments_of_a_process_and_their_file_is_private(data_dir: Path) -> None:
    with started(data_dir) as start:
        assert start.address
        shown = start.said + " ".join(" ".join(each.cmdline()) for each in start.everybody())
    assert not [name for name in NAMES if secrets_of(data_dir)[name] in shown]
    assert (data_dir / "secrets.env").stat().st_mode & 0o777 == 0o600


def test_each_process_is_told_its_own_way_into_the_database_only(data_dir: Path) -> None:
    with started(data_dir) as start:
        assert start.address
        told = {name: child.environ() for name, child in start.family().items() if name != "postgres"}
    passwords = secrets_of(data_dir)
    for name, environment in told.items():
        known = [role for role in ("OWNER", "WEB", "WORKER") if passwords[f"{role}_PASSWORD"] in str(environment)]
        assert known == [name.upper()]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_leaves_no_process_and_a_database_that_was_closed_well(data_dir: Path, number: int) -> None:
    with started(data_dir) as start:
        assert start.address
        everybody = start.everybody()
        start.process.send_signal(number)
        assert start.ends() == 0
        assert gone(everybody)
        assert "Traceback" not in start.said
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


def test_after_kill_9_of_the_parent_nobody_lives_on_but_the_database_and_the_next_start_takes_that_over(
    data_dir: Path,
) -> None:
    with started(data_dir) as first:
        port = first.address.rpartition(":")[2]
        family = first.family()
        os.kill(first.process.pid, signal.SIGKILL)
        first.ends()
        with started(data_dir, PORT=port) as second:  # at once, on the same port
            assert is_ready(second.address)
            assert gone(list(family.values()))


@pytest.mark.parametrize("who", ["web", "worker", "postgres"])
def test_who_dies_by_accident_is_reported_and_started_again(data_dir: Path, who: str) -> None:
    with started(data_dir) as start:
        address, before = start.address, start.family()[who]
        before.kill()
        until(lambda: "stopped by itself" in start.said)
        until(lambda: start.family().get(who, before).pid != before.pid and is_ready(address))


@pytest.mark.parametrize("user", others())
def test_an_ordinary_user_gets_the_same_from_nothing(user: int | None) -> None:
    with a_public_folder() as folder:
        if user is not None:
            os.chown(folder, user, user)
        with started(folder / "data", user) as start:
            assert is_ready(start.address)
            assert start.family()["postgres"].uids().real == (os.geteuid() if user is None else user)
