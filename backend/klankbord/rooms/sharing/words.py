"""How decisions are spoken of: the four options, recipients, ages, and how a decision stands. English sources."""

from datetime import date
from gettext import NullTranslations

from klankbord.house.dates import Dates
from klankbord.house.language import mark
from klankbord.rooms.sharing.models import AskedHow, ChildAge, Option, Recipient, SharingDecision
from klankbord.rooms.sharing.rules import Verdict

# option: title, and when to choose it
OPTIONS = {
    Option.CONSENT: (
        mark("With consent"),
        mark("Parents or child said yes, before anything is shared. Begin here."),
    ),
    Option.NO_OBJECTION: (
        mark("Told, with time to object"),
        mark("They know what you want to share and with whom. The app counts the days in which they can say no."),
    ),
    Option.ANONYMOUS: (
        mark("Without a name"),
        mark("Nothing that leads to the child: no name, no group, no school. Only the question."),
    ),
    Option.DANGER: (
        mark("Serious danger"),
        mark("Asking is not safe, or waiting is not. With your reasons, and after consulting a colleague."),
    ),
}
RECIPIENTS = {
    Recipient.CLASS_TEACHER: mark("the class teacher"),
    Recipient.COUNSELLOR: mark("the internal counsellor of the school"),
    Recipient.PARTNER: mark("a partner from the directory"),
    Recipient.VEILIG_THUIS: mark("Veilig Thuis"),
    Recipient.MUNICIPALITY: mark("the municipality"),
    Recipient.OTHER: mark("somebody else"),
}
AGES = {
    ChildAge.UNDER_12: mark("Younger than 12: the parents decide"),
    ChildAge.FROM_12: mark("12 to 15: child and parents decide"),
    ChildAge.FROM_16: mark("16 or older: the child decides"),
}
HOW = {AskedHow.SPOKEN: mark("spoken"), AskedHow.WRITTEN: mark("by letter or message")}
STANDS = {
    Verdict.HOLDS: mark("Holds: this may be shared"),
    Verdict.TERM_RUNS: mark("Wait: they can object until and including %(day)s"),
    Verdict.OBJECTED: mark("There is an objection: do not share"),
    Verdict.WITHDRAWN: mark("Withdrawn: do not share"),
    Verdict.NOT_ASKED: mark("Not everybody was asked: do not share"),
    Verdict.NO_REASONS: mark("Reason or colleague is missing: do not share"),
    Verdict.TOO_OLD: mark("More than 90 days old: please decide again before you share"),
}


def title_of(decision: SharingDecision, say: NullTranslations) -> str:
    """`With consent, to the class teacher`."""
    words = {"option": say.gettext(OPTIONS[Option(decision.option)][0])}
    words["recipient"] = say.gettext(RECIPIENTS[Recipient(decision.recipient)])
    return say.gettext(mark("%(option)s, to %(recipient)s")) % words


def basis_of(decision: SharingDecision, say: NullTranslations) -> str:
    """Why it may be on paper: as the title, but by then nobody objected."""
    if decision.option != Option.NO_OBJECTION:
        return title_of(decision, say)
    words = {"option": say.gettext(mark("Told, and nobody objected"))}
    words["recipient"] = say.gettext(RECIPIENTS[Recipient(decision.recipient)])
    return say.gettext(mark("%(option)s, to %(recipient)s")) % words


def stands(verdict: Verdict, decision: SharingDecision, say: NullTranslations, dates: Dates) -> str:
    """How a decision stands, in words."""
    sentence = say.gettext(STANDS[verdict])
    return sentence % {"day": dates.day(decision.term_ends_on or date.min, "long")} if "%(" in sentence else sentence


def asked(decision: SharingDecision, say: NullTranslations, dates: Dates) -> str:
    """Who was asked, when and how: `parents, spoken, Monday 2 November`; empty for C and D."""
    if decision.asked_on is None:
        return ""
    who = [mark("child")] * decision.child_asked + [mark("parents")] * decision.parents_asked
    how = [HOW[AskedHow(decision.asked_how)]] if decision.asked_how else []
    said = [dates.joined([say.gettext(one) for one in who]), *(say.gettext(one) for one in how)]
    return ", ".join([*said, f"{dates.day(decision.asked_on, 'long')} {decision.asked_on.year}"])


def reference(decision: SharingDecision) -> str:
    """A short name for a decision that stands on paper and can be found again: option, and the end of its id."""
    return f"{decision.option.upper()}-{decision.id.hex[-8:].upper()}"
