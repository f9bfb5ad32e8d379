"""Which pages there are, and who opens which: the list the page checks and the screenshots share."""

from dataclasses import dataclass

NOBODY = ""
# Answers that are no page: JSON, files, and the door that sends you on.
NOT_PAGES = frozenset({"/", "/healthz", "/readyz", "/sw.js", "/manifest.webmanifest", "/roster", "/outbox/states"})
NOT_PAGES |= {"/feeds/{token}.ics"}
NOT_PAGES |= {"/alarms/now", "/alarms/{alarm_id}/live"}


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
_AGREED = (
    "select a.case_id, a.id from agreements a join people p on p.id = a.owner_id where p.first_name = 'Iris'"
    " and not a.with_child"
)

_DECIDED = "select d.case_id, d.id from sharing_decisions d join handovers h on h.case_id = d.case_id"
_HOLDS = f"{_DECIDED} where d.option = 'a' and d.id not in (select decision_id from withdrawals)"
_REFERRED = "select r.case_id, r.id from referrals r join handovers h on h.case_id = r.case_id"
_WAITING = "select id from alarms where not drill"
_PLANNED = "select case_id from plans"
_ASKED = "select c.id from consultations c join people p on p.id = c.asker_id where p.first_name = 'Iris'"
_NO_TRACK = "and c.id not in (select case_id from meldcode_tracks)"
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
    Visit("talk-choose", "Iris", "/conversations/new"),
    Visit("talk-own", "Iris", "/conversations/{conversation_id}", "select id from conversations where case_id is null"),
    Visit("talk-case", "Iris", "/cases/{case_id}/conversations/new", _AGREED),
    Visit("agreement-new", "Iris", "/cases/{case_id}/agreements/new", _AGREED),
    Visit("agreement", "Iris", "/cases/{case_id}/agreements/{agreement_id}", _AGREED),
    Visit("agreements-case", "Iris", "/cases/{case_id}", _AGREED),
    Visit("push", "Iris", "/push"),
    Visit("kinds", "Iris", "/reminders/kinds"),
    Visit("settled", "Iris", "/reminders/settled"),
    Visit("duty", "Marjan", "/duty"),
    Visit("duty-other", "Tess", "/people/{person_id}/duty", "select p.id from people p where p.first_name = 'Iris'"),
    Visit("passing-on", "Marjan", "/duty/absences/{away_id}/cases", "select id from absences"),
    Visit("feeds", "Iris", "/feeds"),
    Visit("account", "Iris", "/account"),
    Visit("help-signed-in", "Iris", "/help"),
    Visit("today-empty", "Hanna", "/today"),
    Visit("cases-manager", "Karim", "/cases"),
    Visit("case-manager", "Karim", "/cases/{case_id}", f"{_CASE} {_MANAGED}"),
    Visit("closed-cases", "Karim", "/cases/closed"),
    Visit("direction", "Karim", "/cases/{case_id}/direction", f"{_CASE} {_MANAGED}"),
    Visit("care-level", "Karim", "/cases/{case_id}/care-level", f"{_CASE} {_MANAGED}"),
    Visit("return", "Karim", "/cases/{case_id}/return", f"{_CASE} {_MANAGED}"),
    Visit("closing", "Karim", "/cases/{case_id}/closing", f"{_CASE} {_MANAGED}"),
    Visit("reopening", "Karim", "/cases/{case_id}/reopening", f"{_CASE} {_MANAGED}"),
    Visit("views", "Karim", "/cases/{case_id}/views", f"{_CASE} {_MANAGED}"),
    Visit("story", "Karim", "/cases/{case_id}/story", f"{_CASE} {_MANAGED}"),
    Visit(
        "part", "Iris", "/cases/{case_id}/parts/{name}", _AGREED.replace("a.case_id, a.id", "a.case_id, 'agreements'")
    ),
    Visit("today-manager", "Karim", "/today"),
    Visit("reachability", "Karim", "/reachability"),
    Visit("queue", "Marjan", "/cases"),
    Visit("case-social-worker", "Marjan", "/cases/{case_id}", f"{_CASE} {_PASSED_ON}"),
    Visit("today-social-worker", "Marjan", "/today"),
    Visit("sharing-options", "Marjan", "/cases/{case_id}/sharing/new", f"{_CASE} {_PASSED_ON}"),
    Visit("sharing-consent", "Marjan", "/cases/{case_id}/sharing/new", f"{_CASE} {_PASSED_ON}", more="?option=a"),
    Visit("sharing-term", "Marjan", "/cases/{case_id}/sharing/new", f"{_CASE} {_PASSED_ON}", more="?option=b"),
    Visit("sharing-nameless", "Marjan", "/cases/{case_id}/sharing/new", f"{_CASE} {_PASSED_ON}", more="?option=c"),
    Visit("sharing-danger", "Marjan", "/cases/{case_id}/sharing/new", f"{_CASE} {_PASSED_ON}", more="?option=d"),
    Visit("sharing-decision", "Marjan", "/cases/{case_id}/sharing/{decision_id}", _DECIDED),
    Visit("sharing-page", "Marjan", "/cases/{case_id}/sharing/{decision_id}/page", _HOLDS),
    Visit("referral-new", "Marjan", "/cases/{case_id}/referrals/new", f"{_CASE} {_PASSED_ON}"),
    Visit("referral", "Marjan", "/cases/{case_id}/referrals/{referral_id}", _REFERRED),
    Visit("plan", "Iris", "/cases/{case_id}/plan", _PLANNED),
    Visit("plan-new", "Marjan", "/cases/{case_id}/plans/new", _PLANNED),
    Visit("evaluation-day", "Marjan", "/cases/{case_id}/evaluations/new", _PLANNED),
    Visit("evaluation-result", "Marjan", "/cases/{case_id}/evaluations/result", _PLANNED),
    Visit("contact-new", "Iris", "/cases/{case_id}/contacts/new", _PLANNED),
    Visit("consultations", "Iris", "/consultations"),
    Visit("consultation-new", "Iris", "/consultations/new"),
    Visit("consultation", "Iris", "/consultations/{consultation_id}", _ASKED),
    Visit("meldcode", "Karim", "/cases/{case_id}/meldcode", "select case_id from meldcode_tracks"),
    Visit("meldcode-begin", "Karim", "/cases/{case_id}/meldcode", f"{_CASE} {_MANAGED} {_NO_TRACK}"),
    Visit("meldcode-whose", "Tess", "/locations/{location_id}/meldcode", "select id from locations"),
    Visit("texts", "Tess", "/texts"),
    Visit("text", "Tess", "/texts/{key}", "select 'meldcode.step_1.title'"),
    Visit("partners", "Tess", "/partners"),
    Visit("partner-new", "Tess", "/partners/new"),
    Visit("partner", "Tess", "/partners/{partner_id}", "select id from partners"),
    Visit("locations", "Tess", "/locations"),
    Visit("location", "Tess", "/locations/{location_id}", "select l.id from locations l order by l.name"),
    Visit("alarm-new", "Iris", "/alarms/new"),
    Visit("alarm-over", "Iris", "/alarms/{alarm_id}", "select id from alarms where drill"),
    Visit("alarm-sender", "Hanna", "/alarms/{alarm_id}", _WAITING),
    Visit("alarm-called", "Yvonne", "/alarms/{alarm_id}", _WAITING),
    Visit("alarms", "Karim", "/alarms"),
    Visit("alarms-administrator", "Tess", "/alarms"),
    Visit("today-alarm", "Yvonne", "/today"),
    Visit("not-found", "Iris", "/no-such-page"),
)
