"""Need to know (rule 3): every route, asked by everybody, about one child."""

from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from httpx2 import Response

from klankbord.house.ids import new_id
from tests.security.conftest import Ask
from tests.security.matrix import EVERYBODY, MATRIX
from tests.security.town import FILED, INSIDE, OUTSIDE, SECRETS, Town
from tests.support.rows import rows

TABLES = "select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'pgqueuer%'"
HERE = [route for route, row in MATRIX.items() if not row.demo]
READING = [route for route in HERE if route.startswith("GET ")]
WRITING = [route for route in HERE if not route.startswith("GET ")]


def test_every_route_of_the_app_stands_in_the_matrix(app: FastAPI) -> None:
    served = {
        f"{method} {route.path}"
        for route in iter_route_contexts(app.routes)
        for method in getattr(route, "methods", None) or ()
    }
    assert served == set(MATRIX)


def test_nobody_is_forgotten(town: Town) -> None:
    assert set(town.cookies) == EVERYBODY


async def test_only_who_needs_to_know_reads_a_page(town: Town, ask: Ask) -> None:
    before = await state_of(town)
    for route in READING:
        await _others_are_refused(route, town, ask)
    assert await state_of(town) == before, "somebody who may not left a trace"
    for route in READING:
        await _who_may_comes_in(route, town, ask)


@pytest.mark.parametrize("route", WRITING)
async def test_only_who_may_changes_anything(route: str, town: Town, ask: Ask) -> None:
    before = await state_of(town)
    await _others_are_refused(route, town, ask)
    assert await state_of(town) == before, "somebody who may not changed something"
    await _who_may_comes_in(route, town, ask)


async def test_what_was_not_shared_is_read_by_its_writer_only(town: Town, ask: Ask) -> None:
    shared, own = (f"/notes/{town.ids[name]}" for name in ("shared_note", "note_id"))
    for who in EVERYBODY - {"writer"}:
        for address in (shared, own):
            assert not _came_in(await ask(who, "GET", address)), who
    for who in INSIDE:
        case = (await ask(who, "GET", f"/cases/{town.ids['case_id']}")).text
        assert case.count(">Notitie<") <= 1, f"{who} reads more than the note that was shared"


async def test_the_case_says_truly_who_may_see_it(town: Town, ask: Ask) -> None:
    case = f"/cases/{town.ids['case_id']}"
    readers = {who for who in EVERYBODY if _came_in(await ask(who, "GET", case))}
    assert readers == INSIDE


async def test_an_add_only_token_reads_nothing_at_all(town: Town, ask: Ask) -> None:
    add_only = {
        "cookie": f"klankbord_add={town.cookies['writer']['klankbord_add']}"
    }  # on every address, whatever its path
    for route in READING:
        if MATRIX[route].may != EVERYBODY:
            answer = await ask("signed out", "GET", filled(route.split(" ")[1], town.ids), headers=add_only)
            assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in"), route


async def _others_are_refused(route: str, town: Town, ask: Ask) -> None:
    """Refused in the same words as for something that does not exist."""
    row, (method, path) = MATRIX[route], route.split(" ")
    for who in sorted(EVERYBODY - row.may):
        about = f"{route} as {who}"
        answer = await ask(who, method, filled(path, town.ids), **row.send(town))
        _is_refused(who, about, answer, row.refused)
        _keeps_quiet(who, about, answer)
        if "{" in path and who not in OUTSIDE:
            nothing = await ask(who, method, filled(path, {}), **row.send(town))
            assert (nothing.status_code, nothing.text) == (answer.status_code, answer.text), f"{about}: it exists"


async def _who_may_comes_in(route: str, town: Town, ask: Ask) -> None:
    row, (method, path) = MATRIX[route], route.split(" ")
    for who in sorted(row.may):
        about = f"{route} as {who}"
        answer = await ask(who, method, filled(path, town.ids), **row.send(town))
        assert answer.status_code != 500, about
        assert _came_in(answer) or row.may == EVERYBODY, f"{about}: {answer.status_code}"
        _keeps_quiet(who, about, answer)


def filled(path: str, ids: dict[str, UUID]) -> str:
    """The address with the ids of the town; what is not there gets an id that nothing has."""
    filled = path.replace("{language}", "nl")
    while "{" in filled:
        before, rest = filled.split("{", 1)
        name, after = rest.split("}", 1)
        filled = f"{before}{ids.get(name, new_id())}{after}"
    return filled


async def state_of(town: Town) -> dict[str, str]:
    tables = [row.name for row in await rows(town.owner, TABLES)]
    hashes = [
        f"select '{name}' as name, md5(string_agg(t::text, '|' order by t::text)) from {name} t" for name in tables
    ]
    return {row[0]: row[1] for row in await rows(town.owner, " union all ".join(hashes))}


def _is_refused(who: str, about: str, answer: Response, refused: tuple[int, ...]) -> None:
    if who not in OUTSIDE:
        assert answer.status_code in refused, f"{about}: {answer.status_code}"
    elif about.startswith("GET "):
        assert (answer.status_code, answer.headers.get("location")) == (303, "/sign-in"), about
    else:
        assert answer.status_code == 401, about


def _came_in(answer: Response) -> bool:
    turned_away = answer.status_code in (401, 403, 404, 500)
    return not turned_away and answer.headers.get("location") != "/sign-in"


def _keeps_quiet(who: str, about: str, answer: Response) -> None:
    """Nobody outside reads a word about the child; what was only filed is its writer's."""
    said = answer.text + str(answer.headers)
    for secret in () if who == "writer" else (FILED,) if who in INSIDE else SECRETS:
        assert secret not in said, f"{about}: reads what is not theirs"
