"""What agreements add to the story of a case."""

from klankbord.house.dates import Dates
from klankbord.house.language import mark
from klankbord.rooms.agreements import actions, queries
from klankbord.rooms.agreements.models import EndingKind
from klankbord.rooms.cases.timeline import Entry, Story
from klankbord.rooms.people import queries as people

# ending: icon, colour of the knob, English source of the title
ENDINGS = {
    EndingKind.KEPT: ("check", "green", mark("Agreement kept")),
    EndingKind.CHANGED: ("swap", "", mark("Agreement changed")),
    EndingKind.DROPPED: ("undo", "brass", mark("Agreement dropped")),
}


async def agreement_entries(story: Story) -> list[Entry]:
    """That it was agreed, and what became of it."""
    _, dates = story.say.gettext, Dates(story.language)
    rows = await queries.of_case(story.db, story.case.organisation_id, story.case.id)
    if not rows:
        return []
    words = await actions.whats(story.db, story.keys, [row for row, _ending in rows])
    ids = {i for row, ending in rows for i in (row.by_id, row.owner_id, ending.by_id if ending else row.by_id)}
    names = await people.first_names(story.db, story.case.organisation_id, ids)
    entries = []
    for row, ending in rows:
        until = _("%(name)s, by %(day)s") % {"name": names[row.owner_id], "day": dates.day(row.due_on)}
        title = _("Agreed with the child") if row.with_child else _("Agreement: %(who)s") % {"who": until}
        entries.append(Entry(row.at, "hands", title, names[row.by_id], (words[row.id],)))
        if ending is not None:
            symbol, tone, kind = ENDINGS[EndingKind(ending.kind)]
            why = actions.opened_reason(story.keys, ending)
            facts = tuple(filter(None, (words[row.id], why)))
            entries.append(Entry(ending.at, symbol, _(kind), names[ending.by_id], facts, tone=tone))
    return entries
