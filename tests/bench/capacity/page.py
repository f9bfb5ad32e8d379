"""The tables of deploy/CAPACITY.md. A test compares them with what stands there."""

from tests.bench.capacity.assumed import assumed
from tests.bench.capacity.machine import MEASURED, Costs
from tests.bench.capacity.practice import Practice
from tests.bench.capacity.sizes import column

FACTORS = (1, 10, 100)


def tables(costs: Costs = MEASURED) -> str:
    """All of them in Markdown, an empty line between each two."""
    return f"{_costs(costs)}\n\n{_assumed()}\n\n{_sizes(costs)}\n"


def _costs(costs: Costs) -> str:
    acts = (
        ("a page of the queue", costs.page_web, costs.page_database),
        ("a note taken in", costs.note_web, costs.note_database),
        ("a reminder sent to one device", costs.reminder_worker, costs.reminder_database),
    )
    rows = [f"| {name} | {python * 1000:.2f} ms | {database * 1000:.2f} ms |" for name, python, database in acts]
    return "\n".join(["| act | in our own process | in PostgreSQL |", "|---|---|---|", *rows])


def _assumed() -> str:
    rows = [f"| {what} | {value} |" for what, value in assumed().items()]
    return "\n".join(["| assumed | |", "|---|---|", *rows])


def _sizes(costs: Costs) -> str:
    sizes = [Practice().times(factor) for factor in FACTORS]
    columns = [column(practice, costs, replica=practice != sizes[0]) for practice in sizes]
    head = "| | " + " | ".join(f"{practice.teachers:,} teachers" for practice in sizes) + " |"
    rows = [f"| {name} | " + " | ".join(each[name] for each in columns) + " |" for name in columns[0]]
    return "\n".join([head, "|---|" + "---|" * len(FACTORS), *rows])
