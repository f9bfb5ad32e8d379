"""The one parent process of `make run`."""

import os
import sys
import time

from klankbord.house.cannot_start import CannotStart
from klankbord.house.database_roles import DatabaseUrls, RolePasswords
from klankbord.house.embedded_postgres import EmbeddedPostgres
from klankbord.house.web_files import DIST
from klankbord.start import words
from klankbord.start.children import Child
from klankbord.start.data_folder import open_data_folder
from klankbord.start.database import urls_of_embedded, urls_of_given
from klankbord.start.environment import Environment, for_web, for_worker, shared_environment
from klankbord.start.household import Household
from klankbord.start.listening import listen
from klankbord.start.prepare import prepare
from klankbord.start.secret_file import role_passwords, secrets_of
from klankbord.start.signals import Forced, Signals, Stopped
from klankbord.start.wishes import Wishes, read_wishes


def run() -> int:
    """Start everything and stay until asked to stop; the exit code is 0 then, and 1 when starting failed."""
    signals, household, code = Signals(), Household(), 0
    try:
        _live(household, os.environ)
    except Stopped:
        words.say("Stopping …")
    except CannotStart as problem:
        sys.stderr.write(f"Klankbord cannot start. {problem}\n")
        code = 1
    return _stop(household, signals, code)


def _stop(household: Household, signals: Signals, code: int) -> int:
    signals.stopping()
    try:
        household.stop()
    except Forced:
        household.kill()
        return 1
    return code


def _live(household: Household, given: Environment) -> None:
    began = time.monotonic()
    wishes = read_wishes(given)
    if not DIST.is_dir():
        raise CannotStart("The front end has not been built: `make run` does that (or `npm ci` and `node build.mjs`).")
    door = listen(wishes.host, wishes.port)
    open_data_folder(wishes.data_dir)
    known = secrets_of(wishes.data_dir)
    urls = _database(household, wishes, role_passwords(known))
    port = door.getsockname()[1]
    environment = shared_environment(given, wishes, port, known)
    prepare(urls, environment, wishes.demo)
    leash, _ours = os.pipe()  # our end closes when we are gone, however we went
    hold = ("--leash", str(leash))
    web, worker = for_web(environment, urls, wishes.demo), for_worker(environment, urls)
    household.start_children(
        Child("web", web, (*hold, "--socket", str(door.fileno())), (leash, door.fileno())),
        Child("worker", worker, hold, (leash,)),
    )
    household.wait_until_ready(door.getsockname()[:2])
    words.say(words.ready(words.address_of(wishes, port), time.monotonic() - began, wishes.demo))
    household.watch()


def _database(household: Household, wishes: Wishes, passwords: RolePasswords) -> DatabaseUrls:
    if wishes.database_url or wishes.web_database_url or wishes.worker_database_url:
        words.say("Entering the database in DATABASE_URL …")
        return urls_of_given(wishes, passwords)
    words.say("Starting PostgreSQL …")
    household.server = EmbeddedPostgres(wishes.data_dir / "postgres")
    household.server.start()
    return urls_of_embedded(household.server, passwords)
