"""One folder per part of the domain. A room imports only the house and the rooms to its left in this list."""

ROOMS = (
    "people",
    "places",
    "lessons",
    "reminders",
    "notes",
    "cases",
    "watches",
    "outbox",
    "today",
    "help",
    "offline",
    "demo",
)
