"""Which pages there are, and who opens which: the list the page checks and the screenshots share."""

from dataclasses import dataclass

NOBODY = ""
# Answers that are no page: JSON, files, and the door that sends you on.
NOT_PAGES = frozenset({"/", "/healthz", "/readyz", "/sw.js", "/manifest.webmanifest", "/roster", "/outbox/states"})


@dataclass(frozen=True)
class Visit:
    """`pattern` as the app knows it, opened by this made-up person; `query` finds the row its id stands for."""

    name: str
    who: str
    pattern: str
    query: str = ""
    more: str = ""


_MINE = "select n.id from notes n join people p on p.id = n.writer_id where p.first_name = 'Iris'"
_CASE = "select c.id from cases c join locations l on l.id = c.location_id where c.closed_at is null"
_ITEM = "select o.id from outbox_items o join people p on p.id = o.person_id where p.first_name = 'Iris'"
_GROUP = "select r.group_id from roles r join people p on p.id = r.person_id where p.first_name = 'Iris'"
_SHARED = f"{_MINE} and n.id in (select note_id from reports) order by n.written_at desc"
_TAUGHT = (
    "and c.group_id in (select r.group_id from roles r join people p on p.id = r.person_id where p.first_name = 'Iris')"
)
_MANAGED = (
    "and l.id in (select r.location_id from roles r join people p on p.id = r.person_id where p.first_name = 'Karim')"
)
_PASSED_ON = "and c.id in (select case_id from handovers) order by c.opened_at"
_LATER = (
    "select m.id from reminders m join people p on p.id = m.person_id where p.first_name = 'Iris' and m.done_at is null"
)

VISITS = (
    Visit("sign-in", NOBODY, "/sign-in"),
    Visit("signed-out", NOBODY, "/signed-out", more="?phone=empty"),
    Visit("signed-out-kept", NOBODY, "/signed-out", more="?phone=kept"),
    Visit("help", NOBODY, "/help"),
    Visit("shell", NOBODY, "/offline/{language}"),
    Visit("demo", NOBODY, "/demo"),
    Visit("sent", NOBODY, "/demo/sent"),
    Visit("parts", NOBODY, "/parts"),
    Visit("write", "Iris", "/notes/new"),
    Visit("today", "Iris", "/today"),
    Visit("logbook", "Iris", "/notes"),
    Visit("note", "Iris", "/notes/{note_id}", _SHARED),
    Visit("note-own", "Iris", "/notes/{note_id}", f"{_MINE} and n.id not in (select note_id from reports)"),
    Visit("waiting", "Iris", "/outbox"),
    Visit("attention", "Iris", "/attention"),
    Visit("mending", "Iris", "/attention/{item_id}", f"{_ITEM} and o.state = 'attention'"),
    Visit("cases-teacher", "Iris", "/cases"),
    Visit("case-teacher", "Iris", "/cases/{case_id}", f"{_CASE} {_TAUGHT}"),
    Visit("lessons", "Iris", "/groups/{group_id}/lessons", _GROUP),
    Visit("later", "Iris", "/reminders/{reminder_id}/later", _LATER),
    Visit("push", "Iris", "/push"),
    Visit("account", "Iris", "/account"),
    Visit("help-signed-in", "Iris", "/help"),
    Visit("today-empty", "Hanna", "/today"),
    Visit("cases-manager", "Karim", "/cases"),
    Visit("case-manager", "Karim", "/cases/{case_id}", f"{_CASE} {_MANAGED}"),
    Visit("views", "Karim", "/cases/{case_id}/views", f"{_CASE} {_MANAGED}"),
    Visit("today-manager", "Karim", "/today"),
    Visit("reachability", "Karim", "/reachability"),
    Visit("queue", "Marjan", "/cases"),
    Visit("case-social-worker", "Marjan", "/cases/{case_id}", f"{_CASE} {_PASSED_ON}"),
    Visit("today-social-worker", "Marjan", "/today"),
    Visit("locations", "Tess", "/locations"),
    Visit("location", "Tess", "/locations/{location_id}", "select l.id from locations l order by l.name"),
    Visit("not-found", "Iris", "/no-such-page"),
)
