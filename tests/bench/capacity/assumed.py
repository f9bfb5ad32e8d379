"""What deploy/CAPACITY.md takes for granted, as a table: nothing in it was measured."""

from tests.bench.capacity.machine import COMFORT, COMMIT, PATIENCE, PUSH
from tests.bench.capacity.practice import AGAIN, BUSY, SLOT, Practice


def assumed() -> dict[str, str]:
    """What is assumed, and its value."""
    return {**_people(Practice()), **_machines()}


def _people(practice: Practice) -> dict[str, str]:
    return {
        "lessons of a teacher": f"{practice.lessons_a_week} a week, {practice.weeks_a_year} weeks a year",
        "groups of a teacher, children in each": f"{practice.groups}, {practice.children}",
        "teachers at a location": f"{practice.teachers_a_location}",
        "teachers with a lesson in the same slot on Monday afternoon": f"{practice.teaching:.0%}",
        f"of what a lesson of {SLOT // 60} minutes brings, done in the {BUSY // 60} minutes around its end": (
            f"{practice.at_once:.0%}"
        ),
        "notes for each lesson": f"{practice.notes}",
        "pages a teacher opens around it": f"{practice.pages}",
        "lessons that are watched and ask an answer when they end": f"{practice.watched:.0%}",
        "notes that are shared, and pages each opens elsewhere": f"{practice.shared:.0%}, {practice.pages_shared}",
        "locations where an alarm stands open, all at once": f"{practice.alarmed:.0%}",
        "live screens open at each of those": f"{practice.watching}",
        "who found no page in an outage looks for it again within": f"{AGAIN} s",
    }


def _machines() -> dict[str, str]:
    return {
        "a look of a live screen costs": "as much as a page",
        "still comfortable: the busy part of a core": f"{COMFORT:.0%}",
        "reminders of one moment must be sent within": f"{PATIENCE:.0f} s",
        "a push service answers after": f"{PUSH * 1000:.0f} ms",
        "a replica in the same data centre answers after": f"{COMMIT * 1000:.0f} ms",
    }
