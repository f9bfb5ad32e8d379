"""Before anybody may come in: the newest migrations, and in the demo its made-up organisation, once."""

import subprocess
import sys

from klankbord.house.cannot_start import CannotStart
from klankbord.house.database_roles import DatabaseUrls
from klankbord.start.database import DEMO_BEGUN, DEMO_DONE, State, leave_mark, state_of
from klankbord.start.environment import Environment, for_owner
from klankbord.start.words import say


def prepare(urls: DatabaseUrls, environment: Environment, demo: bool) -> None:
    """Migrate and seed where needed. Raises CannotStart when one of them fails or the demo may not be here."""
    state = state_of(urls.owner)
    if demo:
        refuse_real_organisation(state)
    if not state.at_head:
        say("Building the tables …" if state.revision is None else "Bringing the tables up to date …")
        run("migrate", for_owner(environment, urls))
    if demo and state.mark != DEMO_DONE:
        say("Making up an organisation for the demo …")
        leave_mark(urls.owner, DEMO_BEGUN)
        run("seed", for_owner(environment, urls))
        leave_mark(urls.owner, DEMO_DONE)


def run(command: str, environment: Environment) -> None:
    """One of our own commands, to its end."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "klankbord", command], env=dict(environment), stdin=subprocess.DEVNULL, process_group=0
    )
    if done.returncode:
        raise CannotStart(f"`klankbord {command}` did not succeed; what it said stands above.")


def refuse_real_organisation(state: State) -> None:
    """Raises CannotStart: in the demo anyone is anyone, and its seed begins by wiping."""
    if state.holds_real_people:
        raise CannotStart(
            "This database holds a real organisation, and the demo lets anyone be anyone: set DEMO=0, "
            "or give the demo a database of its own."
        )
