"""What each process is told: the settings of this start, and only its own way into the database."""

from collections.abc import Mapping

from klankbord.house.database_roles import DatabaseUrls
from klankbord.start.wishes import Wishes

DEMO_SUBJECT = "mailto:demo@klankbord.example.org"  # Apple refuses .invalid and localhost; this reaches nobody
OURS = ("DATA_KEYS", "SEAL_KEYS", "VAPID_PRIVATE_KEY")
Environment = Mapping[str, str]


def shared_environment(given: Environment, wishes: Wishes, port: int, known: Environment) -> dict[str, str]:
    """Our own environment with every setting filled in; a secret that was given wins over the one in the file."""
    told = {name: known[name] for name in OURS if not given.get(name)}
    if wishes.demo and not given.get("VAPID_SUBJECT"):
        told["VAPID_SUBJECT"] = DEMO_SUBJECT
    if wishes.demo and not given.get("CLOCK_FILE"):
        told["CLOCK_FILE"] = str(wishes.data_dir / "clock")  # the demo may move time; it stays moved
    place = {"HOST": wishes.host, "PORT": str(port), "DATA_DIR": str(wishes.data_dir), "DEMO": str(int(wishes.demo))}
    return {**given, **told, **place}


def with_urls(environment: Environment, owner: str, web: str, worker: str) -> dict[str, str]:
    """That environment with these three ways into the database."""
    return {**environment, "DATABASE_URL": owner, "WEB_DATABASE_URL": web, "WORKER_DATABASE_URL": worker}


def for_owner(environment: Environment, urls: DatabaseUrls) -> dict[str, str]:
    """For what migrates and seeds."""
    return with_urls(environment, urls.owner, urls.web, urls.worker)


def for_web(environment: Environment, urls: DatabaseUrls, demo: bool) -> dict[str, str]:
    """For the web process: no other role's password is in its memory. In the demo it can begin anew, as the owner."""
    return with_urls(environment, urls.owner if demo else urls.web, urls.web, urls.web)


def for_worker(environment: Environment, urls: DatabaseUrls) -> dict[str, str]:
    """For the worker process, likewise."""
    return with_urls(environment, urls.worker, urls.worker, urls.worker)
