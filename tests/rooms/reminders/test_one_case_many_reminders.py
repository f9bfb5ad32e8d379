"""What is asked about one case: what asks the same in turn takes one place, everything else stands beside it."""

from datetime import timedelta
from uuid import UUID

import pytest
from httpx2 import AsyncClient

from klankbord.house.badges import badges_of
from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.house.ids import new_id
from klankbord.house.who import RoleHeld, Who
from klankbord.rooms.reminders.kinds import KINDS
from klankbord.rooms.reminders.models import Reminder, ReminderKind
from klankbord.rooms.reminders.rules import FAMILIES, family
from klankbord.rooms.today import queries as today
from tests.conftest import SignIn
from tests.factories import World, add
from tests.rooms.reminders.conftest import TUESDAY
from tests.support.rows import rows

K, CASE = ReminderKind, new_id()
# What is on the list before it is due, or never, is counted otherwise: tests/rooms/today.
PLAIN = [one.kind for one in KINDS if one.kind not in today.NOT_WHEN_DUE]
IN_TURN = [kinds for kinds in FAMILIES if len(kinds) > 1]


async def due(owner: Database, world: World, kind: ReminderKind, hours: int, subject: UUID = CASE) -> UUID:
    """Karim was to be reminded so many hours ago; the reminder's id."""
    moment = TUESDAY - timedelta(hours=hours)
    about = {"organisation_id": world.organisation_id, "person_id": world.karim, "kind": kind, "subject_id": subject}
    row = Reminder(**about, moment=moment, due_at=moment, created_at=moment)
    await add(owner, row)
    return row.id


async def shown(house: House, world: World) -> set[UUID]:
    """The ids that stand under Vandaag; the number on the tab says as many."""
    who = Who(world.karim, world.organisation_id, "", "nl", (RoleHeld("location_manager", None, world.wielewaal),))
    async with house.database.transaction(world.karim, world.organisation_id) as db:
        found = await today.of_today(db, who, TUESDAY)
        assert (await badges_of(db, who, TUESDAY)).get("today", 0) == len(found)
    return {row.id for row in found}


@pytest.mark.parametrize("kind", PLAIN)
async def test_two_things_about_one_case_stand_beside_each_other(
    house: House, owner: Database, world: World, kind: ReminderKind
) -> None:
    others = [one for one in PLAIN if one not in family(kind)]
    mine = await due(owner, world, kind, 9)
    for hours, other in enumerate([one for one in others if one == family(one)[0]], 1):
        await due(owner, world, other, hours % 9)
        assert mine in await shown(house, world), f"{other} hides it"


async def test_everything_about_one_case_stands_there_once(house: House, owner: Database, world: World) -> None:
    made = {kind: await due(owner, world, kind, len(PLAIN) - n) for n, kind in enumerate(PLAIN)}
    last = {kinds[-1] for kinds in IN_TURN} | {kind for kind in PLAIN if len(family(kind)) == 1}
    assert await shown(house, world) == {made[kind] for kind in last}


@pytest.mark.parametrize("kinds", IN_TURN, ids=[kinds[0] for kinds in IN_TURN])
async def test_of_what_asks_the_same_in_turn_the_last_stands_there_and_only_about_its_own_subject(
    house: House, owner: Database, world: World, kinds: tuple[ReminderKind, ...]
) -> None:
    for hours, kind in enumerate(kinds, 1):
        await due(owner, world, kind, len(kinds) - hours + 1)
    other = await due(owner, world, kinds[0], 9, new_id())
    found = await rows(
        owner, "select id from reminders where kind = :kind and subject_id = :case", kind=kinds[-1], case=CASE
    )
    assert await shown(house, world) == {found[0].id, other}


async def test_one_that_is_done_settles_nothing_else_about_the_case(
    house: House, owner: Database, world: World, client: AsyncClient, sign_in: SignIn
) -> None:
    idle, plan = await due(owner, world, K.CASE_IDLE, 3), await due(owner, world, K.PLAN_WITHOUT_EVALUATION, 4)
    soon, late = await due(owner, world, K.EVALUATION_SOON, 5), await due(owner, world, K.EVALUATION_LATE, 2)
    await sign_in(world.organisation_id, world.karim)
    await client.post(f"/reminders/{late}/cancellation", data={"reason": "Al gedaan"})
    assert await shown(house, world) == {idle, plan}
    (row,) = await rows(owner, "select state from reminders where id = :id", id=soon)
    assert row.state == "done", "it asked the same"
    await client.post(f"/reminders/{idle}/cancellation", data={"reason": "Al gedaan"})
    assert await shown(house, world) == {plan}
