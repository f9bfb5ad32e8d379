"""One column of the large table of deploy/CAPACITY.md."""

from tests.bench.capacity.arithmetic import Peak, connections, gigabytes_a_year, needed, note_seconds, peak
from tests.bench.capacity.machine import SMALL, Costs, Machine
from tests.bench.capacity.outage import catching_up, last_page
from tests.bench.capacity.practice import AGAIN, Practice
from tests.bench.capacity.product import SCREEN_KB

OUTAGE = 1800


def column(practice: Practice, costs: Costs, replica: bool) -> dict[str, str]:
    """By name: the size of the work, what it needs, and what that does. With a `replica`, commits wait for it."""
    machine = needed(practice, costs, replica=replica)
    there = peak(practice, costs, machine)
    return {
        **_people(practice, costs),
        **_rates(practice, there),
        **_needed(peak(practice, costs, SMALL), machine),
        **_seen(practice, costs, machine),
        **_held(practice, there, machine),
    }


def _people(practice: Practice, costs: Costs) -> dict[str, str]:
    notes = practice.lessons_a_year * practice.notes
    return {
        "locations": f"{practice.locations:,.0f}",
        "children": f"{practice.teachers * practice.groups * practice.children:,}",
        "notes a year": f"{notes:,.0f}",
        "notes alone grow the database a year by": f"{gigabytes_a_year(practice, costs):,.1f} GB",
        "reports a year, not in that growth": f"{notes * practice.shared:,.0f}",
        "reminders a year, not in that growth": f"{practice.lessons_a_year * practice.watched:,.0f}",
    }


def _rates(practice: Practice, there: Peak) -> dict[str, str]:
    return {
        "notes a second, busiest ten minutes": f"{there.notes:,.0f}",
        "pages a second, busiest ten minutes": f"{there.pages:,.0f}",
        "live screens of alarms open at once": f"{practice.screens:,.0f}",
        "looks a second of those screens": f"{there.looks:,.0f}",
        "reminders due at one moment": f"{practice.reminders_at_once:,.0f}",
    }


def _needed(alone: Peak, machine: Machine) -> dict[str, str]:
    return {
        "cores of web work in that peak": f"{alone.web_busy:.2f}",
        "cores of PostgreSQL in that peak": f"{alone.database_busy:.2f}",
        "web processes needed": f"{machine.webs}",
        "PostgreSQL cores needed": f"{machine.database_cores}",
        "workers needed": f"{machine.workers}",
    }


def _seen(practice: Practice, costs: Costs, machine: Machine) -> dict[str, str]:
    slowest = catching_up(practice, costs, machine, OUTAGE)
    last = last_page(practice, costs, machine, OUTAGE)
    return {
        "a note takes, when nobody is in front of it": f"{note_seconds(costs, machine) * 1000:.2f} ms",
        "those reminders are sent in": f"{peak(practice, costs, machine).burst:,.1f} s",
        "half an hour of outage is caught up in": f"{slowest.seconds:,.0f} s ({slowest.who})",
        f"the last one waits for a page, when people look again within {AGAIN} s": _seconds(last),
    }


def _seconds(seconds: float) -> str:
    return f"{seconds:,.0f} s" if seconds >= 1 else "less than a second"


def _held(practice: Practice, there: Peak, machine: Machine) -> dict[str, str]:
    return {
        "memory of the live screens": f"{practice.screens * SCREEN_KB / 1024:,.0f} MB",
        "connections busy at once, on average": f"{there.under_way:.1f}",
        "the replica's part of those": f"{(there.notes + there.pages + there.looks) * machine.commit:.1f}",
        "connections held, at most": f"{connections(machine):,}",
    }
