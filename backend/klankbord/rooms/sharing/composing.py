"""From what somebody chose and typed to the page: only what was chosen, and nothing that leads further than it may."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from babel.dates import format_date

from klankbord.house.clock import AMSTERDAM
from klankbord.house.dates import Dates
from klankbord.house.errors import Unfit
from klankbord.house.language import LANGUAGES, translator
from klankbord.house.written import written
from klankbord.rooms.people.models import Person
from klankbord.rooms.sharing import words
from klankbord.rooms.sharing.models import SharingDecision
from klankbord.rooms.sharing.nameless import must_lead_nowhere, must_name_no_other
from klankbord.rooms.sharing.paper import Line, Paper, Part
from klankbord.rooms.sharing.sheet import Seen, Sheet


class CallerMissing(Unfit):
    """Choose who can be called about this."""

    field = "caller"


class NothingChosen(Unfit):
    """Choose at least one note, or write what you ask."""

    field = "notes"


class WrittenLater(Unfit):
    """One of these notes came after this decision, so it cannot go along. Choose others, or decide again."""

    field = "notes"


class OnlyOutside(Unfit):
    """Under B no notes and no agreements go along. Leave them out, or ask for consent (A)."""

    field = "notes"


@dataclass(frozen=True)
class Chosen:
    """What is to stand on the page: ids of notes, those of which also the thought, and texts."""

    notes: Collection[UUID] = ()
    thoughts: Collection[UUID] = ()
    agreed: str = ""
    asked: str = ""
    caller: UUID | None = None
    language: str = LANGUAGES[0]


def compose(sheet: Sheet, decision: SharingDecision, chosen: Chosen, now: datetime) -> Paper:
    """The page. Raises OnlyOutside, WrittenLater, NothingChosen, CallerMissing, TooManyWords, NamesAnotherChild,
    LeadsToTheChild."""
    if sheet.only_outside and (chosen.notes or chosen.thoughts or chosen.agreed.strip()):
        raise OnlyOutside
    if {*chosen.notes, *chosen.thoughts} - {one.id for one in sheet.seen}:
        raise WrittenLater
    agreed, asked = written(chosen.agreed, "agreed"), written(chosen.asked, "asked")
    seen = [one for one in sheet.seen if one.id in chosen.notes]
    if not seen and not asked:
        raise NothingChosen
    caller = next((one for one in sheet.callers if one.id == chosen.caller), None)
    if caller is None:
        raise CallerMissing
    lines = [_line(one, one.id in chosen.thoughts, sheet) for one in seen]
    must_name_no_other(sheet.roster, agreed=agreed, asked=asked)
    if sheet.nameless:
        facts = "\n".join(f"{one.facts}\n{one.thought}" for one in lines)
        must_lead_nowhere(sheet.roster, notes=facts, agreed=agreed, asked=asked)
    _ = translator(sheet.language).gettext
    parts = [Part(_("What is agreed"), agreed), Part(_("What we ask"), asked), Part(_("Who to call"), _caller(caller))]
    return Paper(
        language=sheet.language,
        name=sheet.child or _("A child"),
        about=_about(sheet, decision, seen, now),
        seen=lines,
        parts=[part for part in parts if part.text],
        words=_said(sheet.language),
    )


def _line(one: Seen, with_thought: bool, sheet: Sheet) -> Line:
    return Line(_when(one.on, sheet), one.signals, one.facts, one.thought if with_thought else "")


def _when(at: datetime, sheet: Sheet) -> str:
    """The day; without a name only the month, because a lesson on a day leads to its group."""
    local, locale = at.astimezone(AMSTERDAM), "en_GB" if sheet.language == "en" else "nl"
    return format_date(local, "MMMM yyyy" if sheet.nameless else "EEEE d MMMM yyyy", locale=locale)


def _about(sheet: Sheet, decision: SharingDecision, seen: Collection[Seen], now: datetime) -> list[str]:
    """Where, over which time, and why this may be on paper."""
    say, dates = translator(sheet.language), Dates(sheet.language)
    _, days = say.gettext, list(dict.fromkeys(_when(one.on, sheet) for one in seen))
    period = [_("Seen: %(days)s") % {"days": days[0] if len(days) == 1 else f"{days[0]} – {days[-1]}"}] if days else []
    basis = _("Shared: %(how)s") % {"how": words.basis_of(decision, say)}
    asked = words.asked(decision, say, dates)
    made = {"day": _day(now, sheet.language), "reference": words.reference(decision)}
    made_on = _("Made on %(day)s. Decision %(reference)s.") % made
    return [*filter(None, [sheet.place]), *period, f"{basis} ({asked})" if asked else basis, made_on]


def _day(now: datetime, language: str) -> str:
    return format_date(now.astimezone(AMSTERDAM), "d MMMM yyyy", locale="en_GB" if language == "en" else "nl")


def _caller(caller: Person) -> str:
    return ", ".join(filter(None, [caller.first_name, caller.phone, caller.hours]))


def _said(language: str) -> dict[str, str]:
    _ = translator(language).gettext
    return {
        "title": _("Page for a conversation"),
        "confidential": _("Confidential"),
        "facts": _("What was seen and heard"),
        "thought": _("Thought, not a fact:"),
        "foot": _(
            "Only for the conversation with who gets this page. Do not copy it, do not keep it longer than needed."
        ),
    }
