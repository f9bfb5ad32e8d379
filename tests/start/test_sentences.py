"""Whatever keeps Klankbord from starting is said in one sentence, and never as a traceback."""

import os
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from klankbord.house.cannot_start import CannotStart
from klankbord.start.data_folder import open_data_folder
from klankbord.start.listening import listen
from klankbord.start.secret_file import secrets_of
from klankbord.start.wishes import read_wishes
from tests.start.folders import a_public_folder
from tests.start.starting import REAL, others, started

NEEDED = ("DATABASE_URL", "WEB_DATABASE_URL", "WORKER_DATABASE_URL", "DATA_KEYS", "SEAL_KEYS", "VAPID_PRIVATE_KEY")
NEEDED += ("VAPID_SUBJECT",)


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as other_program:
        yield other_program.getsockname()[1]


@pytest.fixture
def folder() -> Iterator[Path]:
    with a_public_folder() as made:
        yield made


def last_words(data_dir: Path, user: int | None = None, /, **wishes: str) -> str:
    """What a start that fails says; it ends with exit code 1 and without a traceback."""
    with started(data_dir, user, **wishes) as start:
        assert start.ends() == 1, start.said
    assert "Traceback" not in start.said
    return start.said.strip().splitlines()[-1]


def test_a_taken_port(folder: Path, taken_port: int) -> None:
    said = last_words(folder / "data", PORT=str(taken_port))
    assert said.startswith(f"Klankbord cannot start. Port {taken_port} on 127.0.0.1 is taken")
    assert not (folder / "data").exists()


def test_a_data_folder_that_is_a_file(folder: Path) -> None:
    (folder / "data").touch()
    assert "is not a folder: choose another with DATA_DIR." in last_words(folder / "data")


def test_a_data_folder_with_an_impossible_name(folder: Path) -> None:
    assert "cannot be made (File name too long)" in last_words(folder / ("d" * 300))


def test_a_data_folder_that_cannot_be_read(folder: Path) -> None:
    """For root every folder can be read, so there an ordinary user tries."""
    user = others()[0]
    data_dir = folder / "data"
    data_dir.mkdir(mode=0o700)
    os.chown(data_dir, -1 if user is None else user, -1)
    data_dir.chmod(0o000)
    if user is None and os.geteuid() == 0:
        os.rmdir(data_dir)
        data_dir.touch()
    said = last_words(data_dir, user)
    data_dir.chmod(0o700)
    assert said.endswith("choose another with DATA_DIR.")


def test_a_data_folder_of_somebody_else(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: os.stat(folder).st_uid + 1)
    with pytest.raises(CannotStart, match="belongs to another user"):
        open_data_folder(folder)


def test_a_database_that_cannot_be_entered(folder: Path) -> None:
    said = last_words(folder / "data", DATABASE_URL="postgresql://me:hush@127.0.0.1:1/nowhere")
    assert "The database in DATABASE_URL cannot be entered (ConnectionRefusedError)" in said
    assert "hush" not in said


@pytest.mark.parametrize(
    ("wishes", "sentence"),
    [
        ({"PORT": "eighty"}, "PORT is 'eighty'"),
        ({"PORT": "65536"}, "PORT is '65536'"),
        ({"HOST": "0.0.0.0"}, "loopback address only"),
        ({"HOST": "klankbord.example.org"}, "loopback address only"),
        ({"PUBLIC_URL": "https://klankbord.example.org"}, "loopback address only"),
        ({"DEMO": "0"}, "PUBLIC_URL must say"),
        ({**REAL, "PUBLIC_URL": "http://klankbord.example.org"}, "PUBLIC_URL must say"),
        ({**REAL, "VAPID_SUBJECT": ""}, "VAPID_SUBJECT must be"),
        ({"DATABASE_URL": "sqlite:///x"}, "DATABASE_URL must start with postgresql://"),
    ],
)
def test_a_wish_that_cannot_be_meant(wishes: dict[str, str], sentence: str) -> None:
    with pytest.raises(CannotStart, match=sentence):
        read_wishes(wishes)


def test_an_organisation_may_listen_anywhere_and_is_no_demo() -> None:
    wishes = read_wishes({**REAL, "HOST": "0.0.0.0"})
    assert not wishes.demo


def test_an_address_that_is_not_of_this_machine() -> None:
    with pytest.raises(CannotStart, match=r"no address 192\.0\.2\.1"):
        listen("192.0.2.1", 0)


def test_secrets_are_made_once_and_for_our_eyes_only(tmp_path: Path) -> None:
    first = secrets_of(tmp_path)
    assert secrets_of(tmp_path) == first
    assert stat.S_IMODE((tmp_path / "secrets.env").stat().st_mode) == 0o600


def test_lost_secrets_beside_a_database_are_not_quietly_made_anew(tmp_path: Path) -> None:
    (tmp_path / "postgres" / "data").mkdir(parents=True)
    with pytest.raises(CannotStart, match="put back your copy"):
        secrets_of(tmp_path)


def test_half_a_file_of_secrets_is_not_believed(tmp_path: Path) -> None:
    whole = secrets_of(tmp_path)
    (tmp_path / "secrets.env").write_text(f"DATA_KEYS={whole['DATA_KEYS']}\n")
    with pytest.raises(CannotStart, match="SEAL_KEYS"):
        secrets_of(tmp_path)


@pytest.mark.parametrize("part", ["web", "worker"])
def test_settings_that_are_not_right_are_named_without_their_values(part: str) -> None:
    wrong = {**os.environ, **dict.fromkeys(NEEDED, "hush"), "DEMO": "0", "PUBLIC_URL": "http://hush.example.org"}
    del wrong["DATA_KEYS"]
    done = subprocess.run([sys.executable, "-m", "klankbord", part], env=wrong, capture_output=True, text=True)
    assert done.returncode == 1
    assert "DATA_KEYS" in done.stderr
    assert "hush" not in done.stderr
    assert "Traceback" not in done.stderr
