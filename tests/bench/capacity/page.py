"""The tables of deploy/CAPACITY.md. A test compares them with what stands there."""

from tests.bench.capacity.arithmetic import catching_up, gigabytes_a_year, needed, peak
from tests.bench.capacity.machine import MEASURED, SMALL, Costs, Machine
from tests.bench.capacity.practice import Practice

FACTORS = (1, 10, 100)
OUTAGE = 1800


def tables(costs: Costs = MEASURED) -> str:
    """Both tables in Markdown."""
    return f"{_costs(costs)}\n\n{_sizes(costs)}\n"


def _costs(costs: Costs) -> str:
    acts = (
        ("a page of the queue", costs.page_web, costs.page_database),
        ("a note taken in", costs.note_web, costs.note_database),
        ("a reminder sent to one device", costs.reminder_worker, costs.reminder_database),
    )
    rows = [f"| {name} | {python * 1000:.2f} ms | {database * 1000:.2f} ms |" for name, python, database in acts]
    return "\n".join(["| act | in our own process | in PostgreSQL |", "|---|---|---|", *rows])


def _sizes(costs: Costs) -> str:
    columns = [_column(Practice().times(factor), costs) for factor in FACTORS]
    names = list(columns[0])
    head = "| | " + " | ".join(f"{Practice().times(factor).teachers:,} teachers" for factor in FACTORS) + " |"
    rows = [f"| {name} | " + " | ".join(column[name] for column in columns) + " |" for name in names]
    return "\n".join([head, "|---|" + "---|" * len(FACTORS), *rows])


def _column(practice: Practice, costs: Costs) -> dict[str, str]:
    machine = needed(practice, costs)
    alone, there = peak(practice, costs, SMALL), peak(practice, costs, machine)
    return {
        "locations": f"{practice.teachers / practice.teachers_a_location:,.0f}",
        "children": f"{practice.teachers * practice.groups * practice.children:,}",
        "notes a year": f"{practice.notes_a_year:,.0f}",
        "the database grows a year by": f"{gigabytes_a_year(practice, costs):,.0f} GB",
        "notes a second, busiest ten minutes": f"{alone.notes:,.0f}",
        "pages a second, busiest ten minutes": f"{alone.pages:,.0f}",
        "reminders due at one moment": f"{practice.reminders_at_once:,.0f}",
        "cores of web work in that peak": f"{alone.web_busy:.2f}",
        "cores of PostgreSQL in that peak": f"{alone.database_busy:.2f}",
        "web processes needed": f"{machine.webs}",
        "workers needed": f"{machine.workers}",
        "those reminders are sent in": f"{there.burst:,.1f} s",
        "half an hour of outage in the peak is caught up in": _caught_up(practice, costs, machine),
    }


def _caught_up(practice: Practice, costs: Costs, machine: Machine) -> str:
    return f"{catching_up(practice, costs, machine, OUTAGE):,.0f} s of work"
