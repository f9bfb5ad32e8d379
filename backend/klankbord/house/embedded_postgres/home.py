"""The folder of one cluster: who owns it, its password, its first filling (initdb), its socket."""

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe

from klankbord.house.cannot_start import CannotStart
from klankbord.house.embedded_postgres.service_user import ServiceUser, new_shared_folder, run_as

LONGEST_SOCKET = 100  # bytes; the kernel's limit is 107 on Linux and 103 on macOS
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "TZ": "UTC"}


@dataclass(frozen=True)
class Home:
    """One cluster's folder, usable by `user` (None: by ourselves)."""

    path: Path
    user: ServiceUser | None

    @property
    def data(self) -> Path:
        return self.path / "data"

    @property
    def log(self) -> Path:
        return self.file("postgres.log")

    @property
    def lock(self) -> Path:
        return self.file("lock")

    def file(self, name: str) -> Path:
        """A private file here, made empty when it is not there."""
        path = self.path / name
        if not path.exists():
            path.touch(mode=0o600)
            self._own(path)
        return path

    def password(self) -> str:
        """The superuser's password, made at first use and readable by nobody else."""
        file = self.path / "password"
        if not file.exists():
            fresh = self.file("password.new")
            fresh.write_text(token_urlsafe(32))
            fresh.rename(file)
        return file.read_text()

    def fill(self, initdb: Path, durable: bool) -> None:
        """Make the cluster if there is none. A half-made one is never mistaken for one: it has another name."""
        if (self.data / "PG_VERSION").exists():
            return
        self.password()
        fresh = self.folder("data.new", fresh=True)
        options = ["-U", "postgres", "-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums"]
        options += [f"--pwfile={self.path / 'password'}", *([] if durable else ["--no-sync"])]
        done = subprocess.run(  # noqa: S603
            [initdb, "-D", fresh, *options],
            capture_output=True, text=True, cwd=self.path, env={**os.environ, **ENVIRONMENT},
            **run_as(self.user),
        )  # fmt: skip
        if done.returncode:
            raise CannotStart(f"PostgreSQL could not make its files in {self.path}: {done.stderr.strip()[-300:]}")
        fresh.rename(self.data)

    def socket_folder(self, before: Path | None) -> Path:
        """Where the socket lies: here, or in a short temporary folder when the path here is too long for one.

        `before` is where it lay earlier in this process, for whoever still has that address.
        """
        if len(os.fsencode(self.path / "run" / ".s.PGSQL.5432")) <= LONGEST_SOCKET:
            return self.folder("run")
        short = before or Path(tempfile.mkdtemp(prefix="kb-"))
        short.mkdir(exist_ok=True, mode=0o700)
        self._own(short)
        return short

    def folder(self, name: str, fresh: bool = False) -> Path:
        """A private folder here; `fresh`: emptied first."""
        path = self.path / name
        if fresh:
            shutil.rmtree(path, ignore_errors=True)
        path.mkdir(exist_ok=True, mode=0o700)
        self._own(path)
        return path

    def _own(self, path: Path) -> None:
        if self.user:
            self.user.own(path)


def settle(state: Path, user: ServiceUser | None, durable: bool) -> Home:
    """The cluster's home at `state`; for root, when the service user cannot get there, elsewhere behind a link."""
    if user and not state.exists() and not user.reaches(state):
        elsewhere = new_shared_folder("cluster-") if durable else Path(tempfile.mkdtemp(prefix="kb-"))
        state.parent.mkdir(parents=True, exist_ok=True)
        state.symlink_to(elsewhere)
    state.mkdir(parents=True, exist_ok=True, mode=0o700)
    home = Home(state.resolve(), user)
    if user:
        user.own(home.path)
    home.path.chmod(0o700)
    return home
