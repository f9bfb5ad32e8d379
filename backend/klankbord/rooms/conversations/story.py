"""What conversations add to the story of a case."""

from klankbord.house.clock import AMSTERDAM
from klankbord.house.content import QUESTIONS
from klankbord.house.dates import Dates
from klankbord.house.language import mark
from klankbord.rooms.cases.timeline import Entry, Story
from klankbord.rooms.conversations import actions, ending, queries
from klankbord.rooms.conversations.models import Conversation, EndingKind, SmallPlanEnding, TalkedWith
from klankbord.rooms.notes.rules import shown_moment
from klankbord.rooms.people import queries as people

TITLES = {
    TalkedWith.CHILD: mark("Talked with the child"),
    TalkedWith.PARENT: mark("Talked with a parent"),
    TalkedWith.COLLEAGUE: mark("Talked with a colleague"),
}

# ending: icon, colour of the knob, English source of the title
ENDINGS = {
    EndingKind.KEPT: ("check", "green", mark("Small plan kept")),
    EndingKind.CHANGED: ("swap", "", mark("Small plan changed")),
    EndingKind.DROPPED: ("undo", "brass", mark("Small plan dropped")),
}


def questions_of(row: Conversation, language: str) -> list[str]:
    """The questions that helped, in words."""
    return [question.text(language) for question in QUESTIONS if question.id in row.question_ids]


async def conversation_entries(story: Story) -> list[Entry]:
    """Each conversation: what was said, what helped, the small plan; what somebody thought apart from that. And what
    became of a small plan before there was a case."""
    _ = story.say.gettext
    rows = await queries.of_case(story.db, story.case.organisation_id, story.case.id)
    names = await people.first_names(story.db, story.case.organisation_id, {row.writer_id for row, _ending in rows})
    entries = []
    for row, ended in rows:
        words, helped = actions.opened(story.keys, row), questions_of(row, story.language)
        facts = [words.said]
        facts += [_("What helped: %(questions)s") % {"questions": " ".join(helped)}] if helped else []
        facts += [_("Small plan: %(plan)s") % {"plan": words.small_plan}] if words.small_plan else []
        title = _(TITLES[TalkedWith(row.talked_with)])
        at = shown_moment(row.written_at, row.received_at)
        if row.held_on != at.astimezone(AMSTERDAM).date():
            facts.insert(0, _("On %(day)s") % {"day": Dates(story.language).day(row.held_on, "long")})
        entries.append(Entry(at, "talk", title, names[row.writer_id], tuple(filter(None, facts)), words.thought))
        if ended is not None:
            entries.append(_ended(story, ended, words.small_plan, names[row.writer_id]))
    return entries


def _ended(story: Story, row: SmallPlanEnding, plan: str, by: str) -> Entry:
    symbol, tone, title = ENDINGS[EndingKind(row.kind)]
    facts = tuple(filter(None, (plan, ending.opened_reason(story.keys, row))))
    return Entry(row.at, symbol, story.say.gettext(title), by, facts, tone=tone)
