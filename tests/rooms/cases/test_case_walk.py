"""Anything in any order, through the real actions and PostgreSQL: what the rows tell is how the case stands."""

import random
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from klankbord.house.database import Database
from klankbord.house.errors import Problem
from klankbord.house.ids import new_id
from klankbord.rooms.cases.path_models import OfferAnswer
from tests.support.case_story import CaseStory
from tests.support.rows import rows
from tests.support.story import Story

ACTS = 60


def acts(story: Story, case: CaseStory, chance: random.Random, offers: list[Any]) -> list[Callable[[], Awaitable[Any]]]:
    """What may happen next; who does it and to whom is chance."""
    world = story.world
    people = [world.iris, world.karim, world.karim, world.marjan, world.marjan, world.noortje]
    by, to = chance.choice(people), chance.choice(people)

    async def offer() -> None:
        offers.append((await case.offer(by, to, once=new_id())).id)

    return [
        story.reported,
        lambda: story.hand_over(case.case_id, str(chance.random()), by=by),
        lambda: case.look(by),
        offer,
        lambda: case.answer(by, chance.choice([*offers, new_id()]), chance.choice(list(OfferAnswer))),
        lambda: case.take(by),
        lambda: case.back(by, chance.randrange(-1, 6)),
        lambda: case.close(by),
        lambda: case.open_again(by),
        lambda: case.level(by, chance.randrange(-1, 6), str(chance.random())),
    ]


@pytest.mark.parametrize("seed", [4, 2026])
async def test_the_rows_tell_how_the_case_stands(story: Story, owner: Database, seed: int):
    chance, offers = random.Random(seed), list[Any]()
    made = await story.reported()
    case, done = CaseStory(story, made.id), 0
    for _ in range(ACTS):
        story.move_to(story.now + timedelta(hours=chance.randrange(1, 30)))
        try:
            await chance.choice(acts(story, case, chance, offers))()
            done += 1
        except Problem:
            pass
        await agrees(owner, case)
    assert done > ACTS / 8, "too little happened to learn from"


async def agrees(owner: Database, case: CaseStory) -> None:
    """Told again from the rows alone, the case stands where it stands."""
    about = {"id": case.case_id}
    (now,) = await rows(owner, "select step, lead_id, closed_at from cases where id = :id", **about)
    step, closed = 1, False
    moves = """select at, step, because, id from step_entries where case_id = :id union all
               select at, 0, 'closed', id from closings where case_id = :id order by 1, 4"""
    for row in await rows(owner, moves, **about):
        closed = row.because == "closed" or (closed and row.because != "reopened")
        back = row.because in ("gone_back", "reopened")
        step = row.step if back else max(step, row.step)
    assert (step, closed) == (now.step, now.closed_at is not None)
    asked = await rows(
        owner,
        """select o.to_id, a.answer, a.by_id from direction_offers o left join direction_answers a on a.offer_id = o.id
            where o.case_id = :id order by coalesce(a.at, o.at)""",
        **about,
    )
    assert sum(row.answer is None for row in asked) <= (0 if closed else 1)
    taken = [row for row in asked if row.answer == "accepted"]
    assert all(row.by_id == row.to_id for row in taken)
    if closed:
        open_ones = "select id from reminders where state in ('waiting', 'sent') and kind <> 'watch_lesson'"
        others = "select id from cases where closed_at is null"
        assert await rows(owner, open_ones) == [] or await rows(owner, others)
