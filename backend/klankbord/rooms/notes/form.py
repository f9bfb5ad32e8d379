"""The form Noteren: the group whose lesson is now or was last, its children, and the signals by use."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.dates import Dates
from klankbord.house.errors import NotHere
from klankbord.house.language import translator
from klankbord.house.who import Who
from klankbord.rooms.lessons import queries as lessons
from klankbord.rooms.lessons.queries import GroupCalendar
from klankbord.rooms.notes import queries, rules
from klankbord.rooms.places import queries as places

# Chips keep their place for a term, and then follow what a teacher really sees.
HABIT = timedelta(days=120)
JUST_NOW = timedelta(hours=3)


@dataclass(frozen=True)
class GroupChoice:
    """A group of the teacher; `over` says when its lesson is, in words."""

    id: UUID
    name: str
    over: str


@dataclass(frozen=True)
class PupilChoice:
    """A child as a chip."""

    id: UUID
    name: str
    hint: str | None
    ticked: bool


@dataclass(frozen=True)
class SignalChoice:
    """A signal as a chip; `look` is good, open or empty."""

    id: str
    label: str
    look: str
    ticked: bool


@dataclass(frozen=True)
class Typed:
    """What was filled in before."""

    pupils: Collection[str] = ()
    signals: Collection[str] = ()
    observation: str = ""
    interpretation: str = ""


@dataclass(frozen=True)
class NoteForm:
    """Everything the form shows; `problem` is a sentence in the reader's language."""

    group: GroupChoice | None
    groups: list[GroupChoice] = field(default_factory=list)
    pupils: list[PupilChoice] = field(default_factory=list)
    signals: list[SignalChoice] = field(default_factory=list)
    observation: str = ""
    interpretation: str = ""
    problem: str | None = None


async def note_form(
    db: AsyncSession,
    who: Who,
    now: datetime,
    *,
    group_id: UUID | None = None,
    typed: Typed | None = None,
    problem: str | None = None,
) -> NoteForm:
    """The form for this teacher, in a constant number of queries. Raises NotHere for a group that is not theirs.

    With a `problem` nothing may be in the way of what was typed: then a group that is gone is another group.
    """
    typed = typed or Typed()
    found = await lessons.calendars(db, who.organisation_id, who.group_ids)
    if problem and group_id not in {each.group.id for each in found}:
        group_id = None
    chosen = chosen_group(found, group_id, now)
    children = await places.roster(db, who.organisation_id, [chosen.group.id]) if chosen else []
    return NoteForm(
        group=group_choice(chosen, who.language, now) if chosen else None,
        groups=[group_choice(each, who.language, now) for each in found],
        pupils=[PupilChoice(p.id, p.first_name, p.hint, str(p.id) in typed.pupils) for p in children],
        signals=await signal_choices(db, who, now, typed.signals),
        observation=typed.observation,
        interpretation=typed.interpretation,
        problem=problem,
    )


def chosen_group(found: Sequence[GroupCalendar], group_id: UUID | None, now: datetime) -> GroupCalendar | None:
    """The group asked for; else the one whose lesson is now, ended last, or is next; None when there is no group."""
    if group_id is not None:
        if (asked := next((each for each in found if each.group.id == group_id), None)) is None:
            raise NotHere
        return asked
    begun = [(each, lesson) for each in found if (lesson := each.calendar.now_or_last(now))]
    if begun:
        return max(begun, key=lambda pair: (now < pair[1].ends, pair[1].ends))[0]
    ahead = [(each, coming[0]) for each in found if (coming := each.calendar.next(now, 1))]
    return min(ahead, key=lambda pair: pair[1].starts)[0] if ahead else next(iter(found), None)


def group_choice(each: GroupCalendar, language: str, now: datetime) -> GroupChoice:
    """`Nu in De Wielewaal, tot 11:00`, `Net les gehad in De Wielewaal`, `Volgende les di 3 nov 10:00, De Wielewaal`."""
    return GroupChoice(each.group.id, each.group.name, _over(each, language, now))


def _over(each: GroupCalendar, language: str, now: datetime) -> str:
    _, dates, where = translator(language).gettext, Dates(language), each.location.name
    lesson = each.calendar.now_or_last(now)
    if lesson and now < lesson.ends:
        return _("Now at %(location)s, until %(time)s") % {"location": where, "time": dates.clock_time(lesson.ends)}
    if lesson and now - lesson.ends < JUST_NOW:
        return _("Just had a lesson at %(location)s") % {"location": where}
    coming = each.calendar.next(now, 1)
    if not coming:
        return where
    return _("Next lesson %(moment)s, %(location)s") % {
        "moment": dates.moment(coming[0].starts, now),
        "location": where,
    }


async def signal_choices(db: AsyncSession, who: Who, now: datetime, ticked: Collection[str]) -> list[SignalChoice]:
    """The signals as chips, most used by this teacher first."""
    used = await queries.most_used_signals(db, who.organisation_id, who.person_id, now - HABIT)
    return [SignalChoice(s.id, s.label(who.language), s.look, s.id in ticked) for s in rules.by_use(used)]
