"""A form that is sent again: the same words once, other words kept beside them, and never anything of another case."""

import pytest
from httpx2 import AsyncClient

from klankbord.house.database import Database
from klankbord.house.ids import new_id
from klankbord.rooms.cases.models import Case
from tests.conftest import SignIn
from tests.support.case_acts import CHANGE, DAY, ENDING, STEP, WORDED, Act, Told
from tests.support.rows import rows

ONE, OTHER = "Zij belt de nieuwe school", "Hij gaat bij oma langs"


async def enter(sign_in: SignIn, told: Told, who: str) -> None:
    await sign_in(told.story.world.organisation_id, getattr(told.story.world, who))


async def kept(owner: Database, act: Act, case: Case) -> list[str]:
    """The ids of the rows of this act in this case."""
    found = await rows(owner, f"select id from {act.table} where case_id = :case order by id", case=case.id)
    return [str(row.id) for row in found]


async def read(client: AsyncClient, case: Case) -> str:
    """Everything that stands on the pages of a case."""
    pages = [await client.get(f"/cases/{case.id}{more}") for more in ("", "/plan", "/meldcode")]
    return "\n".join(page.text for page in pages)


each_worded = pytest.mark.parametrize("act", WORDED, ids=lambda act: act.name)


@each_worded
async def test_the_same_words_are_kept_once_and_other_words_beside_them(
    told: Told, client: AsyncClient, sign_in: SignIn, owner: Database, act: Act
) -> None:
    await enter(sign_in, told, act.by)
    before, once = set(await kept(owner, act, told.sara)), str(new_id())
    for words in (ONE, ONE, OTHER, OTHER):
        answer = await act.send(client, told, told.sara, once=once, **{act.words: words})
        assert answer.status_code == 303, answer.text
    assert len(set(await kept(owner, act, told.sara)) - before) == 2
    page = await read(client, told.sara)
    assert ONE in page
    assert OTHER in page


@each_worded
async def test_a_form_of_another_case_neither_shows_nor_touches_what_is_in_that_case(
    told: Told, client: AsyncClient, sign_in: SignIn, owner: Database, act: Act
) -> None:
    await enter(sign_in, told, act.by)
    once, old = str(new_id()), set(await kept(owner, act, told.sara))
    await act.send(client, told, told.sara, once=once, **{act.words: ONE})
    (row,) = set(await kept(owner, act, told.sara)) - old
    before = await rows(owner, f"select t::text from {act.table} t where id = :id", id=row)
    for again in (once, row):
        answer = await act.send(client, told, told.milan, once=again, **{act.words: OTHER})
        assert answer.status_code == 303, answer.text
        assert str(told.sara.id) not in answer.headers["location"]
    assert await rows(owner, f"select t::text from {act.table} t where id = :id", id=row) == before
    assert len(await kept(owner, act, told.milan)) == 2
    sara, milan = await read(client, told.sara), await read(client, told.milan)
    assert (ONE in sara, OTHER in sara, ONE in milan, OTHER in milan) == (True, False, False, True)


async def test_another_day_to_look_back_is_kept_beside_the_first(
    told: Told, client: AsyncClient, sign_in: SignIn, owner: Database
) -> None:
    await enter(sign_in, told, DAY.by)
    once = str(new_id())
    for days in (30, 30, 37):
        answer = await DAY.send(client, told, told.sara, once=once, planned_on=told.day(days))
        assert answer.status_code == 303, answer.text
    found = await rows(owner, "select planned_on, instead_of_id from evaluations order by planned_on")
    assert [str(row.planned_on) for row in found] == [told.day(30), told.day(37)]
    assert [row.instead_of_id is None for row in found] == [True, False]


async def test_the_date_of_another_case_does_not_move_with_the_same_form(
    told: Told, client: AsyncClient, sign_in: SignIn, owner: Database
) -> None:
    await enter(sign_in, told, DAY.by)
    once = str(new_id())
    await DAY.send(client, told, told.sara, once=once)
    (row,) = await kept(owner, DAY, told.sara)
    for again, days in ((once, 30), (row, 44)):
        answer = await DAY.send(client, told, told.milan, once=again, planned_on=told.day(days))
        assert answer.status_code == 303, answer.text
    dates = await rows(owner, "select case_id, planned_on from evaluations order by planned_on")
    assert [(row.case_id, str(row.planned_on)) for row in dates] == [
        *sorted(
            [(told.sara.id, told.day(30)), (told.milan.id, told.day(30))], key=lambda one: dates[0].case_id != one[0]
        ),
        (told.milan.id, told.day(44)),
    ]


@pytest.mark.parametrize("act", [ENDING, CHANGE], ids=lambda act: act.name)
async def test_the_end_of_an_agreement_said_again_in_other_words_loses_none_of_them(
    told: Told, client: AsyncClient, sign_in: SignIn, owner: Database, act: Act
) -> None:
    await enter(sign_in, told, act.by)
    for _ in range(2):
        assert (await act.send(client, told, told.sara, reason=ONE)).status_code == 303
    answer = await act.send(client, told, told.sara, reason=OTHER)
    assert answer.status_code == 409
    assert OTHER in answer.text, "what was typed is still there"
    assert len(await kept(owner, act, told.sara)) == 1
    assert ONE in await read(client, told.sara)


async def test_what_is_agreed_instead_and_said_again_in_other_words_is_not_lost(
    told: Told, client: AsyncClient, sign_in: SignIn
) -> None:
    await enter(sign_in, told, CHANGE.by)
    assert (await CHANGE.send(client, told, told.sara, what=ONE)).status_code == 303
    for other in ({"what": OTHER}, {"due_on": told.day(8)}, {"owner": str(told.story.world.karim)}):
        answer = await CHANGE.send(client, told, told.sara, **{"what": ONE, **other})
        assert answer.status_code == 409
        assert other.get("what", ONE) in answer.text, "what was typed is still there"


async def test_an_agreement_of_another_case_does_not_end(
    told: Told, client: AsyncClient, sign_in: SignIn, owner: Database
) -> None:
    await enter(sign_in, told, ENDING.by)
    assert (await ENDING.send(client, told, told.milan)).status_code == 404
    assert await rows(owner, "select id from agreement_endings") == []


async def test_a_step_of_the_meldcode_said_again_in_other_words_is_refused_and_its_correction_kept(
    told: Told, client: AsyncClient, sign_in: SignIn, owner: Database
) -> None:
    await enter(sign_in, told, STEP.by)
    once = str(new_id())
    for _ in range(2):
        assert (await STEP.send(client, told, told.sara, once=once, words=ONE)).status_code == 303
    answer = await STEP.send(client, told, told.sara, once=once, words=OTHER)
    assert answer.status_code == 422
    assert OTHER in answer.text, "what was typed is still there"
    (first,) = await kept(owner, STEP, told.sara)
    for words in (OTHER, OTHER, "Of toch bij tante"):
        answer = await STEP.send(client, told, told.sara, once=once, words=words, corrects=first)
        assert answer.status_code == 303
    assert len(await kept(owner, STEP, told.sara)) == 3
    page = await read(client, told.sara)
    assert [words for words in (ONE, OTHER, "Of toch bij tante") if words not in page] == []


async def test_a_step_for_the_meldcode_of_another_case_is_not_found(
    told: Told, client: AsyncClient, sign_in: SignIn, owner: Database
) -> None:
    await enter(sign_in, told, STEP.by)
    assert (await STEP.send(client, told, told.milan)).status_code == 404
    assert await rows(owner, "select id from meldcode_entries") == []
