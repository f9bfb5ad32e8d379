"""The secrets of one installation: made once, kept in one private file, told to our processes and to nobody else."""

import os
import secrets
from base64 import b64encode, urlsafe_b64encode
from pathlib import Path

from klankbord.house.cannot_start import CannotStart
from klankbord.house.database_roles import RolePasswords, make_passwords

P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
HEADING = """\
# Made by Klankbord at its first start. Without this file the notes in the database cannot be read by anyone;
# with this file and the database, by everyone. Keep a copy, but never beside a copy of the database.
"""
NAMES = ("DATA_KEYS", "SEAL_KEYS", "VAPID_PRIVATE_KEY", "OWNER_PASSWORD", "WEB_PASSWORD", "WORKER_PASSWORD")


def secrets_of(data_dir: Path) -> dict[str, str]:
    """The secrets by name (NAMES), made at the first call. Raises CannotStart when the file is damaged."""
    file = data_dir / "secrets.env"
    if not file.exists():
        if (data_dir / "postgres" / "data").exists():
            raise CannotStart(f"{file} is gone, and without it nobody can read the notes: put back your copy of it.")
        _write(file, _fresh())
    lines = (line.split("=", 1) for line in file.read_text().splitlines() if "=" in line and line[0] != "#")
    known = {name.strip(): value.strip() for name, value in lines}
    if missing := [name for name in NAMES if not known.get(name)]:
        raise CannotStart(f"{file} is damaged: {', '.join(missing)} is gone. Put back your copy of this file.")
    return known


def role_passwords(known: dict[str, str]) -> RolePasswords:
    """The passwords of the three database roles."""
    return RolePasswords(known["OWNER_PASSWORD"], known["WEB_PASSWORD"], known["WORKER_PASSWORD"])


def _fresh() -> dict[str, str]:
    passwords = make_passwords()
    return {
        "DATA_KEYS": "k1:" + b64encode(secrets.token_bytes(32)).decode(),
        "SEAL_KEYS": "s1:" + b64encode(_p256_scalar()).decode(),
        "VAPID_PRIVATE_KEY": urlsafe_b64encode(_p256_scalar()).rstrip(b"=").decode(),
        "OWNER_PASSWORD": passwords.owner,
        "WEB_PASSWORD": passwords.web,
        "WORKER_PASSWORD": passwords.worker,
    }


def _p256_scalar() -> bytes:
    """A private key on P-256: 32 bytes, big endian, from 1 up to the order of the curve (SEC 1, 3.2.1)."""
    return (secrets.randbelow(P256_ORDER - 1) + 1).to_bytes(32, "big")


def _write(file: Path, fresh: dict[str, str]) -> None:
    half = file.with_name("secrets.env.new")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as handle:
        handle.write(HEADING + "".join(f"{name}={value}\n" for name, value in fresh.items()))
        handle.flush()
        os.fsync(handle.fileno())  # these keys may never be lost after the first note is sealed with them
    if os.geteuid() == 0:
        folder = file.parent.stat()
        os.chown(half, folder.st_uid, folder.st_gid)
    half.rename(file)
