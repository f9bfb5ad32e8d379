"""What a watch adds to the story of a case."""

from klankbord.house.grouped import grouped
from klankbord.house.language import mark
from klankbord.rooms.cases.timeline import Entry, Story
from klankbord.rooms.people import queries as people
from klankbord.rooms.watches import queries
from klankbord.rooms.watches.models import Answer, Watch, WatchLesson, WatchOutcome
from klankbord.rooms.watches.rules import LESSONS

# answer: icon, colour of the knob, English source of the word
ANSWERS = {
    Answer.BETTER: ("up", "green", mark("Better")),
    Answer.SAME: ("same", "", mark("The same")),
    Answer.WORSE: ("fall", "brass", mark("More worrying")),
    Answer.NOT_SEEN: ("eyeoff", "", mark("Not seen")),
}
OUTCOMES = {
    WatchOutcome.STOP: mark("Stops with the extra attention."),
    WatchOutcome.AGAIN: mark("Watches in another two lessons."),
    WatchOutcome.SHARE: mark("Shares it with the location manager."),
    WatchOutcome.ASK_SOCIAL_WORKER: mark("Asks the social worker."),
}


async def watch_entries(story: Story) -> list[Entry]:
    """That somebody watches, what was seen in each lesson, and what came of it."""
    watches = await queries.of_case(story.db, story.case.organisation_id, story.case.id)
    rows = await queries.lessons_of(story.db, [watch.id for watch in watches])
    lessons = grouped(rows, lambda row: row.watch_id)
    ids = {watch.teacher_id for watch in watches}
    names = await people.first_names(story.db, story.case.organisation_id, ids)
    _ = story.say.gettext
    entries = []
    for watch in watches:
        name = names[watch.teacher_id]
        entries.append(Entry(watch.started_at, "eye", _("Watches extra in the next two lessons"), name))
        entries += [_answered(story, row, name) for row in lessons[watch.id] if row.answer]
        entries += _ended(story, watch, name)
    return entries


def _answered(story: Story, row: WatchLesson, name: str) -> Entry:
    _ = story.say.gettext
    symbol, tone, word = ANSWERS[Answer(row.answer or "")]
    title = _("Observation, lesson %(number)s of %(of)s") % {"number": row.number, "of": LESSONS}
    return Entry(row.ends_at, symbol, title, name, (_(word),), tone=tone)


def _ended(story: Story, watch: Watch, name: str) -> list[Entry]:
    _ = story.say.gettext
    if watch.ended_at is None or watch.outcome is None:
        return []
    return [
        Entry(watch.ended_at, "check", _("After the observation"), name, (_(OUTCOMES[WatchOutcome(watch.outcome)]),))
    ]
