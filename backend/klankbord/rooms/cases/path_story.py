"""What moved a case, as it stands in its story: direction, level of care, back, closed, open again."""

from uuid import UUID

from klankbord.house.language import mark
from klankbord.rooms.cases import caring, direction, moving, path, path_queries
from klankbord.rooms.cases.path_models import ClosingReason, OfferAnswer, StepReason
from klankbord.rooms.cases.path_queries import AnsweredOffer
from klankbord.rooms.cases.timeline import TIMELINE, Entry, Story
from klankbord.rooms.people import queries as people

CLOSED_BECAUSE = {
    ClosingReason.GOES_WELL: mark("It goes well now"),
    ClosingReason.HELP_ELSEWHERE: mark("Others help the child from here on"),
    ClosingReason.LEFT: mark("The child has left"),
    ClosingReason.NOTHING_FOUND: mark("There was nothing to worry about"),
    ClosingReason.OTHER: mark("Another reason"),
}
ANSWERED = {
    OfferAnswer.DECLINED: mark("Does not take over direction"),
    OfferAnswer.WITHDRAWN: mark("Took the question about direction back"),
}


async def moves(story: Story) -> list[Entry]:
    """Back to an earlier step, and opened again. Going forward is told by what was done."""
    _ = story.say.gettext
    rows = await path.entries_of(story.db, story.case.organisation_id, story.case.id)
    rows = [row for row in rows if row.because in (StepReason.GONE_BACK, StepReason.REOPENED)]
    names = await people.first_names(story.db, story.case.organisation_id, {row.by_id for row in rows})
    back, again = _("Back to step %(number)s"), _("Opened again")
    return [
        Entry(
            row.at,
            "undo",
            back % {"number": row.step} if row.because == StepReason.GONE_BACK else again,
            names[row.by_id],
            (moving.opened_reason(story.keys, row),),
            tone="brass",
        )
        for row in rows
    ]


async def closings(story: Story) -> list[Entry]:
    """That it was closed, and why."""
    _ = story.say.gettext
    rows = await path_queries.closings_of(story.db, story.case.organisation_id, story.case.id)
    names = await people.first_names(story.db, story.case.organisation_id, {row.by_id for row in rows})
    return [
        Entry(
            row.at,
            "check",
            _("Closed: %(why)s") % {"why": _(CLOSED_BECAUSE[ClosingReason(row.reason)])},
            names[row.by_id],
            tuple(filter(None, (moving.opened_words(story.keys, row),))),
            tone="green",
        )
        for row in rows
    ]


async def levels(story: Story) -> list[Entry]:
    """How much care people saw that the child needs."""
    _ = story.say.gettext
    rows = await path_queries.levels_of(story.db, story.case.organisation_id, story.case.id)
    names = await people.first_names(story.db, story.case.organisation_id, {row.by_id for row in rows})
    title = _("Level of care %(number)s: %(name)s")
    return [
        Entry(
            row.at,
            "list",
            title % {"number": row.level, "name": _(caring.LEVELS[row.level][0])},
            names[row.by_id],
            tuple(filter(None, (caring.opened_reason(story.keys, row),))),
        )
        for row in rows
    ]


async def directions(story: Story) -> list[Entry]:
    """Who was asked to take over direction, and what they said."""
    found = await path_queries.offers_of(story.db, story.case.organisation_id, story.case.id)
    ids = {one for row in found for one in (row.offer.by_id, row.offer.to_id)}
    ids |= {row.answer.by_id for row in found if row.answer}
    names = await people.first_names(story.db, story.case.organisation_id, ids)
    named = {one: names.get(one, "") for one in ids}
    return [entry for row in found for entry in (*_asked(story, row, named), *_answered(story, row, named))]


def _asked(story: Story, row: AnsweredOffer, names: dict[UUID, str]) -> list[Entry]:
    if row.offer.to_id == row.offer.by_id:
        return []
    title = story.say.gettext("Asks %(name)s to take over direction") % {"name": names[row.offer.to_id]}
    words = tuple(filter(None, (direction.opened_words(story.keys, row.offer),)))
    return [Entry(row.offer.at, "hands", title, names[row.offer.by_id], words)]


def _answered(story: Story, row: AnsweredOffer, names: dict[UUID, str]) -> list[Entry]:
    _ = story.say.gettext
    if row.answer is None:
        return []
    held = row.answer.answer == OfferAnswer.ACCEPTED
    title = _("Holds direction from now on") if held else _(ANSWERED[OfferAnswer(row.answer.answer)])
    why = tuple(filter(None, (direction.opened_reason(story.keys, row.answer),)))
    return [Entry(row.answer.at, "hands", title, names[row.answer.by_id], why, tone="green" if held else "")]


TIMELINE += [moves, closings, levels, directions]
