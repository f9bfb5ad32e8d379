"""What this room adds to the story of a case, to its page, and to what is due today."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.crypto import KeyRing
from klankbord.house.language import mark, translator
from klankbord.rooms.cases import timeline
from klankbord.rooms.cases.timeline import Entry, Story
from klankbord.rooms.consultations import actions, queries, reading
from klankbord.rooms.consultations.models import ContactWay
from klankbord.rooms.people import queries as people
from klankbord.rooms.reminders.lines import LINES, Line
from klankbord.rooms.reminders.models import ReminderKind

SPOKE = {
    ContactWay.PHONE: mark("Spoke with %(name)s by phone"),
    ContactWay.MEETING: mark("Spoke with %(name)s in person"),
    ContactWay.MESSAGE: mark("Wrote with %(name)s"),
}


async def contacts(story: Story) -> list[Entry]:
    """Who spoke with whom, and what was agreed: the same entry for both."""
    _ = story.say.gettext
    rows = await queries.contacts_of(story.db, story.case.organisation_id, story.case.id)
    ids = {row.by_id for row in rows} | {row.with_id for row in rows}
    names = await people.first_names(story.db, story.case.organisation_id, ids)
    entries = []
    for row in rows:
        summary = story.keys.open(row.summary_sealed, table="contacts", row=row.id, column=actions.SUMMARY) or ""
        title = _(SPOKE[ContactWay(row.way)]) % {"name": names[row.with_id]}
        entries.append(Entry(row.held_at, "talk", title, names[row.by_id], (summary,)))
    return entries


async def questions(story: Story) -> list[Entry]:
    """What was asked about the case and said back."""
    _ = story.say.gettext
    found = await queries.of_case(story.db, story.case.organisation_id, story.case.id)
    names = await people.first_names(
        story.db, story.case.organisation_id, {i for one in found for i in (one.asker_id, one.to_id)}
    )
    said_in, entries = await reading.lines_of(story.db, story.keys, found), []
    for one in found:
        first, *rest = said_in[one.id]
        title = _("Asks %(name)s for advice") % {"name": names[one.to_id]}
        entries.append(Entry(first.at, "what", title, names[one.asker_id], (first.text,)))
        for line in rest:
            said = _("What we agreed") if line.agreed else _("Advice") if line.by_id == one.to_id else _("Says back")
            entries.append(Entry(line.at, "talk", said, names[line.by_id], (line.text,)))
    return entries


async def lines(db: AsyncSession, keys: KeyRing, ids: Sequence[UUID], language: str) -> dict[UUID, Line]:
    """Under Vandaag: whose question or answer waits. Its words stay on its own page."""
    _ = translator(language).gettext
    found = await queries.by_ids(db, ids)
    organisation_ids = {one.organisation_id for one in found}
    names: dict[UUID, str] = {}
    for organisation_id in organisation_ids:
        names |= await people.first_names(db, organisation_id, {i for one in found for i in (one.asker_id, one.to_id)})
    return {
        one.id: Line(
            names[one.asker_id],
            _(
                "asked %(name)s",
            )
            % {"name": names[one.to_id]},
            f"/consultations/{one.id}",
        )
        for one in found
    }


timeline.TIMELINE += [contacts, questions]
LINES[ReminderKind.QUESTION_RECEIVED] = lines
LINES[ReminderKind.ANSWER_UNREAD] = lines
