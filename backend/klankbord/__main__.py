"""The console command: `klankbord run`, or one of its parts for deployments that start each process themselves."""

import argparse
import sys
from collections.abc import Callable

from klankbord.start import commands

COMMANDS: dict[str, tuple[Callable[[argparse.Namespace], int], str]] = {
    "run": (commands.run, "everything on this machine, with an embedded PostgreSQL unless DATABASE_URL is set"),
    "migrate": (commands.migrate, "bring the database in DATABASE_URL (or the embedded one) up to date"),
    "seed": (commands.seed, "put the demo's made-up organisation into an empty database"),
    "web": (commands.web, "one web process"),
    "worker": (commands.worker, "one worker process"),
}


def main() -> int:
    """Run one command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="klankbord", description="Klankbord, a sounding board around a child.")
    parts = parser.add_subparsers(dest="command", required=True)
    for name, (_, explanation) in COMMANDS.items():
        part = parts.add_parser(name, help=explanation, description=explanation)
        part.add_argument("--leash", type=int, help=argparse.SUPPRESS)
        part.add_argument("--socket", type=int, help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    return COMMANDS[wanted.command][0](wanted)


if __name__ == "__main__":
    sys.exit(main())
