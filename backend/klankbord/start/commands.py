"""The console commands. Each imports what it needs itself: the parent must be quick, and the parts are heavy."""

import argparse
import gc
import os
import socket
import sys
from collections.abc import Callable

from klankbord.house.cannot_start import CannotStart
from klankbord.start.leash import hold_on_to

# A page makes some twenty thousand small objects that go by themselves; Python would look thirty times for cycles.
COLLECT_AFTER = (50_000, 20, 100)
GRACEFUL = 5  # seconds a request gets to finish when the web process stops


def run(wanted: argparse.Namespace) -> int:
    """Everything on this machine."""
    from klankbord.start.parent import run as run_parent

    return run_parent()


def migrate(wanted: argparse.Namespace) -> int:
    """Bring the database up to date."""
    from klankbord.start.migration import migrate_wished

    return _one_sentence(migrate_wished)


def seed(wanted: argparse.Namespace) -> int:
    """The demo's organisation."""
    from klankbord.rooms.demo.seed import main
    from klankbord.start.database import state_of
    from klankbord.start.prepare import refuse_real_organisation

    def seed_if_allowed() -> None:
        refuse_real_organisation(state_of(os.environ["DATABASE_URL"]))
        main()

    return _one_sentence(seed_if_allowed)


def web(wanted: argparse.Namespace) -> int:
    """One web process, on a socket of the parent or on HOST and PORT."""
    return _part(wanted, lambda: _serve(wanted.socket))


def worker(wanted: argparse.Namespace) -> int:
    """One worker process."""

    def work() -> None:
        from klankbord.worker import main

        main()

    return _part(wanted, work)


def _serve(descriptor: int | None) -> None:
    import uvicorn

    from klankbord.house.logs import set_up_logs

    set_up_logs()
    gc.set_threshold(*COLLECT_AFTER)
    listening = [socket.socket(fileno=descriptor)] if descriptor is not None else None
    config = uvicorn.Config(
        "klankbord.app:create_app",
        factory=True,
        host=os.environ.get("HOST", "127.0.0.1"),
        port=int(os.environ.get("PORT", "8000")),
        log_config=None,  # house.logs has decided what a log line may hold
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACEFUL,
    )
    server = uvicorn.Server(config)
    server.run(sockets=listening)
    if not server.started:
        raise CannotStart("The web process could not begin to listen on HOST and PORT.")


def _part(wanted: argparse.Namespace, live: Callable[[], None]) -> int:
    if wanted.leash is not None:
        hold_on_to(wanted.leash)

    def live_if_settings_are_right() -> None:
        from klankbord.start.checked_settings import check_settings

        check_settings()
        live()

    return _one_sentence(live_if_settings_are_right)


def _one_sentence(work: Callable[[], None]) -> int:
    try:
        work()
    except CannotStart as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0
