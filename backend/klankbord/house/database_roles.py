"""The three roles of the database (decision 2): the owner migrates; web and worker live under row-level security.

The roles belong to the whole cluster, their passwords to this installation. What each role may do with which table
is written in the migrations, next to the table.
"""

from base64 import b64encode
from dataclasses import dataclass
from hashlib import pbkdf2_hmac, sha256
from hmac import digest
from secrets import token_bytes, token_urlsafe
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import asyncpg

from klankbord.house.cannot_start import CannotStart

OWNER, WEB, WORKER = "klankbord_owner", "klankbord_web", "klankbord_worker"
_LOCK = 5_255_201  # "two starts at once" must not both create a role; any constant will do
_PLAIN = "login nosuperuser nocreatedb nocreaterole noreplication nobypassrls"


@dataclass(frozen=True, repr=False)
class RolePasswords:
    """The passwords of the three roles; never printed."""

    owner: str
    web: str
    worker: str


@dataclass(frozen=True, repr=False)
class DatabaseUrls:
    """One plain postgresql:// address per role; they hold passwords, so never printed."""

    owner: str
    web: str
    worker: str


def make_passwords() -> RolePasswords:
    """Three fresh passwords of 256 bits, safe inside an address."""
    return RolePasswords(*(token_urlsafe(32) for _ in range(3)))


async def prepare_database(admin_url: str, database: str, passwords: RolePasswords) -> DatabaseUrls:
    """Make sure the three roles and the owner's `database` exist in the cluster of a superuser's `admin_url`.

    May be called any number of times, also by two at once; the roles end up with these passwords.
    """
    connection = await asyncpg.connect(admin_url)
    try:
        await connection.execute("select pg_advisory_lock($1)", _LOCK)
        for role, password in ((OWNER, passwords.owner), (WEB, passwords.web), (WORKER, passwords.worker)):
            await _create_or_alter(connection, role, password)
        if not await connection.fetchval("select true from pg_database where datname = $1", database):
            await connection.execute(f"create database {_name(database)} owner {OWNER}")
    finally:
        await connection.close()
    return DatabaseUrls(
        owner=url_for(admin_url, OWNER, passwords.owner, database),
        web=url_for(admin_url, WEB, passwords.web, database),
        worker=url_for(admin_url, WORKER, passwords.worker, database),
    )


async def prepare_roles(owner_url: str, passwords: RolePasswords) -> DatabaseUrls:
    """Make sure web and worker can sign in beside the owner of an existing database (`DATABASE_URL`).

    A role that exists keeps its password: another machine may live by it. Raises CannotStart when the owner may not
    create roles, or when the role has a password that is not ours.
    """
    urls = DatabaseUrls(
        owner=owner_url,
        web=url_for(owner_url, WEB, passwords.web),
        worker=url_for(owner_url, WORKER, passwords.worker),
    )
    connection = await asyncpg.connect(owner_url)
    try:
        await connection.execute("select pg_advisory_lock($1)", _LOCK)
        for role, password, url in ((WEB, passwords.web, urls.web), (WORKER, passwords.worker, urls.worker)):
            await _create_or_enter(connection, role, password, url)
    finally:
        await connection.close()
    return urls


def url_for(url: str, role: str, password: str, database: str | None = None) -> str:
    """The same server (and database, unless another is named), entered as `role`."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    path = parts.path if database is None else "/" + quote(database, safe="")
    return urlunsplit(parts._replace(netloc=f"{role}:{quote(password, safe='')}@{place}", path=path))


def database_of(url: str) -> str:
    """The name of the database an address points at."""
    return unquote(urlsplit(url).path.lstrip("/"))


async def _create_or_alter(connection: "asyncpg.Connection[asyncpg.Record]", role: str, password: str) -> None:
    verb = "alter" if await _exists(connection, role) else "create"
    await connection.execute(f"{verb} role {role} {_PLAIN} password '{_verifier(password)}'")


async def _create_or_enter(
    connection: "asyncpg.Connection[asyncpg.Record]", role: str, password: str, url: str
) -> None:
    try:
        if not await _exists(connection, role):
            await connection.execute(f"create role {role} login password '{_verifier(password)}'")
        await (await asyncpg.connect(url)).close()
    except asyncpg.InsufficientPrivilegeError:
        raise CannotStart(
            f"The user in DATABASE_URL may not create the database role {role}: give it CREATEROLE, "
            "or create the roles yourself and set WEB_DATABASE_URL and WORKER_DATABASE_URL (deploy/README.md)."
        ) from None
    except asyncpg.InvalidAuthorizationSpecificationError:
        raise CannotStart(
            f"The database role {role} exists already with a password this installation does not know: "
            "set WEB_DATABASE_URL and WORKER_DATABASE_URL (deploy/README.md)."
        ) from None


async def _exists(connection: "asyncpg.Connection[asyncpg.Record]", role: str) -> bool:
    return bool(await connection.fetchval("select true from pg_roles where rolname = $1", role))


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _verifier(password: str) -> str:
    """What PostgreSQL itself would store (RFC 5802), so that no log of statements ever holds the password."""
    salt, rounds = token_bytes(16), 4096
    salted = pbkdf2_hmac("sha256", password.encode(), salt, rounds)
    stored_key = sha256(digest(salted, b"Client Key", "sha256")).digest()
    server_key = digest(salted, b"Server Key", "sha256")
    text = [b64encode(part).decode() for part in (salt, stored_key, server_key)]
    return f"SCRAM-SHA-256${rounds}:{text[0]}${text[1]}:{text[2]}"
